// Aliases that multiply a text: a few lines can stand for more values than any memory holds. cf's YAML library counts them and
// gives up when nearly all come from aliases, and so do we wherever a text is read.
import { isMergeKey } from './tree';
import type { Alias, YamlNode } from './tree';

export const tooManyAliases = ({ name }: Alias, what = 'manifest'): string =>
  `With this alias, nearly all of the ${what} comes from aliases (\`document contains excessive aliasing\`), and cf refuses it: write what \`&${name}\` holds fewer times, or make it smaller.`;

/** The alias at which go-yaml gives up. It is never expanded: how many values stand behind each anchor is counted once. */
export function excessiveAlias(root: YamlNode | undefined): Alias | undefined {
  const sizes = new Map<YamlNode, number>();
  let values = 1; // the document
  let aliased = 0;

  const sizeOf = (node: YamlNode): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (node.kind === 'alias') size += node.target ? sizeOf(node.target) : 0;
    else for (const child of valuesOf(node)) size += sizeOf(child);
    sizes.set(node, size);
    return size;
  };
  const visit = (node: YamlNode): Alias | undefined => {
    values++;
    if (node.kind !== 'alias') {
      for (const child of valuesOf(node)) {
        const found = visit(child);
        if (found) return found;
      }
    } else if (node.target) {
      const size = sizeOf(node.target);
      values += size;
      aliased += size;
      if (isTooMuch(values, aliased)) return node;
    }
    return undefined;
  };
  return root && visit(root);
}

/** The nodes go-yaml makes values of: all, but not `<<` itself, nor the list behind it. */
function valuesOf(node: YamlNode): YamlNode[] {
  if (node.kind === 'sequence') return node.items;
  if (node.kind !== 'mapping') return [];
  return node.pairs.flatMap((pair) => {
    if (!isMergeKey(pair) || pair.key.kind !== 'scalar' || pair.key.style !== 'plain') return [pair.key, pair.value];
    return pair.value.kind === 'sequence' ? pair.value.items : [pair.value];
  });
}

/** go-yaml's bounds: 99 % of the values up to 400,000 of them, then falling to 10 % at 4,000,000. */
function isTooMuch(values: number, aliased: number): boolean {
  if (aliased <= 100 || values <= 1000) return false;
  const [few, many] = [400_000, 4_000_000];
  const share = Math.min(1, Math.max(0, (values - few) / (many - few)));
  return !(aliased / values <= 0.99 - 0.89 * share);
}
