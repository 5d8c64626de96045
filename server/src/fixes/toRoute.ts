// "Convert to route": an entry of `routes` that names its host and domain apart.
import { scalarSource } from '../base/sourceText';
import { asMapping, asScalar, isNull, lookup } from '../yaml/tree';
import type { Mapping, Pair } from '../yaml/tree';
import { removePair, spanOf } from './edits';
import { pairOf } from './fix';
import type { Fixer } from './fix';

export const toRoute: Fixer = (context) => {
  const { tree } = context.document;
  const entry = pairOf(context)?.parent;
  if (!entry || lookup(entry, 'route')) return [];
  const part = (...keys: string[]): Pair | undefined =>
    keys.map((key) => own(entry, key)).find((pair) => pair !== undefined);
  const parts = [part('host', 'hostname'), part('domain'), part('port'), part('path')];
  const [host, domain, port, path] = parts.map((pair) => asScalar(pair?.value)?.text);
  if (!domain || parts.some((pair) => pair && !textOf(pair))) return [];
  const [first, ...others] = parts.filter((pair) => pair !== undefined);
  const route = `${host ? `${host}.` : ''}${domain}${port ? `:${port}` : ''}${path ? path.replace(/^(?!\/)/, '/') : ''}`;
  const edits = [
    { ...spanOf(first!), text: `route: ${scalarSource(route)}` },
    ...others.map((pair) => removePair(tree, pair)),
  ];
  return [{ title: `Convert to route: ${route}`, edits, preferred: true, values: 'moved' }];
};

const own = (mapping: Mapping, key: string): Pair | undefined => {
  const pair = lookup(mapping, key);
  return pair?.parent === mapping ? pair : undefined;
};

const textOf = ({ value }: Pair): string | undefined =>
  asMapping(value) || isNull(value) ? undefined : asScalar(value)?.text;
