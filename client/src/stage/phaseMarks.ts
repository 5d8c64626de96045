// Marks of VS Code's shell integration around the phases of a log: they can be jumped to, folded and copied like commands.
import type { StagingEvent } from '../staging/report/events';

const mark = (text: string) => `\x1b]633;${text}\x07`;
const escaped = (text: string) =>
  text.replace(/[\\;\x00-\x1f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** The lines of an event with the marks; `title`: what the phase is called. */
export function withMarks(event: StagingEvent, lines: string[], title: string): string[] {
  const [first = '', ...others] = lines;
  if (event.event !== 'phase') return lines;
  if (event.state === 'started')
    return [`${mark('A')}${mark('B')}${first}${mark(`E;${escaped(title)}`)}${mark('C')}`, ...others];
  if (event.state === 'done' || event.state === 'failed')
    return [...lines.slice(0, -1), `${lines.at(-1)}${mark(`D;${event.state === 'done' ? 0 : 1}`)}`];
  return lines;
}
