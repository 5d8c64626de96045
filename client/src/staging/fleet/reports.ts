// What a fleet leaves for people and programs: JSON, JUnit XML, Markdown, by the ending of the file's name.
import { outcomeWords } from '../report/outcomeWords';
import { duration, size } from '../report/units';
import { isStaged, nameOf } from './cell';
import type { CellResult } from './cell';
import type { Change } from './comparison';

export interface Run {
  /** Name of the matrix file. */
  title: string;
  results: CellResult[];
  /** Against an earlier run, when there is one to compare with. */
  changes?: Change[];
}

export const reports: Record<string, (run: Run) => string> = {
  '.json': ({ title, results, changes }) => `${JSON.stringify({ matrix: title, results, changes }, null, 1)}\n`,
  '.xml': junit,
  '.md': markdown,
};

/** `3 of 4 staged` */
export const sum = (results: CellResult[]): string => `${results.filter(isStaged).length} of ${results.length} staged`;

/** A suite for each application, as test reporters show them. */
function junit({ title, results }: Run): string {
  const seconds = (all: CellResult[]) => (all.reduce((ms, one) => ms + one.ms, 0) / 1000).toFixed(3);
  const counts = (all: CellResult[]) =>
    `tests="${all.length}" failures="${all.filter((one) => !isStaged(one)).length}" time="${seconds(all)}"`;
  const suites = [...new Set(results.map(({ application }) => application))].map((application) => {
    const cases = results.filter((one) => one.application === application);
    const lines = cases.map((one) => {
      const name = nameOf({ ...one, application: '' });
      const opening = `    <testcase classname="${xml(application)}" name="${xml(name)}" time="${seconds([one])}"`;
      if (isStaged(one)) return `${opening}/>`;
      const failure = `<failure type="${one.outcome}" message="${xml(outcomeWords(one.outcome))}">${xml(one.message ?? '')}</failure>`;
      return `${opening}>${failure}</testcase>`;
    });
    return `  <testsuite name="${xml(application)}" ${counts(cases)}>\n${lines.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(title)}" ${counts(results)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

/** Control characters have no place in XML at all. */
const xml = (text: string): string =>
  text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

function markdown({ title, results, changes }: Run): string {
  const row = (...cells: string[]) =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  const rows = results.map((one) =>
    row(
      nameOf(one),
      outcomeWords(one.outcome),
      duration(one.ms),
      one.size === undefined ? '' : size(one.size),
      isStaged(one) ? (one.startCommand ?? '') : (one.message ?? ''),
    ),
  );
  const compared = changes && [
    '',
    '## Since the earlier run',
    '',
    ...(changes.length
      ? changes.map(({ cell, kind, what }) => `- **${kind}** ${cell}: ${what.join('; ')}`)
      : ['Nothing has changed.']),
  ];
  return [
    `# ${title}: ${sum(results)}`,
    '',
    row('Cell', 'Outcome', 'Time', 'Size', 'Start command, or what failed'),
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(compared ?? []),
    '',
  ].join('\n');
}
