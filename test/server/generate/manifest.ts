// Manifests nobody wrote: what the schema lists, with right and wrong values, shapes and places, anchors and merges, in any layout.
import type { Schema } from '../../../server/src/schema/schema';
import type { Random } from './random';
import { anyScalars, freeNames, strayKeys, valuesByFormat } from './values';

/** A node to write: the text of a scalar, pairs of a mapping (a key may occur twice), or a list; with an anchor where it is used again. */
type Node = string | { pairs: [key: string, value: Node][]; anchor?: string } | { items: Node[]; anchor?: string };

/** How the file is written. */
interface Style {
  step: number;
  /** Columns of a dash behind its key. */
  list: number;
  newline: string;
  /** How many of a hundred collections are written in brackets. */
  flow: number;
  comments: boolean;
}

/** Text of one manifest for a platform's schema; `wild` is how many of a hundred choices are wrong ones. */
export function manifest(schema: Schema, random: Random, wild = 12): string {
  const style: Style = {
    step: random.pick([2, 2, 2, 4]),
    list: random.pick([0, 0, 2, 2, 4]),
    newline: random.chance(90) ? '\n' : '\r\n',
    flow: random.pick([0, 0, 10, 30]),
    comments: random.chance(30),
  };
  const root = new Maker(random, wild).root(schema);
  const text = new Writer(style, random).lines(root, 0).join('\n');
  return `${random.chance(15) ? '---\n' : ''}${text}\n`.replaceAll('\n', style.newline);
}

class Maker {
  private readonly anchors: { name: string; schema: Schema }[] = [];

  constructor(
    private readonly random: Random,
    private readonly wild: number,
  ) {}

  /** Few of the top level's keys, now and then an anchored block, and `applications` last. */
  root(schema: Schema): Node {
    const { random } = this;
    const pairs: [string, Node][] = [];
    const application = schema.listed('applications')?.alternatives.find((one) => one.items)?.items;
    if (application && random.chance(40)) {
      const block = this.mapping(application, 4, false);
      pairs.push(['defaults', { ...(block as object), anchor: 'defaults' } as Node]);
      this.anchors.push({ name: 'defaults', schema: application });
    }
    const others = schema.propertyNames.filter((key) => key !== 'applications');
    for (const key of random.some(others, this.wild / 3)) pairs.push([key, this.value(application?.listed(key))]);
    if (random.chance(95)) pairs.push(['applications', this.value(schema.listed('applications'), 1)]);
    return { pairs };
  }

  private value(schema: Schema | undefined, depth = 0): Node {
    const { random } = this;
    if (!schema || random.chance(this.wild / 3)) return this.stray();
    const options = schema.alternatives;
    const one = random.pick(options);
    const shape = random.chance(this.wild / 2) ? random.pick(['object', 'array', 'string']) : shapeOf(one);
    if (shape === 'array') {
      const items = one.items ?? one;
      return {
        items: Array.from({ length: random.below(3) + 1 }, () => this.value(one.items ? items : undefined, depth + 1)),
      };
    }
    if (shape === 'object') return this.mapping(one, depth > 3 ? 3 : 5, true);
    return this.scalar(schema.format ? schema : one);
  }

  private mapping(schema: Schema, most: number, merges: boolean): Node {
    const { random } = this;
    const needed = schema.required.filter(() => !random.chance(this.wild / 2));
    const optional = schema.propertyNames.filter((key) => !schema.required.includes(key));
    const keys = [
      ...needed,
      ...Array.from({ length: random.below(most) }, () => random.pick(optional)).filter(Boolean),
    ];
    if (schema.additional) keys.push(...random.some(freeNames, 25));
    if (random.chance(this.wild)) keys.splice(random.below(keys.length + 1), 0, random.pick(strayKeys));
    if (random.chance(this.wild / 3) && keys.length) keys.push(random.pick(keys));
    const pairs = keys.map((key): [string, Node] => [key, this.value(schema.property(key))]);
    const anchor = this.anchors.find((one) => one.schema === schema);
    if (merges && anchor && random.chance(60)) {
      pairs.splice(random.chance(70) ? Math.min(1, pairs.length) : random.below(pairs.length + 1), 0, [
        '<<',
        `*${anchor.name}`,
      ]);
    }
    return { pairs: pairs.length ? pairs : [['name', 'x']] };
  }

  private scalar({ format, enum: values, examples, default: usual }: Schema): string {
    const { random } = this;
    const known = format ? valuesByFormat[format] : undefined;
    if (known) return random.pick(random.chance(this.wild) ? known.wrong : known.right);
    if (random.chance(this.wild)) return random.pick(anyScalars);
    const written = [...(values ?? []), ...examples, ...(usual === undefined ? [] : [usual])].filter(
      (value) => typeof value !== 'object',
    );
    return written.length ? JSON.stringify(random.pick(written)) : 'x';
  }

  private stray(): Node {
    const { random } = this;
    switch (random.below(4)) {
      case 0:
        return { items: [random.pick(anyScalars), random.pick(freeNames)] };
      case 1:
        return { pairs: [[random.pick(freeNames), random.pick(anyScalars)]] };
      default:
        return random.pick(anyScalars);
    }
  }
}

function shapeOf(schema: Schema): string | undefined {
  return schema.items ? 'array' : schema.propertyNames.length || schema.additional ? 'object' : 'string';
}

class Writer {
  constructor(
    private readonly style: Style,
    private readonly random: Random,
  ) {}

  /** Lines of a collection in a column. */
  lines(node: Node, column: number): string[] {
    const blanks = ' '.repeat(column);
    if (typeof node === 'string') return [blanks + node];
    if ('items' in node)
      return node.items.flatMap((item) => {
        if (this.isInline(item)) return `${blanks}- ${this.inline(item, column + 2)}`;
        const [first = '', ...rest] = this.lines(item, column + 2);
        return [`${blanks}- ${first.trimStart()}`, ...rest];
      });
    return node.pairs.flatMap(([key, value]) => {
      const comment = this.style.comments && this.random.chance(15) ? [`${blanks}# about ${key}`] : [];
      if (this.isInline(value)) return [...comment, `${blanks}${key}: ${this.inline(value, column)}`.trimEnd()];
      const anchor = typeof value === 'object' && value.anchor ? ` &${value.anchor}` : '';
      const inner = column + ('items' in (value as object) ? this.style.list : this.style.step);
      return [...comment, `${blanks}${key}:${anchor}`, ...this.lines(value, inner)];
    });
  }

  private isInline(node: Node): boolean {
    return typeof node === 'string' || (!node.anchor && this.random.chance(this.style.flow) && isFlat(node));
  }

  /** A scalar, further lines of it in from the column, or a collection in brackets. */
  private inline(node: Node, column: number): string {
    if (typeof node === 'string') return node.replaceAll('\n', `\n${' '.repeat(column)}`);
    const parts = 'items' in node ? node.items.map((item) => this.inline(item, column)) : [];
    if ('items' in node) return `[${parts.join(', ')}]`;
    return `{${node.pairs.map(([key, value]) => `${key}: ${this.inline(value, column)}`).join(', ')}}`;
  }
}

/** No text of several lines inside. */
const isFlat = (node: Node): boolean =>
  typeof node === 'string'
    ? !/\n/.test(node)
    : 'items' in node
      ? node.items.every(isFlat)
      : node.pairs.every(([, value]) => isFlat(value));
