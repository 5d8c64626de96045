// Stackato's manifest, resolved: what `inherit`, the shapes of `applications`, the block and `${…}` come to, application by application.
import { basename, resolve as resolvePath } from 'node:path';
import { commandsOf, hookPhases } from './hooks/phases';
import type {
  ApplicationIdentity,
  Located,
  Question,
  ResolvedApplication,
  ResolvedHook,
  ResolvedManifest,
  ResolvedProcess,
  ResolvedRequirement,
  ResolvedVariable,
} from '../base/protocol';
import { asMapping, asScalar, asSequence, fileOf, follow, lookup, pairsOf, scalarsOf } from '../yaml/tree';
import type { Pair, Tree, YamlNode } from '../yaml/tree';
import type { ResolveContext } from '../base/resolveContext';
import { inheritProblem, readStackato } from './inheritance';
import type { StackatoManifest } from './inheritance';
import { isWrittenAsMapping } from './normalise';
import type { StackatoApplication } from './normalise';
import { LocatedTexts, targets } from './locatedTexts';
import { scopeOf } from './symbols';
import type { Scope } from './symbols';
import { isTclTrue } from './tcl';

/** Resolves a tree in any of Stackato's shapes, those applications that are wanted by their position; problems also go into `context.problems`. */
export function resolveStackato(
  tree: Tree,
  context: ResolveContext,
  isWanted: (index: number) => boolean = () => true,
): Pick<ResolvedManifest, 'applications' | 'questions'> {
  const manifest = readStackato(tree, context.uri, context.readFile);
  const resolver = new Resolver(manifest, context);
  return { applications: resolver.applications(isWanted), questions: resolver.texts.questions };
}

/** What names the applications and tells them apart, without the rest. */
export function identifyStackato(tree: Tree, context: ResolveContext): ApplicationIdentity[] {
  const manifest = readStackato(tree, context.uri, context.readFile);
  const resolver = new Resolver(manifest, context);
  return manifest.applications.map((application) => resolver.identity(application));
}

class Resolver {
  readonly texts: LocatedTexts;

  constructor(
    private readonly manifest: StackatoManifest,
    private readonly context: ResolveContext,
  ) {
    this.texts = new LocatedTexts(context);
  }

  applications(isWanted: (index: number) => boolean): ResolvedApplication[] {
    const { manifest, context } = this;
    for (const link of manifest.links) {
      const problem = inheritProblem(link);
      if (problem) this.texts.problem('inherit', problem, link.path);
    }
    if (!manifest.applications.length) {
      context.problems.push({
        code: 'no-applications',
        severity: 'error',
        message:
          'The manifest has no application, so there is nothing to stage: give it a `name`, or a list of `applications`.',
        range: context.rangeOf({ start: 0, end: 0 }),
      });
    }
    return manifest.applications
      .filter((_, index) => isWanted(index))
      .map((application) => this.application(application));
  }

  identity(application: StackatoApplication): ApplicationIdentity {
    const scope = scopeOf(this.manifest, application);
    const { value } = application;
    const { context } = this;
    const path = this.path(application, scope);
    const name = this.texts.text(lookup(value, 'name')?.value, scope);
    if (!name) this.texts.problem('application-name', 'The application has no name: give it a `name`.', value);
    return {
      name: name ?? { value: basename(path.value) },
      range: context.rangeOf(fileOf(value).uri === context.uri ? value : { start: 0, end: 0 }),
      path,
      docker: this.texts.text(lookup(value, 'docker_image')?.value, scope),
    };
  }

  private application(application: StackatoApplication): ResolvedApplication {
    const scope = scopeOf(this.manifest, application);
    const { value } = application;
    const block = lookup(value, 'stackato')?.value;
    const text = (key: string) => this.texts.text(lookup(value, key)?.value, scope);
    return {
      ...this.identity(application),
      buildpacks: this.buildpacks(application, scope),
      stack: text('stack'),
      env: this.env(application, lookup(block, 'env')?.value),
      memory: text('memory'),
      disk: text('disk_quota'),
      command: text('command'),
      processes: this.processes(application),
      sidecars: [],
      hooks: this.hooks(application),
      requirements: this.requirements(application),
      ignores: lookup(block, 'ignores') && this.list(lookup(block, 'ignores')?.value, application, 'stackato'),
      services: this.services(application),
      routes: this.routes(application, scope),
      healthCheck: text('timeout') && { timeout: text('timeout') },
      framework: this.texts.text(
        follow(value, ['framework', 'name']),
        scopeOf(this.manifest, application, 'framework'),
      ),
      cron: this.list(lookup(block, 'cron')?.value, application, 'stackato'),
    };
  }

  /** Relative to the folder of the main manifest, wherever it is written. */
  private path({ form, folder, value }: StackatoApplication, scope: Scope): Located<string> {
    const base = this.context.folder;
    if (form === 'map' && folder) {
      const written = this.texts.text(folder, scope);
      if (written) return { ...written, value: resolvePath(base, written.value) };
    }
    const written = this.texts.text(lookup(value, 'path')?.value, scope);
    return written ? { ...written, value: resolvePath(base, written.value) } : { value: base };
  }

  /** `buildpack`, or what Stackato 2 had: the framework `buildpack` with its URL in the environment. */
  private buildpacks({ value }: StackatoApplication, scope: Scope): Located<string>[] {
    const legacy = asScalar(follow(value, ['framework', 'name']))?.text === 'buildpack';
    const variable = legacy ? follow(value, ['stackato', 'env', 'BUILDPACK_URL']) : undefined;
    const written = this.texts.text(lookup(value, 'buildpack')?.value ?? lookup(variable, 'default')?.value, scope);
    return written && !/^(|~|null)$/.test(written.value) ? [written] : [];
  }

  /** `processes: web`; `~` means a worker, which has no web process. */
  private processes(application: StackatoApplication): ResolvedProcess[] {
    const web = lookup(follow(application.value, ['stackato', 'processes']), 'web');
    const command = this.texts.text(web?.value, scopeOf(this.manifest, application, 'stackato', 'processes'));
    if (!web || !command || /^(~|null|Null|NULL|)$/.test(command.value)) return [];
    return [{ type: { value: 'web', ...this.texts.place(web.key) }, command }];
  }

  private hooks(application: StackatoApplication): ResolvedApplication['hooks'] {
    const scope = scopeOf(this.manifest, application, 'stackato', 'hooks');
    const hooks: ResolvedApplication['hooks'] = {};
    for (const phase of hookPhases) {
      const written = follow(application.value, ['stackato', 'hooks', phase]);
      const commands = scalarsOf(written).flatMap((one): ResolvedHook[] => {
        const located = this.texts.text(one, scope)!;
        return commandsOf(phase, located.value, asScalar(written) !== undefined).map((command) => ({
          command: { ...located, value: command.text },
          ignoreFailure: command.ignoreFailure,
        }));
      });
      if (commands.length) hooks[phase] = commands;
    }
    return hooks;
  }

  /** Operating system packages for Ubuntu (the stacks are); a nested list is a repository. */
  private requirements(application: StackatoApplication): ResolvedRequirement[] {
    const phasesOf = [
      ['both', follow(application.value, ['stackato', 'requirements'])],
      ['staging', follow(application.value, ['stackato', 'requirements', 'staging'])],
      ['running', follow(application.value, ['stackato', 'requirements', 'running'])],
    ] as const;
    const scope = scopeOf(this.manifest, application, 'stackato', 'requirements');
    return phasesOf.flatMap(([when, part]) =>
      ['unix', 'ubuntu'].flatMap((system) => {
        const written = lookup(part, system)?.value;
        const items = asSequence(written)?.items ?? (written ? [written] : []);
        return items.flatMap((item): ResolvedRequirement[] => {
          const repository = asSequence(item) !== undefined;
          return scalarsOf(item).flatMap((one) => {
            const located = this.texts.text(one, scope)!;
            // A text may name several packages; a repository line (`deb http://… main`) stays whole.
            const names = repository ? [located.value] : located.value.split(/\s+/).filter(Boolean);
            return names.map((name) => ({ package: { ...located, value: name }, when, repository }));
          });
        });
      }),
    );
  }

  private services(application: StackatoApplication): ResolvedApplication['services'] {
    const scope = scopeOf(this.manifest, application, 'services');
    return [...pairsOf(lookup(application.value, 'services')?.value)].map(([name, entry]) => {
      const type = ['label', 'type', 'vendor'].flatMap(
        (key) => this.texts.text(lookup(entry.value, key)?.value, scope) ?? [],
      )[0];
      return {
        name: this.texts.text(entry.key, scope) ?? { value: name },
        ...(type && { type: type.value }),
      };
    });
  }

  /** `url`, and what `host`, `subdomain` and `domain` add; nothing with `no-route`. The client makes them lower case. */
  private routes(application: StackatoApplication, scope: Scope): Located<string>[] {
    const { value } = application;
    const off = this.texts.text(lookup(value, 'no-route')?.value, scope);
    if (off && isTclTrue(off.value)) return [];
    const urls = scalarsOf(lookup(value, 'url')?.value).map((url) => this.texts.text(url, scope)!);
    const domain = this.texts.text(lookup(value, 'domain')?.value, scope);
    const hosts = ['host', 'subdomain'].flatMap((key) => this.texts.text(lookup(value, key)?.value, scope) ?? []);
    if (domain && !hosts.length)
      hosts.push({ ...domain, value: this.texts.text(lookup(value, 'name')?.value, scope)?.value ?? application.key });
    const added = hosts.map((host) => ({ ...host, value: `${host.value}.${domain?.value ?? targets['space-base']}` }));
    return [...urls, ...added].map((route) => ({ ...route, value: route.value.toLowerCase() }));
  }

  private env(application: StackatoApplication, env: YamlNode | undefined): Record<string, ResolvedVariable> {
    const scope = scopeOf(this.manifest, application, 'stackato', 'env');
    const entries = [...pairsOf(env)].flatMap(([key, entry]): [string, ResolvedVariable][] => {
      const name = this.texts.text(entry.key, scope)?.value ?? key;
      if (!asMapping(entry.value)) return [];
      if (!isWrittenAsMapping(entry)) return [[name, this.texts.text(lookup(entry.value, 'default')?.value, scope)!]];
      return [[name, this.askedVariable(application, name, entry, scope)]];
    });
    return Object.fromEntries(entries);
  }

  /** The long form: default, or the user's answer. */
  private askedVariable(application: StackatoApplication, name: string, entry: Pair, scope: Scope): ResolvedVariable {
    const part = (key: string) => this.texts.text(lookup(entry.value, key)?.value, scope)?.value;
    const flag = (key: string) => isTclTrue(part(key) ?? 'no');
    const choices = scalarsOf(lookup(entry.value, 'choices')?.value).map(
      (choice) => this.texts.text(choice, scope)!.value,
    );
    const place = this.texts.place(entry.key);
    const fallback = part('default');
    const question: Question = {
      id: `env:${application.key}:${name}`,
      prompt: part('prompt') ?? `Enter ${name}`,
      ...(fallback !== undefined && { default: fallback }),
      ...(choices.length > 0 && { choices }),
      ...(flag('hidden') && { hidden: true }),
      ...(flag('required') && { required: true }),
      ...(flag('inherit') && { inheritFrom: name }),
      ...(place.range && !place.uri && { range: place.range }),
    };
    this.texts.questions.push(question);
    return { value: this.context.options.answers?.[question.id] ?? fallback ?? '', ...place, question };
  }

  private list(value: YamlNode | undefined, application: StackatoApplication, ...path: string[]): Located<string>[] {
    const scope = scopeOf(this.manifest, application, ...path);
    return scalarsOf(value).map((one) => this.texts.text(one, scope)!);
  }
}
