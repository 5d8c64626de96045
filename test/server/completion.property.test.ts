// A law of completion: whatever is offered at a line added to a manifest may be accepted, and leaves no problem of a new kind.
// SEED=n other manifests; EDITS=n so many of them.
import assert from 'node:assert/strict';
import type { TextEdit } from 'vscode-languageserver';
import { completion } from '../../server/src/features/completion/completion';
import { diagnose } from '../../server/src/features/diagnostics';
import { manifestSchema, stackatoSchema } from '../../server/src/schema/schemas';
import { ManifestDocument } from '../../server/src/session/document';
import { manifest } from './generate/manifest';
import { randomOf } from './generate/random';
import type { Random } from './generate/random';
import { open } from './support';

const seed = Number(process.env.SEED ?? 1);
const count = Number(process.env.EDITS ?? 150);

const dialects = [
  { name: 'manifest.yml', schema: manifestSchema, share: 75 },
  { name: 'stackato.yml', schema: stackatoSchema, share: 25 },
];

/** What is still to be typed once an item is accepted. */
const isToBeTyped =
  /must not be empty|^This application has no `name`|^The manifest must have at least one application|^The application has no name: add `name:`\.$|^Unknown symbol `name`/;

/**
 * A block that is merged brings its own faults along; a key in a shared block overwrites what others have above their `<<`; what is
 * wrong beside a `framework` is another key's value.
 */
const isElsewhere = (label: string, code: string): boolean =>
  /^(merge-order|war-unpacking)$/.test(code) || (label === '<<' && !/^(syntax|unknown-anchor)$/.test(code));

describe('completion where nobody asked for it', function () {
  this.timeout(0);
  const { session } = open('');
  session.snippets = false;
  const problemsOf = (document: ManifestDocument) =>
    diagnose(document, session).filter(({ severity }) => severity! <= 2);

  /** A manifest with an empty line in some column, and the offset of its end. */
  function withLine(base: string, random: Random): { text: string; offset: number } {
    const lines = base.split(/\r?\n/);
    const at = random.below(lines.length);
    const column = /^[\s-]*/.exec(lines[at]!)![0].length;
    const wish = ' '.repeat(random.pick([column, column, column + 2, Math.max(0, column - 1), 0]));
    lines.splice(at + 1, 0, wish);
    return { text: lines.join('\n'), offset: lines.slice(0, at + 2).join('\n').length };
  }

  for (const { name, schema, share } of dialects)
    it(`leaves no problem in ${name}`, () => {
      const documentOf = (text: string) => ManifestDocument.create(`file:///project/${name}`, '', 1, text);
      const random = randomOf(seed);
      const most = Math.ceil((count * share) / 100);
      const faults = new Map<string, string>();
      let tried = 0;
      for (let round = 0; round < most; round++) {
        const { text, offset } = withLine(manifest(schema, random, 0), random);
        const document = documentOf(text);
        if (document.tree.errors.length) continue;
        const known = new Set(problemsOf(document).map(({ code }) => code));
        for (const item of completion(document, document.positionAt(offset), session).items) {
          const { range, newText } = item.textEdit as TextEdit;
          const accepted = documentOf(text).update([{ range, text: newText }], 2);
          tried++;
          for (const { code, message } of problemsOf(accepted)) {
            if (known.has(code) || isToBeTyped.test(String(message)) || isElsewhere(item.label, String(code))) continue;
            const kind = `${item.label}: ${code}`;
            faults.set(kind, `${kind}: ${String(message)}\n--- before\n${text}\n--- after\n${accepted.text}`);
          }
        }
      }
      assert.deepEqual([...faults.keys()], [], [...faults.values()].join('\n\n'));
      assert.ok(tried > most, `only ${tried} tried`);
    });
});
