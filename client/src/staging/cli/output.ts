// Two listeners of the engine's events for the command line: JSON lines, and text as in the editor's terminal.
import { isAbsolute, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { advised, onCommandLine } from '../../../../server/src/base/remedy';
import type { Report } from '../report/events';
import { terminalLines } from '../report/stageLog';
import type { Look } from '../report/stageLog';

const look: Look = {
  t: (message, ...args) => message.replace(/\{(\d+)\}/g, (_, i) => String(args[Number(i)])),
  means: onCommandLine,
  short: (path) => {
    const below = relative(process.cwd(), path);
    return isAbsolute(path) && !below.startsWith('..') ? below || '.' : path;
  },
};

/** One JSON object per line on standard output; of applications staged side by side each event names its own. */
export const jsonReport =
  (application?: string): Report =>
  (event) => {
    const message = event.event === 'problem' ? { message: advised(event, onCommandLine) } : {};
    const name = application === undefined ? {} : { application };
    process.stdout.write(`${JSON.stringify({ ...event, ...message, ...name })}\n`);
  };

/** Text on standard output, coloured on a terminal; `prefix` tells applications apart that are staged side by side. */
export function textReport(prefix = ''): Report {
  const started = performance.now();
  const colours = process.stdout.isTTY && !process.env.NO_COLOR;
  return (event) => {
    for (const line of terminalLines(event, performance.now() - started, look))
      process.stdout.write(`${prefix}${colours ? line : stripVTControlCharacters(line)}\n`);
  };
}
