// Fixes particular to one rule: merges moved up, attributes moved to the web process, JSON for the environment, variables and folders made.
import { basename, join } from 'node:path';
import { newline, quoted, scalarSource } from '../base/source';
import { isBoolean, isInteger, isNumber, isText, isTrue, numberOf } from '../yaml/scalars';
import { asMapping, asScalar, effectivePairs, isMergeKey, isNull, keyText, lookup } from '../yaml/tree';
import type { Mapping, YamlNode } from '../yaml/tree';
import { detached, insertAfter, insertFirst, removePair } from './edits';
import { pairOf, placeOf } from './fix';
import type { Fix, FixContext, Fixer } from './fix';
import { toBuildpacks, toRoutes } from './legacy';
import { simpleFixes } from './simple';

/** By the one detail of the data that tells the fixes apart. */
export function specialFixes(context: FixContext, data: { [detail: string]: unknown }): Fix[] {
  if (data.use !== undefined) return instead(context, String(data.use));
  const detail = Object.keys(fixers).find((one) => data[one] !== undefined);
  return detail ? fixers[detail]!(context) : [];
}

/** A key with a newer one. */
function instead(context: FixContext, key: string): Fix[] {
  if (key === 'buildpacks') return toBuildpacks(context);
  const removal = simpleFixes(context, { fix: 'remove' }).map((fix) => ({ ...fix, preferred: false }));
  if (key === 'routes') return [...toRoutes(context), ...removal];
  return [...simpleFixes(context, { fix: 'rename', to: [key] }), ...removal];
}

const detailOf = ({ problem }: FixContext): { [detail: string]: unknown } => problem.data as never;

/** `<<` to the top of its mapping, so that what is written there wins. */
const moveUp: Fixer = (context) => {
  const { tree } = context.document;
  const merge = placeOf(context.document, Number(detailOf(context).moveUp))?.pair;
  if (!merge || !isMergeKey(merge) || merge.parent.flow) return [];
  const edits = [insertFirst(tree, merge.parent, [detached(tree, merge)]), removePair(tree, merge)];
  return [{ title: 'Move << to the top', edits, preferred: true }];
};

/** An attribute of the application into the `web` entry that takes its place. */
const moveTo: Fixer = (context) => {
  const { tree } = context.document;
  const pair = pairOf(context);
  const web = pair && webProcess(pair.parent);
  if (!pair || !web?.pairs.length) return [];
  if (lookup(web, keyText(pair)!)) {
    return [{ title: `Remove ${keyText(pair)}`, edits: [removePair(tree, pair)], preferred: true }];
  }
  const edits = [removePair(tree, pair), insertAfter(tree, web.pairs.at(-1)!, detached(tree, pair))];
  return [{ title: `Move ${keyText(pair)} to the web process`, edits, preferred: true }];
};

function webProcess(application: Mapping): Mapping | undefined {
  const processes = lookup(application, 'processes')?.value;
  const items = processes?.kind === 'sequence' ? processes.items : [];
  return items
    .flatMap((item) => asMapping(item) ?? [])
    .find((one) => asScalar(lookup(one, 'type')?.value)?.text === 'web');
}

/** A list or mapping in `env` → its JSON in quotes, which is what an app can read. */
const toJson: Fixer = (context) => {
  const { tree } = context.document;
  const pair = pairOf(context);
  if (!pair) return [];
  const colon = tree.text.indexOf(':', pair.key.end);
  const text = ` ${quoted(JSON.stringify(dataOf(pair.value)))}`;
  return [
    { title: 'Write it as JSON in quotes', edits: [{ start: colon + 1, end: pair.value.end, text }], preferred: true },
  ];
};

/** A node as JSON data, with the types YAML 1.1 gives its scalars. */
function dataOf(node: YamlNode | undefined): unknown {
  const mapping = asMapping(node);
  if (mapping) return Object.fromEntries([...effectivePairs(mapping)].map(([key, pair]) => [key, dataOf(pair.value)]));
  if (node?.kind === 'sequence') return node.items.map(dataOf);
  const scalar = asScalar(node);
  if (!scalar || isNull(scalar)) return null;
  if (isText(scalar)) return scalar.text;
  if (isBoolean(scalar.text)) return isTrue(scalar.text);
  // `.inf` and `.nan` are no numbers of JSON.
  const number = isInteger(scalar.text) || isNumber(scalar.text) ? numberOf(scalar.text) : NaN;
  return Number.isFinite(number) ? number : scalar.text;
}

const emptyString: Fixer = (context) => {
  const pair = pairOf(context);
  if (!pair) return [];
  const colon = context.document.text.indexOf(':', pair.key.end);
  const edits = [{ start: colon + 1, end: Math.max(colon + 1, pair.value.end), text: ' ""' }];
  return [
    { title: 'Write an empty string: ""', edits, preferred: true },
    ...simpleFixes(context, { fix: 'remove' }).map((fix) => ({ ...fix, preferred: false })),
  ];
};

/** The health check whose endpoint this is as `http`, or no endpoint. */
const setHttp: Fixer = (context) => {
  const type = asScalar(placeOf(context.document, Number(detailOf(context).setHttp))?.node);
  const removal = simpleFixes(context, { fix: 'remove' }).map((fix) => ({ ...fix, preferred: false }));
  if (!type) return removal;
  const edits = [{ start: type.start, end: type.end, text: 'http' }];
  return [{ title: 'Change the type to http', edits, preferred: true }, ...removal];
};

/** A missing variable, with an empty value, at the end of the vars file. */
const define: Fixer = (context) => {
  const { define: name, file } = detailOf(context) as { define: string; file: string };
  const text = context.session.files.read(file) ?? '';
  const lead = text === '' || text.endsWith('\n') ? '' : newline(text);
  return [
    {
      title: `Define ${name} in ${basename(file)}`,
      edits: [],
      append: { path: file, text: `${lead}${scalarSource(name)}: ""${newline(text)}` },
    },
  ];
};

/** The folder of `path`, by a file that keeps it in git; an archive can only be built. */
const create: Fixer = (context) => {
  const target = String(detailOf(context).create);
  if (/\.\w{1,5}$/.test(basename(target))) return [];
  return [{ title: `Create the folder ${basename(target)}`, edits: [], create: join(target, '.gitkeep') }];
};

/** A ready value, such as another URL of a buildpack. */
const value: Fixer = (context) => {
  const { title, value: text } = detailOf(context) as { title: string; value: string };
  const scalar = asScalar(context.place?.node);
  if (!scalar) return [];
  return [{ title, edits: [{ start: scalar.start, end: scalar.end, text: scalarSource(text) }], preferred: true }];
};

const fixers: Record<string, Fixer> = { moveUp, moveTo, toJson, emptyString, setHttp, define, create, value };
