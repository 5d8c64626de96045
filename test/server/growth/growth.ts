// A fuzzer over value grammars: something hostile at every key, as a text, a list, a mapping and a key. Checking, resolving and all
// other features may take four times as long for four times as much, not sixteen times.
import { codeActions } from '../../../server/src/features/actions';
import { completion } from '../../../server/src/features/completion/completion';
import { diagnose } from '../../../server/src/features/diagnostics';
import { documentSymbols } from '../../../server/src/features/documentSymbols';
import { foldingRanges } from '../../../server/src/features/folding';
import { hover } from '../../../server/src/features/hover';
import { documentLinks } from '../../../server/src/features/links';
import { definition, references } from '../../../server/src/features/navigation';
import { resolved } from '../../../server/src/features/resolved';
import type { Schema } from '../../../server/src/schema/schema';
import { manifestSchema, stackatoSchema } from '../../../server/src/schema/schemas';
import { open } from '../support';
import { hostileTexts } from './hostileTexts';
import type { HostileText } from './hostileTexts';
import { placesOf, put, yamlOf } from './places';
import type { Value, Way } from './places';

const dialects: { name: string; schema: Schema; frame: Value }[] = [
  { name: 'manifest.yml', schema: manifestSchema, frame: { applications: [{ name: 'a' }] } },
  { name: 'stackato.yml', schema: stackatoSchema, frame: { name: 'a', mem: '1G', stackato: { env: { A: '1' } } } },
];

/** How the parts of a hostile text become a value. */
const shapes: Record<string, (text: (length: number) => string, size: number) => Value> = {
  text: (text, size) => text(size),
  'plain text': (text, size) => text(size),
  'list of texts': (text, size) => Array.from({ length: size / 8 }, (_, i) => text(4) + i),
  'list of one text': (text, size) => Array.from({ length: size / 8 }, () => text(8)),
  keys: (text, size) => Object.fromEntries(Array.from({ length: size / 8 }, (_, i) => [text(4) + i, '1'])),
  key: (text, size) => ({ [text(size)]: '1' }),
};

/** One thing that is tried. */
interface Cell {
  name: string;
  file: string;
  /** The manifest, and where in it the cursor stands. */
  text(size: number): string;
}

function* cells(): Generator<Cell> {
  for (const { name, schema, frame } of dialects)
    for (const way of placesOf(schema))
      for (const shape of Object.keys(shapes))
        for (const hostile of hostileTexts) yield cellOf(name, frame, way, shape, hostile);
}

const cellOf = (file: string, frame: Value, way: Way, shape: string, hostile: HostileText): Cell => ({
  name: `${file} ${way.join('.')}: ${shape} of ${hostile.name}`,
  file,
  text: (size) => yamlOf(put(frame, way, shapes[shape]!(hostile.text, size)), shape.startsWith('plain')).slice(1),
});

/** Processor time in milliseconds of everything an editor asks of a file, at the end of its longest line. */
function cost({ file, text }: Cell, size: number): number {
  const { document, session } = open(text(size), { name: file });
  const before = process.cpuUsage();
  const found = diagnose(document, session);
  resolved(document, session);
  documentSymbols(document);
  foldingRanges(document);
  documentLinks(document, session);
  const longest = document.text.split('\n').reduce((most, line) => (line.length > most.length ? line : most), '');
  const position = document.positionAt(document.text.indexOf(longest) + longest.length);
  hover(document, position, session);
  completion(document, position, session);
  definition(document, position, session);
  references(document, position, true);
  const range = { start: position, end: position };
  const textDocument = { uri: document.uri };
  codeActions(document, { textDocument, range, context: { diagnostics: found.slice(0, 1) } }, session);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** So much is no growth to speak of, whatever the smaller text took. */
const negligible = 60;

/** What is wrong with the growth from a size to four times as much; undefined when all is well. */
function excess(cell: Cell, size: number): string | undefined {
  let [few, many] = [Infinity, Infinity];
  for (let attempt = 0; attempt < 4; attempt++) {
    many = Math.min(many, cost(cell, 4 * size));
    if (many < negligible) return undefined;
    few = Math.min(few, cost(cell, size));
    if (attempt && many < 8 * few) return undefined;
  }
  return `${cell.name}: ${few.toFixed(0)} ms at ${size} characters, ${many.toFixed(0)} ms at ${4 * size}`;
}

export interface Growth {
  tried: number;
  /** What grows too fast, with figures. */
  failed: string[];
}

interface Selection {
  every: number;
  first?: number;
  most: number;
  /** Of names of cells, to look at some again. */
  only?: RegExp;
}

/**
 * Tries every `every`th cell at texts of up to `most` characters, beginning with the `first`th. Sizes go up, so that what grows too fast
 * is seen before it takes minutes.
 */
export function measureGrowth({ every, first = 0, most, only = /^/ }: Selection): Growth {
  const growth: Growth = { tried: 0, failed: [] };
  let number = -1 - first;
  for (const cell of cells()) {
    if (++number % every !== 0 || !only.test(cell.name)) continue;
    growth.tried++;
    for (let size = 2500; 4 * size <= most; size *= 4) {
      const wrong = excess(cell, size);
      if (wrong) growth.failed.push(wrong);
      if (wrong) break;
    }
  }
  return growth;
}
