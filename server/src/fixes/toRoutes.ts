// "Convert to routes": `host` and `domain` of cf v6.
import { columnOf, newline, scalarSource } from '../base/source';
import { layoutOf } from '../yaml/layout';
import { isTrue } from '../yaml/scalars';
import { asScalar, asSequence, isNull, keyText, lookup } from '../yaml/tree';
import type { Mapping, Pair } from '../yaml/tree';
import { removePair, spanOf } from './edits';
import type { Edit } from './edits';
import { pairOf } from './fix';
import type { Fixer } from './fix';

const routeKeys = ['host', 'hosts', 'domain', 'domains', 'no-hostname'];

/** `host` × `domain` → `routes`. Without a host the application's name was one; without a domain there is only a guess. */
export const toRoutes: Fixer = (context) => {
  const { tree } = context.document;
  const application = pairOf(context)?.parent;
  if (!application || application.flow) return [];
  const legacy = application.pairs.filter((pair) => routeKeys.includes(keyText(pair) ?? ''));
  if (lookup(application, 'routes')) {
    const edits = legacy.map((pair) => removePair(tree, pair, true));
    return [{ title: `Remove ${legacy.map(keyText).join(', ')}; routes is there`, edits, preferred: true }];
  }
  const hosts = texts(application, 'host', 'hosts');
  const domains = texts(application, 'domain', 'domains');
  if (!domains.length) domains.push('example.com');
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
  const known = texts(application, 'domain', 'domains').length > 0;
  const title = known ? 'Convert to routes' : 'Convert to routes (put in your domain)';
  return [{ title, edits: [written, ...others.map((pair) => removePair(tree, pair, true))], preferred: true }];
};

/** Values of a key and of its plural, which is a list. */
function texts(mapping: Mapping, one: string, many: string): string[] {
  const single = asScalar(lookup(mapping, one)?.value);
  const list = lookup(mapping, many)?.value;
  const all = asSequence(list)?.items.map((item) => asScalar(item)) ?? [asScalar(list)];
  return [...new Set([single, ...all].flatMap((scalar) => (scalar && !isNull(scalar) ? scalar.text : [])))];
}
