// Text → tree, whatever the text.
import { excessiveAlias } from './aliasing';
import { compose } from './compose';
import { recover } from './recover';
import { YamlFailure } from './yamlSource';
import type { Tree } from './tree';

/**
 * Parses any text, half-typed or not. Lines that are no YAML are reported (at most a handful) and left out of the tree; everything
 * else keeps its offsets. Never throws.
 */
export function parse(text: string): Tree {
  const { result, patched, errors } = recover(text, (source) => {
    try {
      return { result: compose(source) };
    } catch (error) {
      if (error instanceof YamlFailure) return error;
      throw error;
    }
  });
  if (result) patched.putBack(result);
  const tree: Tree = {
    nodes: 0,
    anchored: [],
    aliases: [],
    furtherDocuments: [],
    scalars: [],
    ...result,
    text,
    errors,
  };
  tree.excess = tree.aliases.length ? excessiveAlias(tree.root) : undefined;
  // Whoever follows them would never come to an end.
  if (tree.excess) for (const alias of tree.aliases) alias.target = undefined;
  return tree;
}
