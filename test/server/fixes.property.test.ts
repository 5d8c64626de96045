// Thousands of manifests that nobody wrote: nothing throws, positions lie in the text, and every quick fix keeps the law of fixes.
// `SEED=7 EDITS=20000` for another, longer look.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { diagnose } from '../../server/src/features/diagnostics';
import { resolveManifest } from '../../server/src/manifest/resolve';
import { manifestSchema, stackatoSchema } from '../../server/src/schema/schemas';
import { ManifestDocument } from '../../server/src/session/document';
import { faultsOf, offersOf } from './generate/faults';
import { manifest } from './generate/manifest';
import { changeCharacters, changeLine } from './generate/mutate';
import { randomOf } from './generate/random';
import { open } from './support';

const seed = Number(process.env.SEED ?? 1);
const count = Number(process.env.EDITS ?? 800);
/** Milliseconds for one manifest: far above what any takes, for a machine that is busy with other things. */
const mostMs = 2000;

const dialects = [
  { name: 'manifest.yml', language: 'cf-manifest', schema: manifestSchema, share: 75 },
  { name: 'stackato.yml', language: 'stackato-manifest', schema: stackatoSchema, share: 25 },
];
const slips: { what: string; slip: (text: string, random: ReturnType<typeof randomOf>) => string }[] = [
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
  for (const { name, language, schema, share } of dialects) {
    for (const [index, { what, slip }] of slips.entries()) {
      it(`${name} ${what}`, () => {
        const random = randomOf(seed * 100 + index);
        const rounds = Math.ceil((count * share) / 100 / slips.length);
        const faults = new Map<string, string>();
        let slowest = { ms: 0, text: '' };
        for (let round = 0; round < rounds; round++) {
          const text = slip(manifest(schema, random, random.pick([0, 8, 15, 30])), random);
          const started = performance.now();
          const document = ManifestDocument.create(`file:///project/${name}`, language, 1, text);
          const diagnostics = diagnose(document, session);
          resolveManifest(text, document.uri, () => undefined);
          const ms = performance.now() - started;
          if (ms > slowest.ms) slowest = { ms, text };
          for (const { range, message } of diagnostics) {
            const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
            assert.ok(start <= end && end <= text.length, `${message} at ${start} to ${end} of\n${text}`);
            assert.deepEqual(document.rangeOf({ start, end }), range, `${message} in\n${text}`);
          }
          for (const offer of offersOf(document, session, diagnostics)) {
            for (const fault of faultsOf(document, session, diagnostics, offer)) {
              const kind = `${offer.diagnostic.code} / ${offer.action.title.split(' ')[0]} / ${fault.split(':')[0]}`;
              const told = `${kind}: "${offer.action.title}" ${fault}\n--- before\n${text}\n--- after\n${offer.after}`;
              if (!faults.has(kind) || faults.get(kind)!.length > told.length) faults.set(kind, told);
            }
          }
        }
        assert.ok(slowest.ms < mostMs, `one took ${Math.round(slowest.ms)} ms:\n${slowest.text}`);
        assert.deepEqual([...faults.keys()], [], [...faults.values()].join('\n\n'));
      });
    }
  }
});
