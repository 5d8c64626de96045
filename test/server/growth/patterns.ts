// Every regular expression of the sources, against every hostile text: none may look at everything again for each character.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../../setup/machine';
import { hostileTexts } from './hostileTexts';

interface Pattern {
  /** File and line. */
  place: string;
  expression: RegExp;
}

/** Those written out in a folder; what is put together at run time is tried where it is used. */
export function patternsIn(folder: string): Pattern[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).flatMap((file) => patternsOf(join(folder, file)));
}

function patternsOf(file: string): Pattern[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, body = '', flags] = /^\/(.*)\/(\w*)$/s.exec(node.text)!;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({ place: `${file}:${line + 1} ${node.text}`, expression: new RegExp(body, flags) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const size = 2000;
/** Milliseconds that are no growth to speak of. */
const negligible = 6;

/** The text for which a pattern takes too long, with figures; undefined when there is none. */
export function slowText({ expression }: Pattern): string | undefined {
  for (const { name, text } of hostileTexts) {
    const cost = (length: number) => {
      const given = text(length);
      const started = performance.now();
      // As `replace` and `matchAll` do it where all matches are wanted.
      given.replace(expression, '');
      return performance.now() - started;
    };
    let [few, many] = [Infinity, Infinity];
    for (let attempt = 0; attempt < 4 && many >= negligible && many >= 7 * few; attempt++) {
      many = Math.min(many, cost(4 * size));
      if (many >= negligible) few = Math.min(few, cost(size));
    }
    if (many >= negligible && many >= 7 * few)
      return `${name}: ${few.toFixed(1)} ms for ${size} characters, ${many.toFixed(1)} ms for ${4 * size}`;
  }
  return undefined;
}
