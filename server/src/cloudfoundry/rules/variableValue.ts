import { basename } from 'node:path';
import { variablesBeside } from '../variables';
import type { Variables } from '../variables';
import { pathOfUri } from '../../base/uri';
import { shorten } from '../../base/words';
import { manifestsPage } from '../../checks/pages';
import { validateAt } from '../../checks/validate';
import type { Platform } from '../../checks/rule';
import type { Visit } from '../../schema/walk';
import { goType } from '../../yaml/roundTrip';
import type { Scalar, Tree, YamlNode } from '../../yaml/tree';
import type { CloudFoundryRule } from '../context';
import { cloudFoundryFormats } from '../formats';

/** What known variables stand for, where it decides a type or a format. A file that was only found, not set, may not be the one that is used. */
export const variableValue: CloudFoundryRule = {
  id: 'variable-value',
  severity: 'error',
  docs: `${manifestsPage}#variable-substitution`,
  check({ tree, uri, files, variablesFiles, visits, platform }, report) {
    const path = pathOfUri(uri);
    if (!path || !tree.text.includes('((')) return;
    const variables = variablesBeside(path, files, variablesFiles);
    if (variables.isEmpty) return;
    const severity = variablesFiles.length ? 'error' : 'information';
    for (const visit of visits) {
      const { node } = visit;
      if (node.kind !== 'scalar' || !platform.placeholder.test(node.text)) continue;
      const message = problemOf(node, visit, variables, { tree, platform });
      if (message) report({ at: node, severity, message });
    }
  },
};

function problemOf(
  node: Scalar,
  visit: Visit,
  variables: Variables,
  { tree, platform }: { tree: Tree; platform: Platform },
): string | undefined {
  const uses = variables.usesIn(node.text);
  if (uses.some(({ value }) => !value)) return undefined;
  const [first] = uses;
  const where = uses.flatMap(({ value }) => (value?.file ? basename(value.file.path) : []))[0] ?? 'what is given';
  const replaced = variables.replace(node)!;
  if (replaced !== node)
    return refusal(replaced, visit, `\`((${first!.name}))\` stands for ${described(replaced)} in ${where}`);
  const odd = uses.find(({ value }) => !isTextOrInteger(value!.node));
  if (odd)
    return `\`((${odd.name}))\` is ${described(odd.value!.node)} in ${where}: inside a longer text only a string or an integer can be put in.`;
  const { text } = variables.interpolate(node.text);
  const whole: Scalar = { ...node, text, style: 'single', tag: undefined };
  return refusal(whole, visit, `With ${where} this is \`${shorten(text)}\``);

  /** What the platform says about a value in the place of the reference. */
  function refusal(value: YamlNode, at: Visit, lead: string): string | undefined {
    const problems = validateAt(at, value, tree, platform, cloudFoundryFormats);
    const problem = problems.find(({ severity }) => severity === 'error');
    return problem && `${lead}. ${problem.message}`;
  }
}

const isTextOrInteger = (node: YamlNode): boolean =>
  node.kind === 'scalar' && ['string', 'timestamp', 'integer'].includes(goType(node));

function described(node: YamlNode): string {
  if (node.kind === 'sequence') return 'a list';
  if (node.kind === 'mapping') return 'a mapping';
  if (node.kind !== 'scalar' || goType(node) === 'null') return 'nothing';
  return `\`${node.style === 'plain' ? shorten(node.text) : JSON.stringify(shorten(node.text))}\``;
}
