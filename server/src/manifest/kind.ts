// Whose file is it: Cloud Foundry's, Stackato's, or another tool's, which is then left entirely alone?
import { languageIds } from '../base/protocol';
import type { Kind, PlatformId } from '../base/protocol';
import { distance, misspelled, underscore } from '../base/words';
import { asMapping, asScalar, asSequence, comments, isNull, keyText, lookup, resolve } from '../yaml/tree';
import type { Mapping, Pair, Tree, YamlNode } from '../yaml/tree';
import { manifestSchema, stackatoSchema } from '../schema/schemas';

/** Decides by a comment in the file, then by its name, then by its content. */
export function kindOf(uri: string, languageId: string, tree: Tree): Kind {
  const said = override(tree);
  if (said === 'off') return { reason: 'A comment in the file says `cf-staging: off`.' };
  if (said) return { platform: said, reason: `A comment in the file says \`cf-staging: ${said}\`.` };
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).toLowerCase();
  if (/^stackato\.ya?ml$/.test(name)) return { platform: 'stackato', reason: 'The name of the file is stackato.yml.' };
  if (languageId === languageIds.stackato) return { platform: 'stackato', reason: 'The language chosen for the file.' };
  const foreign = foreignTool(tree);
  if (foreign) return { reason: `The file looks like ${foreign}, not like the manifest of an application.` };
  if (looksLikeStackato(tree)) return { platform: 'stackato', reason: 'The file uses keys only Stackato knows.' };
  const chosen = languageId === languageIds.cloudfoundry && !/^manifest\.ya?ml$/.test(name);
  if (chosen) return { platform: 'cloudfoundry', reason: 'The language chosen for the file.' };
  if (looksLikeCloudFoundry(tree)) return { platform: 'cloudfoundry', reason: 'The file is an application manifest.' };
  return { reason: 'The file has no `applications` and looks like the manifest of another tool.' };
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

/** So many applications tell what a file is. */
const enough = 100;

const keysOf = (mapping: Mapping | undefined): string[] => mapping?.pairs.flatMap((pair) => keyText(pair) ?? []) ?? [];

/** Top-level keys by which other tools' files are known, all of a row together. */
const foreignMarks: [keys: string[], tool: string][] = [
  [['apiVersion', 'kind'], 'a Kubernetes resource'],
  [['apiVersion', 'id'], 'the manifest of a plugin'],
  [['releases', 'stemcells'], 'a BOSH manifest'],
  [['releases', 'instance_groups'], 'a BOSH manifest'],
  [['releases', 'jobs'], 'a BOSH manifest'],
  [['releases', 'cloud_provider'], 'a BOSH manifest'],
  [['dependencies', 'language'], 'the manifest of a buildpack'],
  [['pre_package'], 'the manifest of a buildpack'],
  [['swagger'], 'an OpenAPI description'],
  [['openapi'], 'an OpenAPI description'],
  [['display_information'], 'the manifest of a Slack app'],
  [['modules', 'permissions'], 'the manifest of an Atlassian Forge app'],
  [['frontend'], 'a build specification of AWS Amplify'],
  [['appRoot'], 'a build specification of AWS Amplify'],
  [['bundle', 'applications'], 'a bundle of Juju charms'],
  [['relations', 'applications'], 'a bundle of Juju charms'],
  [['series', 'applications'], 'a bundle of Juju charms'],
];

function foreignTool(tree: Tree): string | undefined {
  const root = asMapping(tree.root);
  const keys = new Set(keysOf(root));
  const mark = foreignMarks.find(([all]) => all.every((key) => keys.has(key)));
  if (mark) return mark[1];
  const applications = lookup(root, 'applications')?.value;
  const entries = asSequence(applications)?.items ?? asMapping(applications)?.pairs.map((pair) => pair.value) ?? [];
  const inEntries = new Set(entries.slice(0, enough).flatMap((entry) => keysOf(asMapping(entry))));
  if (inEntries.has('charm')) return 'a bundle of Juju charms';
  if (inEntries.has('appRoot') || inEntries.has('frontend')) return 'a build specification of AWS Amplify';
  return undefined;
}

const application = manifestSchema.listed('applications')!.items!;
const knownToCloudFoundry = new Set(application.propertyNames.map(underscore));

/** Keys so common that they tell nothing about the tool. */
const vague = new Set(
  'name version type path env services command memory stack host domain domains user metadata features docker timeout'.split(
    ' ',
  ),
);

/** Keys of little weight that tell when all others are known, too. */
const rarelyAlone = new Set('memory command stack host domain timeout docker'.split(' '));

/** True for anything that is, or is about to become, a manifest: `applications:` or what stands for it in the legacy form. */
function looksLikeCloudFoundry(tree: Tree): boolean {
  const root = resolve(tree.root);
  if (!root || isNull(root)) return !tree.errors.length;
  if (root.kind === 'scalar') return /^[\w-]{0,20}$/.test(root.text);
  if (root.kind === 'sequence') return sequenceOfApplications(root.items, tree.errors.length > 0);
  const keys = keysOf(root);
  if (strangeApplications(root)) return false;
  if (root.pairs.some((pair) => keyText(pair) === 'applications' || isMistyped(pair)) || keys.includes('inherit'))
    return true;
  return ['name', 'version'].includes(keys.join()) || areApplicationKeys(keys.filter((key) => key !== 'version'));
}

/** Examples: `aplications:`, or `app` that is being typed, with a list of applications below, or nothing yet. */
function isMistyped(pair: Pair): boolean {
  const items = asSequence(pair.value)?.items;
  const key = keyText(pair) ?? '';
  const isBegun = Boolean(items) && key.length > 1 && 'applications'.startsWith(key);
  return (
    (isBegun || distance(key, 'applications', 2) < 3) &&
    (isNull(pair.value) || Boolean(items?.some((item) => asMapping(item))))
  );
}

/** Entries of `applications` that share nothing but a name with Cloud Foundry's, such as those of a Helm chart. */
function strangeApplications(root: Mapping): boolean {
  const entries = asSequence(lookup(root, 'applications')?.value)?.items.slice(0, enough) ?? [];
  const keys = [...new Set(entries.flatMap((entry) => keysOf(asMapping(entry))))];
  if (keys.some((key) => knownToCloudFoundry.has(underscore(key)) && !vague.has(key))) return false;
  const isStrange = (key: string) =>
    key !== '<<' && !knownToCloudFoundry.has(underscore(key)) && !misspelled(key, application.propertyNames).length;
  return keys.slice(0, enough).filter(isStrange).length > 2;
}

/** Applications whose `applications:` above them is missing. */
function sequenceOfApplications(items: YamlNode[], broken: boolean): boolean {
  const mappings = items.flatMap((item) => asMapping(item) ?? []);
  if (mappings.length < items.length) return broken && !mappings.length;
  const keys = [...new Set(mappings.flatMap(keysOf))];
  return keys.length > 0 && keys.includes('name') && (keys.length === 1 || areApplicationKeys(keys));
}

/** Mostly keys of an application, at least one of them a telling one; less tells when no key is strange. */
function areApplicationKeys(keys: string[]): boolean {
  const known = keys.map(underscore).filter((key) => knownToCloudFoundry.has(key));
  if (known.length === keys.length && known.some((key) => rarelyAlone.has(key))) return true;
  return known.some((key) => !vague.has(key)) && (keys.length - known.length) * 3 <= keys.length;
}

/** Keys Cloud Foundry never had; one of them tells. */
const stackatoOnly = new Set(
  'stackato helion framework requirements hooks depends-on app-dir ignores cron drain autoscale min_version'.split(' '),
);
/** Keys that tell as long as nothing speaks for Cloud Foundry. */
const stackatoToo = new Set(
  'mem disk url urls docker_image subdomain sso-enabled placement-zone force-war-unpacking'.split(' '),
);
const cloudFoundryOnly = new Set(
  'buildpacks routes random-route default-route processes sidecars lifecycle health-check-type health-check-http-endpoint docker'.split(
    ' ',
  ),
);

/** A manifest.yml in Stackato's flavour: applications as a map, a `stackato:` block, or keys Cloud Foundry never had. */
function looksLikeStackato(tree: Tree): boolean {
  const root = asMapping(tree.root);
  if (!root) return false;
  const applications = resolve(lookup(root, 'applications')?.value);
  if (applications?.kind === 'mapping' && applications.pairs.some((pair) => asMapping(pair.value))) return true;
  const entries = asSequence(applications)
    ?.items.slice(0, enough)
    .flatMap((item) => asMapping(item) ?? []) ?? [root];
  if (entries.some((entry) => ['stackato', 'helion'].some((key) => asMapping(lookup(entry, key)?.value)))) return true;
  const keys = entries.flatMap(keysOf);
  if (keys.some((key) => cloudFoundryOnly.has(key) && (key !== 'processes' || applications))) return false;
  const known = keys.filter((key) => stackatoSchema.property(key)).length;
  if (!applications && (!keys.includes('name') || known * 4 < keys.length * 3)) return false;
  // A `url` beside the `name` of a whole file says nothing: many tools have both.
  if (keys.some((key) => stackatoOnly.has(key) || (stackatoToo.has(key) && (applications || !/^urls?$/.test(key)))))
    return true;
  const types = entries.some((entry) => asMapping(lookup(entry, 'services')?.value)?.pairs.some(givesServiceType));
  return types || (/\$\{name\}/.test(tree.text) && !applications);
}

const serviceTypes = new Set(
  'mysql postgresql redis mongodb rabbitmq rabbitmq3 filesystem memcached harbor'.split(' '),
);

/** `db: mysql` or `db: {type: mysql}`; Cloud Foundry only knows lists of services. */
function givesServiceType(pair: Pair): boolean {
  const value = asMapping(pair.value);
  return value
    ? Boolean(lookup(value, 'type') ?? lookup(value, 'vendor'))
    : serviceTypes.has(asScalar(pair.value)?.text ?? '');
}
