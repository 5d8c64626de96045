// Whose file is it: Cloud Foundry's, Stackato's, or another tool's, which is then left entirely alone? The marks are in schemas/kinds.json.
import marks from '../../../schemas/kinds.json';
import { languageIds } from '../base/protocol';
import type { Kind, PlatformId } from '../base/protocol';
import { misspelled, underscore } from '../base/words';
import { asMapping, asScalar, asSequence, keysOf, keyText, lookup, resolve } from '../yaml/tree';
import { comments } from '../yaml/comments';
import type { Mapping, Pair, Tree, YamlNode } from '../yaml/tree';
import { manifestSchema, stackatoSchema } from '../schema/schemas';
import { application, areApplicationKeys, knownToCloudFoundry, looksLikeCloudFoundry, shared } from './resemblance';

/** Decides by a comment in the file, then by its name, then by its content. */
export function kindOf(uri: string, languageId: string, tree: Tree): Kind {
  const said = override(tree);
  if (said === 'off') return { reason: 'A comment in the file says `cf-staging: off`.' };
  if (said) return { platform: said, reason: `A comment in the file says \`cf-staging: ${said}\`.` };
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).toLowerCase();
  if (/^stackato\.ya?ml$/.test(name)) return { platform: 'stackato', reason: 'The name of the file is stackato.yml.' };
  const chosen = chosenLanguage(languageId, name);
  if (chosen === 'stackato') return { platform: 'stackato', reason: 'The language chosen for the file.' };
  const content = contentOf(tree);
  const foreign = foreignTool(content);
  if (foreign) return { reason: `The file looks like ${foreign}, not like the manifest of an application.` };
  const stackato = asStackato(content, tree);
  if (stackato) return stackato;
  if (chosen) return { platform: 'cloudfoundry', reason: 'The language chosen for the file.' };
  if (!looksLikeCloudFoundry(tree))
    return { reason: 'The file has no `applications` and looks like the manifest of another tool.' };
  return fits(name, 'stackato')
    ? { platform: 'stackato', reason: 'The name of the file is one of Stackato’s.' }
    : { platform: 'cloudfoundry', reason: 'The file is an application manifest.' };
}

/** `# cf-staging: off | cloudfoundry | stackato`, anywhere in the file; the first such comment counts. */
function override(tree: Tree): PlatformId | 'off' | undefined {
  if (!tree.text.includes('cf-staging:')) return undefined;
  for (const comment of comments(tree)) {
    const found = /^cf-staging:\s*(off|cloudfoundry|stackato)\b/i.exec(comment.text);
    if (found) return found[1]!.toLowerCase() as PlatformId | 'off';
  }
  return undefined;
}

/** The language the user chose: one that package.json gives to every file of this name is nobody's choice. */
function chosenLanguage(languageId: string, name: string): PlatformId | undefined {
  const platforms = Object.keys(languageIds) as PlatformId[];
  return platforms.find((platform) => languageIds[platform] === languageId && !fits(name, platform));
}

/** Whether a file name is one of those that package.json gives a language to: `manifest-*.yml`. */
const fits = (name: string, platform: PlatformId): boolean =>
  marks.files[platform].some((pattern) => {
    const [head, tail] = pattern.split('*') as [string, string?];
    if (tail === undefined) return name === head;
    return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
  });

/** So many applications tell what a file is. */
const enough = 100;

/** What a file says about whose it is. */
interface Content {
  root?: Mapping;
  /** At the top level. */
  keys: Set<string>;
  /** What `applications` holds. */
  applications?: Exclude<YamlNode, { kind: 'alias' }>;
  /** Applications in the shape of Stackato 2: a mapping by folder. */
  byFolder: boolean;
  /** The applications; the file itself where it has no `applications`. */
  entries: Mapping[];
  /** Keys of the entries, each once. */
  entryKeys: Set<string>;
}

function contentOf(tree: Tree): Content {
  const root = asMapping(tree.root);
  const applications = resolve(lookup(root, 'applications')?.value);
  const byFolder = applications?.kind === 'mapping' && isByFolder(applications);
  const entries = entriesOf(root, applications, byFolder);
  return {
    ...(root && { root }),
    keys: new Set(keysOf(root)),
    ...(applications && { applications }),
    byFolder,
    entries,
    entryKeys: new Set(entries.flatMap(keysOf)),
  };
}

function entriesOf(root: Mapping | undefined, applications: Content['applications'], byFolder: boolean): Mapping[] {
  if (!applications) return root ? [root] : [];
  if (applications.kind === 'mapping' && !byFolder) return [applications];
  const values = asSequence(applications)?.items ?? asMapping(applications)?.pairs.map((pair) => pair.value) ?? [];
  return values.slice(0, enough).flatMap((value) => asMapping(value) ?? []);
}

/** Applications of a list that another `applications` below takes the place of. */
const overwritten = (root: Mapping | undefined): Mapping[] =>
  (root?.pairs ?? [])
    .filter((pair) => keyText(pair) === 'applications')
    .slice(0, -1)
    .flatMap(({ value }) => asSequence(value)?.items.slice(0, enough) ?? [])
    .flatMap((item) => asMapping(item) ?? []);

/** `applications: {./web: {…}}`; not an application whose dash was forgotten. */
const isByFolder = (applications: Mapping): boolean =>
  applications.pairs.some((pair) => asMapping(pair.value)) &&
  !keysOf(applications).some((key) => /^(name$|-)/.test(key) || knownToCloudFoundry.has(underscore(key)));

const cloudFoundryOnly = new Set(marks.cloudfoundryOnly);
const stackatoOnly = new Set(marks.stackatoOnly);
const stackatoSounding = new Set(marks.stackatoSounding);
const stackatoServices = new Set(marks.stackatoServices);

const isStackatos = (key: string): boolean => stackatoOnly.has(key) || stackatoSchema.property(key) !== undefined;

/** Another tool by its marks, or applications that share nothing but a name with ours, such as those of a Helm chart. */
function foreignTool({ root, keys, applications, entries, entryKeys, byFolder }: Content): string | undefined {
  const items = root ? entryKeys : new Set<string>();
  const markedBy = (found: Set<string>) => (mark: { keys: string[] }) => mark.keys.every((key) => found.has(key));
  const inEntries = applications && marks.foreignEntries.find(markedBy(items));
  if (inEntries) return inEntries.tool;
  if (applications && [...entries, ...overwritten(root)].some(isOurs)) return undefined;
  const mark = marks.foreign.find(markedBy(keys));
  if (mark) return mark.tool;
  if (areApplicationKeys([...keys].filter((key) => key !== 'applications'))) return undefined;
  // Words among other keys, as configurations have them; what has an anchor is there to be shared.
  const shares = root?.pairs.some(({ value }) => value.kind === 'mapping' && value.anchor);
  const others = [...keys].filter((key) => !manifestSchema.listed(key)).length;
  const words = asSequence(applications)?.items.length && !entries.length && others > 2 && !shares;
  if (words) return 'a configuration';
  return applications && isStrange(entryKeys, byFolder ? 1 : 3, byFolder) ? 'the manifest of another tool' : undefined;
}

/** An application of Cloud Foundry or Stackato, by one key that no other tool has. */
const isOurs = (entry: Mapping): boolean => entry.pairs.some((pair) => tells(keyText(pair) ?? '', pair));

function tells(key: string, pair: Pair): boolean {
  // `512Mi` is what Kubernetes writes.
  if (key === 'memory') return !/[KMGT]i$/.test(asScalar(pair.value)?.text ?? 'Mi');
  if (shared.has(key)) return false;
  return knownToCloudFoundry.has(underscore(key)) || isStackatos(key);
}

/** At least so many keys that are nobody's, and twice as many as known ones. */
function isStrange(keys: Set<string>, least: number, stackato: boolean): boolean {
  const known = (key: string) => knownToCloudFoundry.has(underscore(key)) || (stackato && isStackatos(key));
  const all = [...keys].slice(0, enough).filter((key) => !/^(<<|name|path|version|type)$/.test(key));
  const strange = all.filter((key) => !known(key) && !misspelled(key, application.propertyNames).length).length;
  return strange >= least && strange >= 2 * (all.length - strange);
}

/**
 * A manifest.yml in Stackato's flavour: a block of its own, keys Cloud Foundry never had, applications by folder. One key alone
 * among Cloud Foundry's may as well be a mistake: it decides, but the doubt is told.
 */
function asStackato(content: Content, tree: Tree): Kind | undefined {
  const { root, keys, applications, entries, byFolder } = content;
  const platform = 'stackato';
  if (!root) return undefined;
  if (isMarkedAsStackatos(content)) return { platform, reason: 'The file has a block only Stackato knows.' };
  const pairs = entries.flatMap((entry) => entry.pairs);
  const named = pairs.map((pair) => ({ key: keyText(pair) ?? '', pair }));
  if (named.some(({ key }) => cloudFoundryOnly.has(key) && (key !== 'processes' || applications))) return undefined;
  if (byFolder) return { platform, reason: 'The file has its applications by folder, as only Stackato knows them.' };
  const known = named.filter(({ key }) => stackatoSchema.property(key)).length;
  if (!applications && (!keys.has('name') || known * 4 < named.length * 3)) return undefined;
  const reason = 'The file uses keys only Stackato knows.';
  // A `url` beside the `name` of a whole file says nothing: many tools have both.
  const found = named.filter(
    ({ key, pair }) =>
      (stackatoOnly.has(key) || (stackatoSounding.has(key) && (applications || !/^urls?$/.test(key)))) &&
      (!asMapping(pair.value) || takesMapping(key)),
  );
  const services = entries.some((entry) => asMapping(lookup(entry, 'services')?.value)?.pairs.some(givesServiceType));
  const mapped = services || found.some(({ pair }) => asMapping(pair.value));
  if (mapped || new Set(found.map(({ key }) => key)).size > 1) return { platform, reason };
  if (!found.length) return /\$\{name\}/.test(tree.text) && !applications ? { platform, reason } : undefined;
  const { key, pair } = found[0]!;
  const alone = named.some(({ key: other }) => !stackatoOnly.has(other) && other !== key && other !== 'name');
  const doubt = { key, start: pair.key.start, end: pair.key.end };
  return { platform, reason: `The file uses \`${key}\`, which only Stackato knows.`, ...(alone && { doubt }) };
}

/** Whether Stackato knows a mapping under a key. */
const takesMapping = (key: string): boolean => stackatoSchema.property(key)?.allTypes.includes('object') ?? false;

/** A `stackato:` block, hooks at the top level, or several inherited files: Cloud Foundry's manifests have none of them. */
function isMarkedAsStackatos({ root, entries }: Content): boolean {
  const blocks = [root, ...entries].flatMap((entry) => ['stackato', 'helion'].map((key) => lookup(entry, key)?.value));
  return (
    blocks.some((block) => asMapping(block)) ||
    asMapping(lookup(root, 'hooks')?.value) !== undefined ||
    Boolean(asSequence(lookup(root, 'inherit')?.value)?.items.some((item) => asScalar(item)))
  );
}

/** `db: mysql` or `db: {type: mysql}`; Cloud Foundry only knows lists of services. */
function givesServiceType(pair: Pair): boolean {
  const value = asMapping(pair.value);
  return value
    ? Boolean(lookup(value, 'type') ?? lookup(value, 'vendor'))
    : stackatoServices.has(asScalar(pair.value)?.text ?? '');
}
