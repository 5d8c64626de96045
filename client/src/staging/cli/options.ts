// Every option of every command, in one table: parsing, --help and the fields of the requests are made from it.
import type { CommandName } from './commandNames';
import {
  flag,
  imageName,
  list,
  mapping,
  oneOf,
  path,
  port,
  ref,
  size,
  stacks,
  text,
  value,
  wholeNumber,
} from './optionKinds';
import type { Option } from './optionKinds';

const engines: CommandName[] = ['stage', 'run', 'export'];
const sandboxes = ['docker', 'kubernetes', 'local'] as const;
/** What decides how an application is staged. */
const stagings: CommandName[] = ['stage', 'matrix'];

/**
 * By the field of the request that an option fills. An option that means something else to another command has a row for each;
 * within a command they are shown in this order.
 */
export const options = {
  manifest: value('manifest', 'FILE', path, ['stage'], "instead of the folder's stackato.yml or manifest.yml"),
  newerManifest: value(
    'manifest',
    'FILE',
    path,
    ['run'],
    'a manifest whose variables, commands and so on count instead of those the droplet was staged with',
  ),
  app: value('app', 'NAME', text, ['stage', 'run'], 'which application of the manifest'),
  all: flag('all', ['stage'], 'all applications of the manifest, side by side'),
  jobs: value('jobs', 'N', wholeNumber, ['stage'], 'so many of them at a time; default: one for each core'),
  watch: flag('watch', ['stage'], 'stage again whenever the app, a buildpack that is a folder or the manifest changes'),
  failFast: flag('fail-fast', ['stage'], 'stop all of them when one fails'),
  platform: value('platform', ...oneOf('cloudfoundry', 'stackato'), ['stage'], 'instead of the one the manifest tells'),
  prePush: flag('pre-push', ['stage'], "run Stackato's pre-push hooks on this machine"),
  port: value('port', 'N', port, ['run'], 'on this machine; one that is free when left out or 0'),
  process: value(
    'process',
    'TYPE',
    text,
    ['run', 'export'],
    'the process type whose command is started, instead of web',
  ),
  command: value('command', 'CMD', text, ['run'], 'what is started instead'),
  tag: value('image', 'NAME:TAG', imageName, ['export'], 'the name of the image to make'),
  from: value('from', 'REF', imageName, ['export'], 'the stack image below it'),
  engine: value(
    'engine',
    ...oneOf(...sandboxes),
    ['run', 'export'],
    'kubernetes: pods of a cluster; local: no container and no isolation, it runs as you',
  ),
  stager: value(
    'engine',
    ...oneOf(...sandboxes, 'cloudfoundry'),
    ['stage', 'doctor'],
    'kubernetes: pods of a cluster; local: no container and no isolation, it runs as you; cloudfoundry: the platform that cf is logged in to',
  ),
  dockerHost: value('docker-host', 'URL', text, [...engines, 'matrix', 'doctor'], 'address of the container engine'),
  kubeContext: value(
    'kube-context',
    'NAME',
    text,
    [...engines, 'matrix', 'doctor'],
    'the context of the kubeconfig to use',
  ),
  namespace: value('namespace', 'NAME', text, [...engines, 'matrix', 'doctor'], 'of the cluster, where pods are made'),
  podTemplate: value(
    'pod-template',
    'FILE',
    path,
    [...engines, 'matrix', 'doctor'],
    'what the cluster wants of every pod: labels, node selector, tolerations, service account, pull secrets, resources',
  ),
  storageClass: value(
    'storage-class',
    'NAME',
    text,
    [...engines, 'matrix', 'doctor'],
    'of the cluster: keeps what was uploaded, so that only changes are sent',
  ),
  context: value('context', 'NAME', text, [...engines, 'matrix', 'doctor'], 'the docker context to use'),
  image: value('image', 'REF', imageName, [...stagings, 'run', 'doctor'], 'the stack image to use'),
  stackChoice: list('stack', 'NAME=REF', stacks, stagings, 'the image of a stack'),
  buildpacks: list(
    'buildpack',
    'REF',
    (texts) => texts,
    ['stage'],
    "instead of the manifest's, in order: an installed name, a git URL with #branch-tag-or-commit, a zip (URL or file) or a folder",
  ),
  installed: list(
    'installed',
    'NAME=REF',
    (texts, option) => Object.entries(mapping(texts, option)).map(([name, given]) => ({ name, ref: ref(given) })),
    stagings,
    'an installed buildpack, in detection order',
  ),
  variables: list('var', 'NAME=VALUE', mapping, [...stagings, 'run', 'diff'], 'a ((variable)) of the manifest'),
  variablesFiles: list(
    'vars-file',
    'FILE',
    (files) => files.map(path),
    [...stagings, 'run', 'diff', 'check'],
    'values of ((variables))',
  ),
  env: list('env', 'NAME=VALUE', mapping, [...engines, 'matrix'], "a variable of the app, on top of the manifest's"),
  services: value('services', 'FILE', path, ['stage', 'run'], 'bound services, in the shape of VCAP_SERVICES'),
  caFiles: list(
    'ca-file',
    'FILE',
    (files) => files.map(path),
    [...stagings, 'run', 'diff', 'doctor'],
    'certificates to trust, inside and on the way to a Cloud Foundry',
  ),
  overlay: value('overlay', 'FOLDER', path, ['run'], "files laid over the app's"),
  memory: value('memory', 'SIZE', size, [...stagings, 'run'], "such as 512M or 1G; instead of the manifest's"),
  timeoutSeconds: value('timeout', 'SECONDS', wholeNumber, stagings, 'when a staging is stopped; default 900'),
  network: value(
    'network',
    'MODE',
    text,
    [...stagings, 'run'],
    'network of the container: bridge, host, none or a name',
  ),
  keepFailed: flag('keep-failed', ['stage'], 'keep the container of a failed staging, for a shell inside'),
  keep: flag('keep', ['stage'], 'cloudfoundry: leave the app that was made there, its package and its droplet'),
  noDownload: flag('no-download', ['stage'], 'cloudfoundry: leave the droplet there'),
  droplet: value('droplet', 'FILE', path, ['stage'], 'where the droplet goes; default ./<app>.droplet.tgz'),
  result: value('result', 'FILE', path, ['stage'], 'where result.json goes'),
  cache: value('cache', 'DIR', path, ['stage'], "folder of the buildpacks' caches; default: in your cache folder"),
  noCache: flag('no-cache', ['stage'], 'neither read nor keep what buildpacks cache'),
  clearCache: flag('clear-cache', ['stage'], "empty the application's cache before"),
  removeCaches: flag('clear-cache', ['doctor'], 'remove all caches and what interrupted stagings left in the engine'),
  reports: list(
    'report',
    'FILE',
    (files) => files.map(path),
    ['matrix'],
    'a report: .json, .xml for JUnit, or .md for Markdown',
  ),
  against: value('against', 'FILE.json', path, ['matrix'], 'the report of an earlier run: says what has changed since'),
  state: value('state', 'DIR', path, ['matrix'], 'where finished cells are kept; default: beside the file'),
  json: flag(
    'json',
    ['matrix', 'stage', 'inspect', 'diff', 'check', 'doctor'],
    'for programs: JSON lines on standard output',
  ),
};

type Table = typeof options;

/** What was given, ready for the requests; undefined when it was not. */
export type Values = { [Field in keyof Table]?: Table[Field] extends Option<infer T> ? T : never };

export const optionsOf = (command: CommandName): [field: string, option: Option<unknown>][] =>
  Object.entries(options).filter(([, { of }]) => of.includes(command));
