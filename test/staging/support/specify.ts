// A table of statements about staging, checked against every engine.
import assert from 'node:assert/strict';
import type { Engine } from '../../../client/src/staging/engines/engine';
import type { Outcome } from '../../../client/src/staging/report/events';
import { exitCodes } from '../../../client/src/staging/report/events';
import { uncaughtErrors } from '../../setup/uncaught';
import { forEachEngine } from '../../support/engines';
import type { DropletEntry } from './droplet';
import type { Given, Staged } from './stageApp';
import { stageApp } from './stageApp';

type Words = string | RegExp | (string | RegExp)[];

interface Expected {
  /** `staged` when left out. */
  outcome?: Outcome;
  /** Somewhere in the log, in this order. */
  log?: Words;
  /** Nowhere in the log. */
  quiet?: Words;
  /** On standard error of the log. */
  stderr?: Words;
  /** The message of a problem. */
  problem?: Words;
  /** No problem is reported. */
  silent?: true;
  /** Text of the manifest that a problem is about. */
  at?: string;
  /** File and line that a problem names: `Procfile:1`. */
  place?: string;
  /** What result.json says, besides other things; `undefined` for what it must not have. */
  result?: unknown;
  /** Process types of the result. */
  types?: Record<string, string>;
  /** Path → its text (all, or a part), its traits, or false for what must not be there. */
  droplet?: Record<string, string | RegExp | Partial<DropletEntry> | false>;
}

export interface Statement {
  /** The sentence of the document. */
  says: string;
  given: Given;
  then: Expected;
  /** Not true without a container: `isolation` of files and users, or that nobody is root. */
  needs?: 'isolation';
}

export function specify(title: string, statements: Statement[]): void {
  forEachEngine(title, (engine, name) => {
    const wanted = statements.filter(({ needs }) => !(needs === 'isolation' && name === 'local'));
    const it = concurrentIt();
    for (const statement of wanted) it(statement.says, () => verify(engine(), statement));
  });
}

/** Like mocha's `it`, but the next tests already run while one is waited for: `lead` at a time. They share nothing. */
export function concurrentIt(lead = 4): (says: string, work: () => Promise<unknown>) => void {
  const works: (() => Promise<unknown>)[] = [];
  const started: Promise<unknown>[] = [];
  // Also those that nobody waits for, when only some tests are run.
  after(async () => await Promise.allSettled(started));
  return (says, work) => {
    const i = works.push(work) - 1;
    it(says, async () => {
      const before = uncaughtErrors();
      for (let next = i; next < Math.min(works.length, i + lead); next++) {
        started[next] ??= works[next]!();
        started[next]!.catch(() => {});
      }
      await started[i];
      // Mocha has ended this attempt by then, and must not hear of its end again.
      if (uncaughtErrors() > before) await new Promise(() => {});
    });
  };
}

async function verify(engine: Engine, { given, then }: Statement): Promise<Staged> {
  const staged = await stageApp(engine, given);
  try {
    await check(staged, then, given);
  } catch (error) {
    (error as Error).stack += `\n--- log\n${staged.text}\n--- problems\n${JSON.stringify(staged.problems, null, 1)}`;
    throw error;
  }
  return staged;
}

async function check(staged: Staged, then: Expected, given: Given): Promise<void> {
  const { result, text, problems } = staged;
  const outcome = then.outcome ?? 'staged';
  assert.equal(result.outcome, outcome);
  assert.equal(result.exitCode, exitCodes[outcome]);
  assert.equal(staged.hasDroplet, outcome === 'staged', 'a droplet is there if and only if it was staged');
  assert.ok(staged.untouched, 'the app folder was changed');
  inOrder(text, then.log);
  for (const word of list(then.quiet)) assert.ok(!found(text, word), `the log has ${String(word)}`);
  inOrder(
    staged.log
      .filter(({ stream }) => stream === 'stderr')
      .map((line) => line.text)
      .join('\n'),
    then.stderr,
  );
  const messages = problems
    .map(({ message, remedies = [] }) => [message, ...remedies.map(({ advice }) => advice)].join(' '))
    .join('\n');
  for (const word of list(then.problem)) assert.ok(found(messages, word), `no problem says ${String(word)}`);
  if (then.silent) assert.equal(messages, '');
  if (then.at !== undefined) assert.equal(textAt(given.manifest ?? '', problems[0]!), then.at);
  if (then.place !== undefined)
    assert.ok(
      problems.some(({ file, line }) => `${file}:${line}`.endsWith(`/${then.place}`)),
      `no problem stands at ${then.place}`,
    );
  if (then.result !== undefined) assertSubset(result.result, then.result, 'result');
  if (then.types) assert.deepEqual((result.result as { process_types: unknown }).process_types, then.types);
  if (then.droplet) checkDroplet(await staged.droplet(), then.droplet);
}

function checkDroplet(entries: Map<string, DropletEntry>, expected: NonNullable<Expected['droplet']>): void {
  for (const [path, want] of Object.entries(expected)) {
    const entry = entries.get(path);
    if (want === false) {
      assert.ok(!entry, `the droplet has ${path}`);
      continue;
    }
    assert.ok(entry, `the droplet lacks ${path}; it has ${[...entries.keys()].join(' ')}`);
    if (typeof want === 'string') assert.equal(entry.text, want, path);
    else if (want instanceof RegExp) assert.match(entry.text, want, path);
    else assertSubset(entry, want, path);
  }
}

const list = (words: Words | undefined) => (words === undefined ? [] : [words].flat());

const found = (text: string, word: string | RegExp) =>
  typeof word === 'string' ? text.includes(word) : word.test(text);

export function inOrder(text: string, words: Words | undefined): void {
  let rest = text;
  for (const word of list(words)) {
    const at = typeof word === 'string' ? rest.indexOf(word) : rest.search(word);
    assert.ok(at >= 0, `${String(word)} is missing${rest === text ? '' : ' after what was said before'}`);
    rest = rest.slice(at + (typeof word === 'string' ? word.length : word.exec(rest)![0].length));
  }
}

/** Every value of `want` is in `have`; `undefined` says that there is none. */
function assertSubset(have: unknown, want: unknown, path: string): void {
  if (want && typeof want === 'object' && !(want instanceof Date) && !Array.isArray(want)) {
    assert.ok(have && typeof have === 'object', `${path} is ${JSON.stringify(have)}`);
    for (const [key, value] of Object.entries(want))
      assertSubset((have as Record<string, unknown>)[key], value, `${path}.${key}`);
  } else assert.deepEqual(have, want, path);
}

/** The text of `manifest` that a problem underlines. */
export function textAt(
  manifest: string,
  { line = 0, column = 0, endLine, endColumn = 0 }: Staged['problems'][number],
): string {
  assert.equal(line, endLine, 'a problem of more than one line');
  return (manifest.split('\n')[line - 1] ?? '').slice(column - 1, endColumn - 1);
}
