// Text → tree, whatever the text.
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
  return { nodes: 0, anchored: [], aliases: [], furtherDocuments: [], scalars: [], ...result, text, errors };
}
