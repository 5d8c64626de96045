// "Convert to routes": `host` and `domain` of cf v6, which came from the application, a block it merges, or the top of the file.
import { columnOf, newline, scalarSource } from '../base/sourceText';
import { layoutOf } from '../yaml/layout';
import { isTrue } from '../yaml/scalars';
import { asMapping, asScalar, asSequence, isNull, keyText, lookup } from '../yaml/tree';
import type { Mapping, Pair, YamlNode } from '../yaml/tree';
import { removePair, spanOf } from './edits';
import type { Edit } from './edits';
import { pairOf } from './fix';
import type { Fix, FixContext, Fixer } from './fix';

const routeKeys = ['host', 'hosts', 'domain', 'domains', 'no-hostname'];

/** What cf v6 filled in with two words and a number. */
const randomWord = /\$\{random-word\}/;

/** `host` × `domain` → `routes`. Without a host the application's name was one; without a domain there is only a guess. */
export const toRoutes: Fixer = (context) => {
  const { tree } = context.document;
  const application = pairOf(context)?.parent;
  if (!application || application.flow || application === tree.root) return [];
  const legacy = application.pairs.filter((pair) => routeKeys.includes(keyText(pair) ?? ''));
  // `Host`: the platform knows it in any spelling, cf v6 did not.
  if (!legacy.length) return [];
  const keys = legacy.map(keyText);
  // Of two equal keys one counts; which was meant nobody knows.
  if (legacy.some((pair) => !textsOf(pair.value)) || new Set(keys).size < keys.length) return [];
  if (lookup(application, 'routes')) {
    const edits = legacy.map((pair) => removePair(tree, pair, true));
    return [{ title: `Remove ${legacy.map(keyText).join(', ')}; routes is there`, edits, preferred: true }];
  }
  const places = [application, asMapping(tree.root)!];
  const hosts = texts(places, 'host', 'hosts');
  if (hosts.some((host) => randomWord.test(host))) return toRandomRoute(context, application);
  const known = texts(places, 'domain', 'domains');
  const domains = known.length ? known : ['example.com'];
  const bare = isTrue(asScalar(lookup(application, 'no-hostname')?.value)?.text ?? '');
  const name = asScalar(lookup(application, 'name')?.value)?.text;
  if (!hosts.length && !bare && name) hosts.push(name);
  const routes = domains.flatMap((domain) => [...(bare ? [domain] : []), ...hosts.map((host) => `${host}.${domain}`)]);
  if (!routes.length || routes.some((route) => route.includes('${'))) return [];
  const [first, ...others] = legacy as [Pair, ...Pair[]];
  const dash = `${newline(tree.text)}${' '.repeat(columnOf(tree.text, first.key.start) + layoutOf(tree).list)}- route: `;
  const written: Edit = {
    ...spanOf(first),
    text: `routes:${routes.map((route) => dash + scalarSource(route)).join('')}`,
  };
  const title = known.length ? 'Convert to routes' : 'Convert to routes (put in your domain)';
  return [{ title, edits: [written, ...others.map((pair) => removePair(tree, pair, true))], preferred: true }];
};

/** `host: shop-${random-word}` → `random-route: true`. */
function toRandomRoute({ document: { tree } }: FixContext, application: Mapping): Fix[] {
  const [first, ...others] = application.pairs.filter((pair) => /^hosts?$/.test(keyText(pair) ?? ''));
  if (!first || lookup(application, 'random-route')) return [];
  const edits = [
    { ...spanOf(first), text: 'random-route: true' },
    ...others.map((pair) => removePair(tree, pair, true)),
  ];
  return [{ title: 'Convert to random-route: true', edits, preferred: true }];
}

/** Values of a key and of its plural, which is a list, from the first mapping that has either. */
function texts(mappings: Mapping[], one: string, many: string): string[] {
  for (const mapping of mappings) {
    const values = [lookup(mapping, one)?.value, lookup(mapping, many)?.value];
    const found = values.flatMap((value) => textsOf(value) ?? []);
    if (found.length) return [...new Set(found)];
  }
  return [];
}

/** The text of a scalar, or those of a list; undefined when it holds anything else. */
function textsOf(node: YamlNode | undefined): string[] | undefined {
  const items = asSequence(node)?.items ?? [node];
  const scalars = items.map((item) => asScalar(item));
  if (scalars.some((scalar) => !scalar)) return undefined;
  return scalars.flatMap((scalar) => (isNull(scalar) ? [] : scalar!.text));
}
