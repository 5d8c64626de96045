// A Stackato manifest as one for today's Cloud Foundry. What has no counterpart becomes a comment that says what to do instead.
import { posix, relative, sep } from 'node:path';
import { scalarSource } from '../base/sourceText';
import type { Question, ResolvedApplication } from '../base/protocol';
import { resolveContext, sourceOf } from '../base/resolveContext';
import type { ReadFile } from '../base/resolveContext';
import { resolveStackato } from './resolveStackato';
import { withoutCounterpart } from './farewells';
import { readStackato } from './inheritance';
import type { StackatoApplication } from './normalise';
import { textOf } from './context';
import { parseMemspec } from '../base/sizes';
import { tclInteger } from './tcl';
import { parse } from '../yaml/parse';
import { lookup, scalarsOf } from '../yaml/tree';

/** Buildpacks that took the place of the legacy buildpack's frameworks. */
const buildpackOfFramework: Record<string, string> = {
  ...Object.fromEntries(['php'].map((id) => [id, 'php_buildpack'])),
  ...Object.fromEntries(['python', 'django', 'wsgi'].map((id) => [id, 'python_buildpack'])),
  ...Object.fromEntries(['rails3', 'rack', 'sinatra', 'ruby'].map((id) => [id, 'ruby_buildpack'])),
  ...Object.fromEntries(
    ['java_web', 'java_ee', 'spring', 'grails', 'lift', 'play'].map((id) => [id, 'java_buildpack']),
  ),
  ...Object.fromEntries(['generic', 'standalone'].map((id) => [id, 'binary_buildpack'])),
  ...Object.fromEntries(['aspdotnet', 'aspnet'].map((id) => [id, 'hwc_buildpack'])),
  node: 'nodejs_buildpack',
};

/** The target's symbols become variables: what they were is not known here. */
const targetVariables = { 'target-base': '((domain))', 'space-base': '((domain))', 'target-url': '((api))' };

/**
 * Text of the new manifest.
 * @param uri of the Stackato manifest; paths stay relative to its folder.
 */
export function toCloudFoundry(text: string, uri: string, readFile: ReadFile): string {
  const tree = parse(text);
  const source = sourceOf(text, uri);
  const resolved = (answers: Record<string, string>) =>
    resolveStackato(tree, resolveContext(source, readFile, { variables: targetVariables, answers }));
  const { questions } = resolved({});
  const names = new Map(
    questions.filter(({ default: value }) => value === undefined).map((one) => [one, variableName(one)]),
  );
  const answers = Object.fromEntries([...names].map(([{ id }, name]) => [id, `((${name}))`]));
  const { applications } = resolved(answers);
  const written = readStackato(tree, uri, readFile).applications;
  const blocks = inOrder(written, applications).map(([app, resolved]) => application(app, resolved, uri));
  const body = blocks.map((lines) =>
    lines.map((line, index) => (index ? `  ${line}`.trimEnd() : `- ${line}`)).join('\n'),
  );
  return [...head(uri, body.join('\n'), names), 'applications:', ...body, ''].join('\n');
}

function head(uri: string, body: string, names: Map<Question, string>): string[] {
  const from = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  const used = [...new Set([...body.matchAll(/\(\(([\w-]+)\)\)/g)].map((match) => match[1]!))];
  const prompts = new Map(
    [...names].map(([{ prompt, choices }, name]) => [name, choices ? `${prompt} (${choices.join(', ')})` : prompt]),
  );
  const about: Record<string, string> = { domain: 'the domain of the routes', api: 'the URL of the API' };
  return [
    `# Converted from ${from}. Read the comments: they say what Cloud Foundry does in another way.`,
    ...(used.length ? ['# Give values to the variables, with --var NAME=VALUE or a --vars-file:'] : []),
    ...used.map((name) => `#   ${name}: ${oneLine(prompts.get(name) ?? about[name] ?? '')}`.trimEnd()),
    '---',
  ];
}

/** `Enter the token!` → `enter-the-token`; a variable of the environment keeps its name. */
function variableName({ id, prompt }: Question): string {
  const name = id.startsWith('env:') ? id.slice(id.lastIndexOf(':') + 1) : prompt.toLowerCase();
  return name.replace(/[^\w]+/g, '-').replace(/^-+|(?<!-)-+$/g, '') || 'value';
}

/** Applications others depend on come first: cf pushes them in the order of the file. */
function inOrder(
  written: StackatoApplication[],
  resolved: ResolvedApplication[],
): [StackatoApplication, ResolvedApplication][] {
  const handle = (app: StackatoApplication) => (app.form === 'map' ? app.folder?.text : app.key);
  const done = new Set<StackatoApplication>();
  const order: [StackatoApplication, ResolvedApplication][] = [];
  const add = (app: StackatoApplication) => {
    if (done.has(app)) return;
    done.add(app);
    const wanted = scalarsOf(lookup(app.value, 'depends-on')?.value).flatMap((one) => one.text.split(/\s+/));
    for (const other of written) if (wanted.includes(handle(other) ?? '')) add(other);
    order.push([app, resolved[written.indexOf(app)]!]);
  };
  written.forEach(add);
  return order;
}

/** Lines of one application, without the list's indentation. */
function application(app: StackatoApplication, resolved: ResolvedApplication, uri: string): string[] {
  const worker = isWorker(app, resolved);
  const lines = [
    `name: ${scalarSource(resolved.name.value)}`,
    ...pathLine(resolved, uri),
    ...sourceLines(resolved),
    ...sizeLine('memory', resolved.memory?.value),
    ...sizeLine('disk_quota', resolved.disk?.value),
    ...instancesLine(app),
    ...timeoutLine(resolved),
    ...commandLine(resolved),
    ...routeLines(app, resolved, worker),
    ...(worker ? ['health-check-type: process'] : []),
    ...serviceLines(resolved),
    ...envLines(resolved),
    ...descriptionLines(app),
  ];
  const rest = withoutCounterpart(app, resolved);
  return [
    ...lines,
    ...(rest.length ? ['# No counterpart in a manifest of Cloud Foundry:'] : []),
    ...rest.map((line) => `#   ${line}`),
  ];
}

const isWorker = (app: StackatoApplication, { framework, routes }: ResolvedApplication): boolean =>
  framework?.value === 'standalone' ||
  /^(~|null)$/i.test(textOf(app, 'stackato', 'processes', 'web') ?? '') ||
  (routes.length === 0 && (lookup(app.value, 'url') !== undefined || lookup(app.value, 'no-route') !== undefined));

function pathLine({ path, docker }: ResolvedApplication, uri: string): string[] {
  if (docker) return [];
  const folder = decodeURIComponent(new URL('.', uri).pathname);
  const short = relative(folder, path.value).split(sep).join(posix.sep);
  return short === '' ? [] : [`path: ${scalarSource(short)}`];
}

/** Image, buildpack, or the buildpack that took the framework's place. */
function sourceLines({ docker, buildpacks, framework }: ResolvedApplication): string[] {
  if (docker) return ['docker:', `  image: ${scalarSource(docker.value)}`];
  const [first] = buildpacks;
  const instead = framework && buildpackOfFramework[framework.value.toLowerCase()];
  const name = first?.value ?? instead;
  return name ? ['buildpacks:', `- ${scalarSource(name)}`] : [];
}

/** Cloud Foundry wants a unit, and no fractions of a megabyte. */
function sizeLine(key: string, text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  const size = parseMemspec(text);
  if ('wrong' in size) return [`${key}: ${scalarSource(text)}`];
  const megabytes = Math.round(size.megabytes);
  return [`${key}: ${megabytes % 1024 === 0 && megabytes ? `${megabytes / 1024}G` : `${megabytes}M`}`];
}

function instancesLine(app: StackatoApplication): string[] {
  const count = tclInteger(textOf(app, 'instances') ?? '');
  return count === undefined ? [] : [`instances: ${Math.max(1, count)}`];
}

function timeoutLine({ healthCheck }: ResolvedApplication): string[] {
  const seconds = tclInteger(healthCheck?.timeout?.value ?? '');
  if (seconds === undefined) return [];
  return seconds > 180 ? ['timeout: 180 # the most most platforms allow'] : [`timeout: ${seconds}`];
}

function commandLine({ command, processes }: ResolvedApplication): string[] {
  const text = command?.value ?? processes[0]?.command?.value;
  return text ? [`command: ${scalarSource(oneLine(text))}`] : [];
}

function routeLines(app: StackatoApplication, { routes }: ResolvedApplication, worker: boolean): string[] {
  if (worker) return ['no-route: true'];
  if (scalarsOf(lookup(app.value, 'url')?.value).some((url) => /\$\{\s*random-word\s*\}/.test(url.text)))
    return ['random-route: true'];
  return routes.length ? ['routes:', ...routes.map((route) => `- route: ${scalarSource(route.value)}`)] : [];
}

function serviceLines({ services }: ResolvedApplication): string[] {
  if (!services.length) return [];
  const create = services.filter(({ type }) => type).map(({ name, type }) => `#   ${name.value}: ${type}`);
  return [
    ...(create.length ? ['# These services must be there first: cf create-service OFFERING PLAN NAME', ...create] : []),
    'services:',
    ...services.map(({ name }) => `- ${scalarSource(name.value)}`),
  ];
}

function envLines({ env }: ResolvedApplication): string[] {
  const entries = Object.entries(env).filter(([name]) => name !== 'BUILDPACK_URL' && !/^(vcap_|vmc|port$)/i.test(name));
  return entries.length
    ? ['env:', ...entries.map(([name, { value }]) => `  ${scalarSource(name)}: ${scalarSource(value)}`)]
    : [];
}

function descriptionLines(app: StackatoApplication): string[] {
  const text = textOf(app, 'stackato', 'description');
  return text ? ['metadata:', '  annotations:', `    description: ${scalarSource(oneLine(text))}`] : [];
}

const oneLine = (text: string): string => text.trim().replace(/(?<!\s)\s*\n\s*/g, ' ');
