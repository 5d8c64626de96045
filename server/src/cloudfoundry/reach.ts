// How far each value of a manifest gets: cf drops some before it reads them, and the platform throws others away before it checks them.
import { parseBytes } from '../base/sizes';
import type { Reach } from '../checks/rule';
import type { Schema } from '../schema/schema';
import { manifestSchema } from '../schema/schemas';
import { sentPairs } from '../schema/sentPairs';
import { underscore } from '../base/words';
import { asMapping, asScalar, asSequence, effectivePairs, keyText, resolve } from '../yaml/tree';
import type { Mapping, Pair, Sequence, Tree, YamlNode } from '../yaml/tree';
import { Application, applicationSchema, processSchema } from './application';
import { processAttributes } from './processAttributes';

/** From the nearest to the farthest; a table of numbers, because a large manifest has tens of thousands of nodes. */
const reaches: Reach[] = ['overwritten', 'decoded', 'checked'];
const decoded = 1;
const checked = 2;

/** Tells for every node the farthest it gets, of all the places that use it. */
export function reachOf(tree: Tree): (node: YamlNode) => Reach {
  const reached = new Uint8Array(tree.nodes);

  const mark = (written: YamlNode | undefined, reach: number): void => {
    const node = resolve(written);
    if (!node || reached[node.index!]! >= reach) return;
    reached[node.index!] = reach;
    if (node.kind === 'sequence') for (const item of node.items) mark(item, reach);
    if (node.kind === 'mapping') for (const { value } of effectivePairs(node).values()) mark(value, reach);
  };

  /** `isDropped`: the platform throws the attribute away. */
  const attributes = (mapping: Mapping, schema: Schema, isDropped: (name: string, pair: Pair) => boolean): void => {
    const sent = sentPairs(mapping, schema);
    reached[mapping.index!] = checked;
    for (const [key, pair] of effectivePairs(mapping)) {
      const name = schema.propertyName(key);
      const counts = (sent.get(name) ?? pair) === pair && !isDropped(name, pair);
      const entries = counts && schema === applicationSchema && name === 'processes' && asSequence(pair.value);
      const image = counts && schema === applicationSchema && key === 'docker' && asMapping(pair.value);
      if (entries) processes(entries, key);
      else if (image) docker(image);
      else mark(pair.value, counts ? checked : decoded);
    }
  };

  /** cf reads two keys and drops all others; spelled otherwise, it knows nothing of the mapping and passes it on. */
  const docker = (mapping: Mapping): void => {
    reached[mapping.index!] = checked;
    for (const key of ['image', 'username']) mark(effectivePairs(mapping).get(key)?.value, checked);
  };

  /** In another spelling of `processes`, no other spelling of the keys of a process is known. */
  const processes = (list: Sequence, spelling: string): void => {
    reached[list.index!] = checked;
    const isUnknown = (key: string) => spelling !== 'processes' && key !== underscore(key);
    for (const item of list.items) {
      const process = asMapping(item);
      if (process) attributes(process, processSchema, (_, pair) => isUnknown(keyText(pair)!));
      else mark(item, checked);
    }
  };

  const application = (mapping: Mapping, index: number): void => {
    const app = new Application(mapping, index);
    const isImage = app.get('docker') && !['cnb', 'buildpack'].includes(app.text('lifecycle') ?? '');
    attributes(mapping, applicationSchema, (name, pair) => {
      if (processAttributes.includes(name)) return app.webProcess !== undefined && !isBadSize(name, pair);
      return Boolean(isImage) && ['stack', 'cnb-credentials'].includes(name);
    });
  };

  const root = resolve(tree.root);
  if (root) reached[root.index!] = checked;
  for (const [key, { value }] of root?.kind === 'mapping' ? effectivePairs(root) : []) {
    const list = key === 'applications' ? asSequence(value) : undefined;
    if (list) reached[list.index!] = checked;
    else if (manifestSchema.listed(key)?.ignored === false) mark(value, checked);
    list?.items.forEach((item, index) => {
      const mapping = asMapping(item);
      if (mapping) application(mapping, index);
      else mark(item, checked);
    });
  }
  return (node) => reaches[reached[node.index!]!]!;
}

/** The form of a size is checked before the group it belongs to is thrown away. */
function isBadSize(name: string, { value }: Pair): boolean {
  if (!['memory', 'disk_quota', 'log-rate-limit-per-second'].includes(name)) return false;
  const text = asScalar(value)?.text;
  return text === undefined || ('wrong' in parseBytes(text) && !(name.startsWith('log') && ['-1', '0'].includes(text)));
}
