// Cloud Foundry's manifest, resolved: anchors and merges, variables, the legacy buildpack key, and the web process that replaces
// the application's own process attributes.
import { basename, resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  ApplicationIdentity,
  Located,
  Question,
  ResolvedApplication,
  ResolvedHealthCheck,
  ResolvedManifest,
  ResolvedProcess,
  ResolvedSidecar,
  ResolvedVariable,
} from '../base/protocol';
import { asMapping, effectivePairs, isNull, lookup } from '../yaml/tree';
import type { Mapping, Tree, YamlNode } from '../yaml/tree';
import { Application } from './application';
import type { Attributes } from './application';
import { secretName } from '../base/credentials';
import { variableId } from '../base/protocol';
import { sourceOf } from '../base/resolveContext';
import type { ResolveContext } from '../base/resolveContext';
import { readVariablesFiles, refusalOf, variableReferences, Variables } from './variables';
import type { VariablesFile } from './variables';
import { jsonOf } from '../yaml/json';
import { plainText } from '../yaml/scalars';

/** `isWanted`: tells by its position whether an application is to be resolved. */
export function resolveCloudFoundry(
  tree: Tree,
  context: ResolveContext,
  isWanted: (index: number) => boolean,
): Pick<ResolvedManifest, 'applications' | 'questions'> {
  const resolver = new Resolver(context);
  return { applications: resolver.applications(tree, isWanted), questions: resolver.questions(tree) };
}

/** What names the applications and tells them apart, without the rest. */
export function identifyCloudFoundry(tree: Tree, context: ResolveContext): ApplicationIdentity[] {
  return new Resolver(context).identities(tree);
}

class Resolver {
  private readonly variables: Variables;
  private readonly secrets: string[];

  constructor(private readonly context: ResolveContext) {
    const { options, readFile } = context;
    const given = { ...options.variables, ...answeredVariables(options.answers) };
    this.variables = new Variables(readVariablesFiles(options.variablesFiles ?? [], readFile), given);
    this.secrets = this.variables.secrets();
    for (const file of this.variables.files) this.refused(file);
  }

  applications(tree: Tree, isWanted: (index: number) => boolean): ResolvedApplication[] {
    const entries = this.entries(tree).filter((_, index) => isWanted(index));
    return entries.map(({ app, item }) => this.application(app, item));
  }

  identities(tree: Tree): ApplicationIdentity[] {
    return this.entries(tree).map(({ app, item }) => this.identity(app, item));
  }

  /** The variables without a value: a push refuses the manifest, wherever they stand in it. */
  questions(tree: Tree): Question[] {
    const missing = variableReferences(tree).filter(({ name }) => !this.variables.find(name));
    return missing.map(({ name, ...span }) => ({
      id: `${variableId}${name}`,
      prompt: `Value of ((${name}))`,
      hidden: secretName.test(name),
      required: true,
      range: this.context.rangeOf(span),
    }));
  }

  private entries(tree: Tree): { app: Application; item: YamlNode }[] {
    const root = asMapping(tree.root);
    const list = this.variables.replace(root && lookup(root, 'applications')?.value);
    const items = list?.kind === 'sequence' ? list.items : [];
    if (!items.length) {
      this.problem(
        'no-applications',
        root ?? { start: 0, end: 0 },
        'The manifest has no applications, so there is nothing to stage: add `applications:` with a list of them, such as `- name: my-app`.',
      );
    }
    return items.flatMap((item, index) => {
      const mapping = asMapping(item);
      if (mapping) return [{ app: new Application(mapping, index), item }];
      this.problem('type', item, 'An application must be a mapping with at least a `name`, such as `- name: my-app`.');
      return [];
    });
  }

  private identity(app: Application, item: YamlNode): ApplicationIdentity {
    const path = this.path(app);
    return {
      name: this.text(app.value('name')) ?? { value: basename(path.value) },
      range: this.context.rangeOf(item),
      path,
      docker: this.text(lookup(this.variables.replace(app.value('docker')), 'image')?.value),
    };
  }

  private application(app: Application, item: YamlNode): ResolvedApplication {
    const web = app.processes.find((process) => this.text(process.value('type'))?.value === 'web');
    const main: Attributes = web ?? app;
    const { name, range, path, docker } = this.identity(app, item);
    return {
      name,
      range,
      path,
      docker,
      buildpacks: this.buildpacks(app),
      stack: this.text(app.value('stack')),
      lifecycle: this.text(app.value('lifecycle')),
      env: this.env(app.value('env')),
      memory: this.text(main.value('memory')),
      disk: this.text(main.value('disk_quota')),
      command: this.command(main.value('command')),
      processes: app.processes.flatMap((process) => this.process(process)),
      sidecars: app.sidecars.flatMap((sidecar) => this.sidecar(sidecar)),
      services: this.services(app.value('services')),
      routes: app.routes.flatMap((route) => this.text(lookup(route, 'route')?.value) ?? []),
      healthCheck: this.healthCheck(main),
      hooks: {},
      requirements: [],
      cron: [],
      secrets: this.secrets,
    };
  }

  /** Relative to the folder of the manifest, which is also the default. */
  private path(app: Application): Located<string> {
    const written = this.text(app.value('path'));
    const { folder } = this.context;
    return written ? { ...written, value: resolvePath(folder, written.value) } : { value: folder };
  }

  /** `buildpacks`, or the legacy `buildpack`, where `null` and `default` mean detection. */
  private buildpacks(app: Application): Located<string>[] {
    const written = app.value('buildpacks');
    if (written) {
      const list = this.list(written);
      if (!list && !isNull(written))
        this.problem('type', written, '`buildpacks` must be a list: write each buildpack on its own line behind `- `.');
      return list?.flatMap((item) => this.text(item) ?? []) ?? [];
    }
    const single = this.text(app.value('buildpack'));
    return single && !['default', 'null', ''].includes(single.value) ? [single] : [];
  }

  private env(node: YamlNode | undefined): Record<string, ResolvedVariable> {
    const mapping = this.variables.replace(node);
    if (mapping?.kind !== 'mapping') return {};
    const entries = [...effectivePairs(mapping)].flatMap(([key, pair]) => {
      const name = this.variables.interpolate(key).text;
      const value = this.variables.replace(pair.value);
      // JSON is what people mean; the platform's own text of a list or mapping is of use to nobody.
      if (value && value.kind !== 'scalar') return [[name, this.located(pair.value, jsonOf(value))] as const];
      return [[name, this.text(pair.value) ?? this.located(pair.value, '')] as const];
    });
    return Object.fromEntries(entries);
  }

  /** `null` and `default` bring the buildpack's own start command back. */
  private command(node: YamlNode | undefined): Located<string> | undefined {
    const command = this.text(node);
    return command && ['null', 'default'].includes(command.value) ? undefined : command;
  }

  private process(process: Attributes): ResolvedProcess[] {
    const type = this.text(process.value('type'));
    if (!type) return [];
    return [
      {
        type,
        command: this.command(process.value('command')),
        memory: this.text(process.value('memory')),
        instances: this.text(process.value('instances')),
        healthCheck: this.healthCheck(process),
      },
    ];
  }

  private sidecar(sidecar: Mapping): ResolvedSidecar[] {
    const name = this.text(lookup(sidecar, 'name')?.value);
    const command = this.text(lookup(sidecar, 'command')?.value);
    if (!name || !command) return [];
    const types = this.list(lookup(sidecar, 'process_types')?.value) ?? [];
    const processTypes = types.flatMap((type) => this.text(type)?.value ?? []);
    return [{ name, command, processTypes, memory: this.text(lookup(sidecar, 'memory')?.value) }];
  }

  private services(node: YamlNode | undefined): { name: Located<string> }[] {
    return (this.list(node) ?? []).flatMap((item) => {
      const name = this.text(item) ?? this.text(lookup(this.variables.replace(item), 'name')?.value);
      return name ? [{ name }] : [];
    });
  }

  private healthCheck(main: Attributes): ResolvedHealthCheck {
    return {
      type: this.text(main.value('health-check-type')),
      endpoint: this.text(main.value('health-check-http-endpoint')),
      timeout: this.text(main.value('timeout')),
    };
  }

  private list(node: YamlNode | undefined): YamlNode[] | undefined {
    const list = this.variables.replace(node);
    return list?.kind === 'sequence' ? list.items : undefined;
  }

  /** A scalar as text, with its range; undefined when it is missing, null or a collection. */
  private text(node: YamlNode | undefined): Located<string> | undefined {
    const scalar = this.variables.replace(node);
    if (!node || scalar?.kind !== 'scalar' || isNull(scalar)) return undefined;
    return this.located(node, this.variables.interpolate(plainText(scalar)).text);
  }

  /** A vars file that cf does not read, told where that is. */
  private refused(file: VariablesFile): void {
    const refusal = refusalOf(file);
    if (!refusal) return;
    const uri = pathToFileURL(file.path).href;
    const message = `cf does not read the vars file ${basename(file.path)}. ${refusal.message}`;
    const range = sourceOf(file.tree.text, uri).rangeOf(refusal);
    this.context.problems.push({ code: 'variables-file', severity: 'error', message, range, uri });
  }

  private located(node: YamlNode, value: string): Located<string> {
    return { value, range: this.context.rangeOf(node) };
  }

  private problem(code: string, span: { start: number; end: number }, message: string): void {
    this.context.problems.push({ code, severity: 'error', message, range: this.context.rangeOf(span) });
  }
}

/** Answers as `--var` takes values: YAML, but for secrets, which are text whatever they hold. */
function answeredVariables(answers: Record<string, string> = {}): Record<string, string> {
  const variables = Object.entries(answers).filter(([id]) => id.startsWith(variableId));
  return Object.fromEntries(
    variables.map(([id, value]) => {
      const name = id.slice(variableId.length);
      return [name, secretName.test(name) ? JSON.stringify(value) : value];
    }),
  );
}
