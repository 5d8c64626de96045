// The log file that is kept of a staging, and where in it things are said: its failing line, the output that a problem quotes.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import type { ProblemEvent, StagingEvent } from '../staging/report/events';
import { fileLines } from '../staging/report/stageLog';
import type { Look } from '../staging/report/stageLog';

/** Lines of output that can be found again: problems quote the last ones. */
const remembered = 400;

export class KeptLog {
  /** Line that tells the failure, zero-based. */
  failedAt: number | undefined;
  private readonly stream: WriteStream;
  private lines = 0;
  /** Output → its line, zero-based. */
  private said = new Map<string, number>();

  constructor(readonly file: string) {
    this.stream = createWriteStream(file);
  }

  /** `now`: milliseconds since the staging began. */
  write(event: StagingEvent, now: number, look: Look): void {
    const written = fileLines(event, now, look);
    if (written.length === 0) return;
    const at = this.lines + written.findIndex((line) => line !== '');
    if (tellsFailure(event)) this.failedAt ??= at;
    if (event.event === 'log') this.remember(event.text, at);
    const text = `${written.join('\n')}\n`;
    this.lines += text.split('\n').length - 1;
    this.stream.write(text);
  }

  /** What a problem quotes leads into the log, where what stands around it can be read. */
  withPlaces(problem: ProblemEvent): ProblemEvent {
    const place = (message: string) => ({ file: this.file, line: (this.said.get(message) ?? this.failedAt ?? 0) + 1 });
    const related = problem.related?.map((one) => (one.file ? one : { ...one, ...place(one.message) }));
    return { ...problem, related };
  }

  async close(): Promise<void> {
    this.stream.end();
    await once(this.stream, 'close');
  }

  private remember(text: string, line: number): void {
    this.said.delete(text);
    this.said.set(text, line);
    if (this.said.size > remembered) this.said.delete(this.said.keys().next().value!);
  }
}

const tellsFailure = (event: StagingEvent) =>
  event.event === 'phase' ? event.state === 'failed' : event.event === 'problem' && event.severity === 'error';
