// The values of `buildpack` and `buildpacks` in either dialect, for the rules about them.
import { sentPairs } from '../schema/sentPairs';
import { asScalar, isNull } from '../yaml/tree';
import type { Scalar } from '../yaml/tree';
import type { Visit } from '../schema/walk';
import type { RuleContext } from './rule';

export interface BuildpackValue {
  node: Scalar;
  text: string;
  /** Of `buildpack`, not an entry of a list. */
  single: boolean;
  /** The application has `lifecycle: cnb`. */
  cnb: boolean;
}

/** Several rules ask. */
const remembered = new WeakMap<Visit[], BuildpackValue[]>();

/** Values that are final: written out, without `((variables))` or `${symbols}`; each once, however often it is shared. */
export function buildpackValues({ visits, platform }: RuleContext): BuildpackValue[] {
  const known = remembered.get(visits);
  if (known) return known;
  const found = new Map<Scalar, BuildpackValue>();
  for (const { node, schema, step, parent } of visits) {
    if (schema.format !== 'buildpack' || node.kind !== 'scalar' || found.has(node) || isNull(node)) continue;
    if (platform.placeholder.test(node.text) || node.text.trim() === '') continue;
    const single = typeof step === 'string';
    found.set(node, { node, text: node.text, single, cnb: isCnb(single ? parent : parent?.parent) });
  }
  const values = [...found.values()];
  remembered.set(visits, values);
  return values;
}

/** Whether an application has `lifecycle: cnb`; only one dialect knows the key. */
function isCnb(app: Visit | undefined): boolean {
  if (app?.node.kind !== 'mapping' || !app.schema.listed('lifecycle')) return false;
  return asScalar(sentPairs(app.node, app.schema).get('lifecycle')?.value)?.text === 'cnb';
}

/** A part of a value in the source; all of it where quotes make the two differ. */
export function partOf(node: Scalar, start: number, end: number): { start: number; end: number } {
  const exact = node.style === 'plain' && node.end - node.start === node.text.length;
  return exact ? { start: node.start + start, end: node.start + end } : node;
}
