// Two listeners of the engine's events for the command line: JSON lines, and text as in the editor's terminal.
import { isAbsolute, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Report } from '../report/events';
import { terminalLines } from '../report/stageLog';
import type { Look } from '../report/stageLog';

const look: Look = {
  t: (message, ...args) => message.replace(/\{(\d+)\}/g, (_, i) => String(args[Number(i)])),
  short: (path) => {
    const below = relative(process.cwd(), path);
    return isAbsolute(path) && !below.startsWith('..') ? below || '.' : path;
  },
};

/** One JSON object per line on standard output; of applications staged side by side each event names its own. */
export const jsonReport =
  (application?: string): Report =>
  (event) => {
    process.stdout.write(JSON.stringify({ ...event, ...(application === undefined ? {} : { application }) }) + '\n');
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
