// What is wrong with the structure of a tree, whatever the schema: aliases that lead nowhere, keys given twice, mappings as keys.
import { closest, listed, shorten } from '../base/words';
import { duplicateKeyProblems } from './duplicateKey';
import type { FixData } from './fixData';
import { mostOfAKind } from './limit';
import type { Problem } from './rule';
import { isMergeKey, keyText } from '../yaml/tree';
import type { Alias, Mapping, Pair, Tree, YamlNode } from '../yaml/tree';

/** Problems of the whole first document, also of parts no schema speaks of. */
export function structureProblems(tree: Tree): Problem[] {
  const lost = tree.excess ? [] : tree.aliases.filter((alias) => !alias.target);
  const problems = lost.map((alias, index) => aliasProblem(alias, index < mostOfAKind ? tree.anchored : []));
  if (tree.root) addMappingProblems(tree.root, tree, problems);
  return problems;
}

/** Example: `{{ name }}`, which templates leave behind. */
export const isTemplate = (node: YamlNode): boolean =>
  node.kind === 'mapping' && node.pairs.some(({ key }) => key.kind === 'mapping' || key.kind === 'sequence');

function aliasProblem({ name, start, end, recursive }: Alias, anchored: YamlNode[]): Problem {
  const names = anchored.flatMap((node) => (node.anchor && node.start < start ? node.anchor.name : []));
  const likely = closest(name, names).map((one) => `*${one}`);
  const hint = likely.length
    ? `Did you mean ${listed(likely)}?`
    : `Define it first, behind a key: \`defaults: &${name}\`.`;
  const message = recursive
    ? `The alias \`*${name}\` stands inside the value it refers to, which would never end.`
    : `There is no anchor \`&${name}\` above this alias. ${hint}`;
  const data: FixData | undefined = likely.length && !recursive ? { fix: 'replace', with: likely } : undefined;
  return { code: 'unknown-anchor', severity: 'error', message, start, end, data };
}

function addMappingProblems(node: YamlNode, tree: Tree, problems: Problem[]): void {
  if (node.kind === 'sequence') for (const item of node.items) addMappingProblems(item, tree, problems);
  if (node.kind !== 'mapping') return;
  if (isTemplate(node)) problems.push(templateProblem(node, tree));
  const first = new Map<string, Pair>();
  for (const pair of node.pairs) {
    addMappingProblems(pair.value, tree, problems);
    const key = keyText(pair);
    if (key === undefined) continue;
    const earlier = first.get(key);
    first.set(key, pair);
    if (earlier && !isMergeKey(pair)) problems.push(...duplicateKeyProblems(key, earlier, pair));
  }
}

function templateProblem(node: Mapping, tree: Tree): Problem {
  const { start, end } = node;
  return {
    code: 'key-type',
    severity: 'error',
    message: `A mapping or list cannot be a key: to YAML, \`${shorten(tree.text.slice(start, end))}\` is a mapping inside a mapping. If a template fills this in, put it in quotes.`,
    start,
    end,
    data: { fix: 'quote' },
  };
}
