// What a staging looks like as text: one line per change of phase with its time, the buildpacks' own output as it came,
// problems and the outcome in words. For the terminal (coloured) and the log file (plain, output indented so that it folds).
import { stripVTControlCharacters } from 'node:util';
import { advised } from '../../../../server/src/base/remedy';
import type { Translate } from './translate';
import type { Means } from '../../../../server/src/base/remedy';
import { harmless } from './harmless';
import type {
  ChangeEvent,
  DifferenceEvent,
  Phase,
  PhaseEvent,
  ProblemEvent,
  Related,
  ResultEvent,
  StagingEvent,
} from './events';
import { outcomeWords } from './outcomeWords';
import { progressWords } from './progress';
import { clock, duration, size, sizeDifference } from './units';
import { timingRows } from './timings';

export interface Look {
  t: Translate;
  means: Means;
  /** A path or a buildpack's name as a reader wants it: relative to the workspace where it can be. */
  short: (path: string) => string;
  /** What the phases took the last time, for a table of times at the end; without it there is none. */
  before?: ResultEvent['phases'];
}

/** While it runs, and when it is over. */
const titles: Record<Phase, [doing: string, done: string]> = {
  prepare: ['Preparing the stack image', 'Stack image ready'],
  upload: ['Copying the app', 'App copied'],
  requirements: ['Installing required packages', 'Required packages installed'],
  'pre-staging': ['Running the pre-staging hook', 'Pre-staging hook done'],
  buildpacks: ['Fetching buildpacks', 'Buildpacks ready'],
  detect: ['Detecting', 'Detected'],
  supply: ['Supplying', 'Supplied'],
  finalize: ['Finalizing', 'Finalized'],
  compile: ['Compiling', 'Compiled'],
  release: ['Reading the release', 'Release read'],
  'post-staging': ['Running the post-staging hook', 'Post-staging hook done'],
  package: ['Putting the droplet together', 'Droplet put together'],
  download: ['Compressing and fetching the droplet', 'Droplet saved'],
  cleanup: ['Cleaning up', 'Cleaned up'],
};

/** `Compiling with ruby_buildpack`, `Copying the app · 31 MB of 2 GB · …`: what is going on, as a sentence's beginning. */
export function phaseTitle({ phase, buildpack, progress }: PhaseEvent, { t, short }: Look): string {
  const doing = t(titles[phase][0]);
  const title = buildpack ? t('{0} with {1}', doing, short(buildpack)) : doing;
  return progress ? `${title} · ${progressWords(progress, t)}` : title;
}

/** The same inside of a sentence of ours, in English: `compiling with ruby_buildpack`. */
export const doing = (phase: Phase, buildpack: string | undefined): string =>
  lowerFirst(titles[phase][0]) + (buildpack ? ` with ${buildpack}` : '');

type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold';

const codes: Record<Colour, number> = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2, bold: 1 };

export const paint = (colour: Colour, text: string) => `\x1b[${codes[colour]}m${text}\x1b[0m`;

const marks = {
  error: () => paint('red', '✖'),
  warning: () => paint('yellow', '⚠'),
  information: () => paint('cyan', 'ℹ'),
};

/** Turns the events of one staging into lines without line ends; how far a phase is, is no line that stays (`phaseLine`). `now` is milliseconds since it began. */
export const terminalLines = (event: StagingEvent, now: number, look: Look): string[] =>
  linesOf(event, now, look).map(harmless);

function linesOf(event: StagingEvent, now: number, look: Look): string[] {
  switch (event.event) {
    case 'log':
      return [event.text];
    case 'phase':
      return event.state === 'running' ? [] : [phaseLine(event, now, look)];
    case 'problem':
      return problemLines(event, look);
    case 'result':
      return resultLines(event, look);
    case 'change':
      return ['', changeLine(event, now, look)];
    case 'difference':
      return differenceLines(event, look);
  }
}

/** ` 0:00 ▸ Changed: bin/compile, lib/x.sh and 3 more` */
function changeLine({ files }: ChangeEvent, now: number, { t, short }: Look): string {
  const names = files.slice(0, 3).map(short);
  const more = files.length - names.length;
  const all = more > 0 ? t('{0} and {1} more', names.join(', '), more) : names.join(', ');
  return `${paint('dim', clock(now).padStart(5))} ${paint('cyan', '▸')} ${paint('bold', t('Changed: {0}', all))}`;
}

const signs = { added: paint('green', '+'), removed: paint('red', '-'), changed: paint('yellow', '~') };

/** Rows of one kind; the rest is counted. */
const mostRows = 10;

function differenceLines({ printed, files }: DifferenceEvent, { t, short }: Look): string[] {
  if (!printed.length && !files.length) return ['', paint('dim', t('Nothing differs from the run before.'))];
  const rows = <T>(all: T[], row: (one: T) => string) => [
    ...all.slice(0, mostRows).map((one) => `    ${row(one)}`),
    ...(all.length > mostRows ? [paint('dim', `    ${t('… and {0} more', all.length - mostRows)}`)] : []),
  ];
  const phase = ({ phase, buildpack }: DifferenceEvent['printed'][number]) =>
    `  ${phase}${buildpack ? ` · ${short(buildpack)}` : ''}`;
  return [
    '',
    paint('bold', t('What differs from the run before:')),
    ...printed.flatMap((one) => [phase(one), ...rows(one.lines, ({ kind, text }) => `${signs[kind]} ${text}`)]),
    ...(files.length ? [`  ${t('droplet')}`] : []),
    ...rows(
      files,
      (one) => `${signs[one.kind]} ${one.path} ${paint('dim', sizeDifference((one.after ?? 0) - (one.before ?? 0)))}`,
    ),
  ];
}

/** ` 0:12 ▸ Copying the app · 312 MB of 1.2 GB · 85 MB/s · 11 s left` */
export function phaseLine(event: PhaseEvent, now: number, { t, short }: Look): string {
  const time = paint('dim', clock(now).padStart(5));
  const [doing, done] = titles[event.phase];
  const parts = (...all: (string | undefined)[]) => all.flatMap((part) => (part ? [` · ${part}`] : [])).join('');
  const buildpack = event.buildpack && short(event.buildpack);
  // Where the droplet goes is long, and said again at the end.
  const detail = event.detail && event.phase !== 'download' ? short(event.detail) : undefined;
  const took = event.ms === undefined ? undefined : duration(event.ms);
  switch (event.state) {
    case 'started':
      return `${time} ${paint('cyan', '▸')} ${paint('bold', t(doing))}${parts(buildpack, detail)}`;
    case 'done':
      return `${time} ${paint('green', '✔')} ${t(done)}${paint('dim', parts(buildpack, took))}`;
    case 'running':
      return `${time} ${paint('cyan', '▸')} ${t(doing)}${parts(buildpack, detail, event.progress && progressWords(event.progress, t))}`;
    case 'cancelled':
      return `${time} ${paint('yellow', '■')} ${t('Cancelled: {0}', lowerFirst(t(doing)))}${paint('dim', parts(buildpack, took))}`;
    case 'failed':
      return `${time} ${paint('red', '✖')} ${t('Failed: {0}', lowerFirst(t(doing)))}${paint('dim', parts(buildpack, took))}`;
    case 'skipped':
      return `${time} ${paint('dim', `- ${t('Skipped: {0}', lowerFirst(t(doing)))}${parts(buildpack, detail)}`)}`;
  }
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function problemLines(event: ProblemEvent, { t, short, means }: Look): string[] {
  const word = { error: t('Error'), warning: t('Warning'), information: t('Note') }[event.severity];
  const place = event.file ? paint('dim', placeOf(event, short)) : '';
  const related = (event.related ?? [])
    .flatMap(({ message, ...at }) => `${message}${placeOf(at, short)}`.split('\n'))
    .map((line) => paint('dim', `        ${line}`));
  return ['', `${marks[event.severity]()} ${paint('bold', `${word}:`)} ${advised(event, means)}${place}`, ...related];
}

/** ` m.yml:3:1`, with a blank in front; nothing without a file. */
const placeOf = ({ file, line, column }: Omit<Related, 'message'>, short: Look['short']) =>
  file ? ` ${short(file)}${line ? `:${line}:${column ?? 1}` : ''}` : '';

function resultLines(event: ResultEvent, { t, short, before }: Look): string[] {
  const name = event.application ?? t('the app');
  if (event.outcome === 'Cancelled')
    return ['', `${paint('yellow', '■')} ${t('Cancelled after {0}.', duration(event.ms))}`];
  const times = before ? timingRows(event.phases, before).map((row) => paint('dim', `  ${row}`)) : [];
  if (event.outcome !== 'staged') {
    const line = t(
      'Staging {0} failed after {1}: {2} (exit status {3}).',
      name,
      duration(event.ms),
      t(outcomeWords(event.outcome)),
      event.exitCode,
    );
    const shell = event.shell ? [t('The container was kept. Open a shell in it with:'), `  ${event.shell}`] : [];
    return ['', ...times, `${paint('red', '✖')} ${paint('bold', line)}`, ...shell];
  }
  const facts: [string, string | undefined][] = [
    [t('droplet'), event.droplet && [size(event.size ?? 0), short(event.droplet)].join(' · ')],
    [t('buildpack'), event.detectedBuildpack || undefined],
    [t('start command'), event.startCommand || undefined],
  ];
  return [
    '',
    // Above, so that the end is what is in view.
    ...times,
    `${paint('green', '✔')} ${paint('bold', t('Staged {0} in {1}.', name, duration(event.ms)))}`,
    ...facts.flatMap(([label, value]) => (value ? [`  ${paint('dim', `${label}:`)} ${value}`] : [])),
  ];
}

/** The same for the log file: no colours, and output two columns to the right of its phase, which makes phases foldable. */
export function fileLines(event: StagingEvent, now: number, look: Look): string[] {
  return terminalLines(event, now, look).map((line) => {
    const plain = stripVTControlCharacters(line);
    return event.event === 'log' ? `        ${plain}` : plain;
  });
}
