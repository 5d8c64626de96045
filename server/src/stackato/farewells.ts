// What a Stackato manifest says that Cloud Foundry's cannot, and what to do instead: comments of a converted manifest.
import type { HookPhase, ResolvedApplication } from '../base/protocol';
import type { StackatoApplication } from './normalise';
import { textOf } from './context';
import { asScalar, follow, lookup, pairsOf, scalarsOf } from '../yaml/tree';

const hooks: Record<HookPhase, string> = {
  'pre-push': 'run them before `cf push`, in a script or in your pipeline:',
  'pre-staging': 'let the buildpack run them (a build script of the package manager), or run them before `cf push`:',
  'post-staging': 'let the buildpack run them (a build script of the package manager), or run them before `cf push`:',
  'pre-running': 'put them into a file `.profile` at the top of the application; it is sourced before each start:',
  'legacy-running': 'put them into a file `.profile` at the top of the application; it is sourced before each start:',
};

const modules: Record<string, string> = {
  pypm: 'list them in requirements.txt',
  pip: 'list them in requirements.txt',
  ppm: 'list them in a cpanfile, and use a Perl buildpack',
  cpan: 'list them in a cpanfile, and use a Perl buildpack',
};

/** Block keys with one answer each. */
const others: [key: string, instead: string][] = [
  ['autoscale', "use the platform's App Autoscaler, or `cf scale`"],
  ['placement-zone', 'isolation segments are assigned to the space by an administrator'],
  ['sso-enabled', "bind the platform's single sign-on service, or put a route service in front"],
  ['min_version', 'nothing compares versions; drop it'],
  ['force-war-unpacking', 'archives are always unpacked; drop it'],
];

/** Lines of text, without the `#`. */
export function withoutCounterpart(app: StackatoApplication, resolved: ResolvedApplication): string[] {
  return [
    ...frameworkLines(app, resolved),
    ...stackLines(resolved),
    ...hookLines(resolved),
    ...requirementLines(app, resolved),
    ...list('cron', 'bind a scheduler service, or run `cf run-task` from your pipeline:', resolved.cron),
    ...list(
      'ignores',
      'put them into a file `.cfignore`, whose patterns are those of a .gitignore:',
      resolved.ignores ?? [],
    ),
    ...drainLines(app),
    ...others.flatMap(([key, instead]) => (follow(app.value, ['stackato', key]) ? [`${key}: ${instead}`] : [])),
    ...(lookup(app.value, 'depends-on')
      ? ['depends-on: cf pushes the applications one after the other, in the order of this file']
      : []),
  ];
}

const list = (key: string, instead: string, values: { value: string }[]): string[] =>
  values.length ? [`${key}: ${instead}`, ...values.flatMap(({ value }) => indented(value))] : [];

const indented = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);

function frameworkLines(app: StackatoApplication, { framework }: ResolvedApplication): string[] {
  if (!framework) return [];
  const runtime = textOf(app, 'runtime');
  const root = textOf(app, 'framework', 'document-root');
  return [
    `framework ${framework.value}: the legacy buildpack is gone; check the buildpack chosen above`,
    ...(runtime
      ? [`runtime ${runtime}: choose the version in the file the buildpack reads (runtime.txt, package.json, …)`]
      : []),
    ...(root ? [`document-root ${root}: tell the buildpack (for PHP: WEBDIR in .bp-config/options.json)`] : []),
  ];
}

const stackLines = ({ stack }: ResolvedApplication): string[] =>
  stack
    ? [`stack ${stack.value}: see \`cf stacks\` for the ones of your platform; without one its default is used`]
    : [];

const hookLines = ({ hooks: given }: ResolvedApplication): string[] =>
  (Object.keys(hooks) as HookPhase[]).flatMap((phase) =>
    list(
      `${phase} hooks`,
      hooks[phase],
      (given[phase] ?? []).map(({ command }) => command),
    ),
  );

function requirementLines(app: StackatoApplication, { requirements }: ResolvedApplication): string[] {
  const packages = [...new Set(requirements.map((one) => one.package.value))];
  const given = follow(app.value, ['stackato', 'requirements']);
  return [
    ...(packages.length
      ? [
          'requirements: list them in apt.yml, and put https://github.com/cloudfoundry/apt-buildpack first in buildpacks:',
          ...packages.map((name) => `  ${name}`),
        ]
      : []),
    ...Object.entries(modules).flatMap(([key, instead]) => {
      const values = scalarsOf(lookup(given, key)?.value).map((one) => ({ value: one.text }));
      return list(`requirements ${key}`, `${instead}:`, values);
    }),
  ];
}

function drainLines(app: StackatoApplication): string[] {
  return [...pairsOf(follow(app.value, ['stackato', 'drain']))].map(([key, { value }]) => {
    const url = (asScalar(value) ?? asScalar(lookup(value, 'url')?.value))?.text ?? 'HOST:PORT';
    return `drain: cf create-user-provided-service ${key} -l ${url.replace(/^(tcp|udp):/, 'syslog:')}, and bind it`;
  });
}
