// Thousands of manifests that nobody wrote: nothing throws, none takes long, positions lie in the text, and every quick fix keeps the
// law of fixes. `SEED=7 EDITS=20000` for another, longer look; `CORPUS=folder` for the files of a folder instead, each as it is and with slips.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../../server/src/features/diagnostics';
import { resolveManifest } from '../../server/src/manifest/resolve';
import { manifestSchema, stackatoSchema } from '../../server/src/schema/schemas';
import { ManifestDocument } from '../../server/src/session/document';
import { faultsOf, offersOf } from './generate/faults';
import { manifest } from './generate/manifest';
import { changeCharacters, changeLine } from './generate/mutate';
import { randomOf } from './generate/random';
import type { Random } from './generate/random';
import { open } from './support';

const seed = Number(process.env.SEED ?? 1);
const { CORPUS: corpus, EDITS: edits } = process.env;
const count = Number(edits ?? 1200);
/** Of so many manifests one has its fixes tried, which takes ten times as long as the rest. */
const triedOf = edits || corpus ? 1 : 4;
/** Milliseconds of the processor for one manifest. */
const mostMs = 100;

const dialects = [
  { name: 'manifest.yml', language: 'cf-manifest', schema: manifestSchema, share: 75 },
  { name: 'stackato.yml', language: 'stackato-manifest', schema: stackatoSchema, share: 25 },
];
const slips: { what: string; slip: (text: string, random: Random) => string }[] = [
  { what: 'as generated', slip: (text) => text },
  { what: 'with a slip in a line', slip: changeLine },
  {
    what: 'with slips in several lines',
    slip: (text, random) => changeLine(changeLine(changeLine(text, random), random), random),
  },
  { what: 'with a slip in a character', slip: changeCharacters },
];

describe('manifests nobody wrote', function () {
  this.timeout(0);
  const { session } = open('');

  /** Checks one text and adds what is wrong with the fixes offered for it, the shortest text of each kind. */
  function examine(
    text: string,
    { name, language }: { name: string; language: string },
    faults: Map<string, string>,
    tried: boolean,
  ): void {
    const document = ManifestDocument.create(`file:///project/${name}`, language, 1, text);
    const diagnostics = diagnose(document, session);
    resolveManifest(text, document.uri, () => undefined);
    for (const { range, message } of diagnostics) {
      const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
      assert.ok(start <= end && end <= text.length, `${message} at ${start} to ${end} of\n${text}`);
      assert.deepEqual(document.rangeOf({ start, end }), range, `${message} in\n${text}`);
    }
    for (const offer of tried ? offersOf(document, session, diagnostics) : []) {
      for (const fault of faultsOf(document, session, diagnostics, offer)) {
        const kind = `${offer.diagnostic.code} / ${offer.action.title.split(' ')[0]} / ${fault.split(':')[0]}`;
        const told = `${kind}: "${offer.action.title}" ${fault}\n--- before\n${text}\n--- after\n${offer.after}`;
        if (!faults.has(kind) || faults.get(kind)!.length > told.length) faults.set(kind, told);
      }
    }
  }

  /** Milliseconds of the processor for a check; the better of two, since the first may have been interrupted or not yet compiled. */
  function cost(text: string, { name, language }: { name: string; language: string }): number {
    const once = () => {
      const before = process.cpuUsage();
      diagnose(ManifestDocument.create(`file:///project/${name}`, language, 1, text), session);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const first = once();
    return first > mostMs ? Math.min(first, once()) : first;
  }

  function examineAll(texts: Iterable<string>, dialect: (typeof dialects)[number]): void {
    const faults = new Map<string, string>();
    let number = 0;
    for (const text of texts) {
      examine(text, dialect, faults, number++ % triedOf === 0);
      const ms = cost(text, dialect);
      assert.ok(ms < mostMs, `one took ${Math.round(ms)} ms:\n${text}`);
    }
    assert.deepEqual([...faults.keys()], [], [...faults.values()].join('\n\n'));
  }

  for (const dialect of dialects) {
    for (const [index, { what, slip }] of slips.entries()) {
      const random = randomOf(seed * 100 + index);
      const rounds = Math.ceil((count * dialect.share) / 100 / slips.length);
      if (corpus) {
        const written = readdirSync(corpus).filter((file) => /\.ya?ml$/.test(file));
        const texts = written.map((file) => slip(readFileSync(join(corpus, file), 'utf8'), random));
        it(`files of ${corpus}, as ${dialect.name} ${what}`, () => examineAll(texts, dialect));
      } else {
        it(`${dialect.name} ${what}`, () => {
          const texts = Array.from({ length: rounds }, () =>
            slip(manifest(dialect.schema, random, random.pick([0, 8, 15, 30])), random),
          );
          examineAll(texts, dialect);
        });
      }
    }
  }
});
