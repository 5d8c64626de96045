// Two listeners of the engine's events for the command line: JSON lines, and text as in the editor's terminal.
import { once } from 'node:events';
import { isAbsolute, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { advised, onCommandLine } from '../../../../server/src/base/remedy';
import type { Report } from '../report/events';
import { everyTenSeconds } from '../report/progress';
import { phaseLine, terminalLines } from '../report/stageLog';
import type { Look } from '../report/stageLog';
import { untranslated } from '../report/translate';

const look: Look = {
  t: untranslated,
  means: onCommandLine,
  short: (path) => {
    const below = relative(process.cwd(), path);
    return isAbsolute(path) && !below.startsWith('..') ? below || '.' : path;
  },
};

const behind = new Map<NodeJS.WriteStream, Promise<unknown>>();

/** Writes; answers a promise when the reader of the stream is behind, which resolves when it has caught up. */
export function print(stream: NodeJS.WriteStream, text: string | Buffer): Promise<unknown> | undefined {
  if (stream.writableCorked === 0) {
    stream.cork(); // what comes at once goes with one call to the system
    process.nextTick(() => stream.uncork());
  }
  if (stream.write(text)) return undefined;
  if (!behind.has(stream))
    behind.set(
      stream,
      once(stream, 'drain').finally(() => behind.delete(stream)),
    );
  return behind.get(stream);
}

/** JSON escapes the control characters of ASCII; these are obeyed by terminals, too. */
const json = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** One JSON object per line on standard output; of applications staged side by side each event names its own. */
export const jsonReport =
  (application?: string): Report =>
  (event) => {
    const message = event.event === 'problem' ? { message: advised(event, onCommandLine) } : {};
    const name = application === undefined ? {} : { application };
    return print(process.stdout, `${json({ ...event, ...message, ...name })}\n`);
  };

/**
 * Text on standard output, coloured on a terminal; `prefix` tells applications apart that are staged side by side. How far a phase
 * is: on a terminal in one line that moves and goes, elsewhere in a line every ten seconds.
 */
export function textReport(prefix = ''): Report {
  const started = performance.now();
  const { isTTY } = process.stdout;
  const colours = isTTY && !process.env.NO_COLOR;
  const moves = isTTY && !prefix && process.env.TERM !== 'dumb';
  const shown = (line: string) => `${prefix}${colours ? line : stripVTControlCharacters(line)}`;
  let isTime = everyTenSeconds();
  let moving = false;
  const say = (text: string) => {
    const erased = moving ? eraseLine : '';
    moving = false;
    return print(process.stdout, erased + text);
  };
  return (event) => {
    const now = performance.now() - started;
    if (event.event === 'phase' && event.state === 'started') isTime = everyTenSeconds();
    if (event.event === 'phase' && event.state === 'running') {
      const line = phaseLine(event, now, look);
      if (moves) {
        say(stripVTControlCharacters(line).slice(0, process.stdout.columns - 1));
        moving = true;
      } else if (isTime()) say(`${shown(line)}\n`);
      return undefined;
    }
    return say(
      terminalLines(event, now, look)
        .map((line) => `${shown(line)}\n`)
        .join(''),
    );
  };
}

const eraseLine = '\r\x1b[2K';
