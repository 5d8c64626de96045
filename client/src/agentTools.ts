// What agents may call: stage an application, check a manifest, read a droplet. The same functions as the commands, answered as text.
import * as vscode from 'vscode';
import { dropletUri } from './droplets/dropletFiles';
import type { DropletFiles } from './droplets/dropletFiles';
import type { Droplets } from './droplets/droplets';
import { advised } from '../../server/src/base/remedy';
import { isManifest } from './base/language';
import type { Language } from './base/language';
import { inEditor, told } from './base/settings';
import type { StageApp } from './stage/stageApp';
import type { Finished } from './stage/job';
import { duration, size } from './staging/report/units';
import { outcomeWords } from './staging/report/outcomeWords';

/** The part of VS Code's tool API that we use; it came with 1.95, later than the oldest version we run on. */
interface Invocation<T> {
  input: T;
}
interface Tool<T> {
  prepareInvocation?(options: Invocation<T>): {
    invocationMessage: string;
    confirmationMessages?: { title: string; message: vscode.MarkdownString };
  };
  invoke(options: Invocation<T>, token: vscode.CancellationToken): Promise<unknown>;
}
interface ToolApi {
  lm?: { registerTool?<T>(name: string, tool: Tool<T>): vscode.Disposable };
  LanguageModelToolResult: new (parts: unknown[]) => unknown;
  LanguageModelTextPart: new (text: string) => unknown;
}

interface Services {
  language: Language;
  stage: StageApp;
  droplets: Droplets;
  files: DropletFiles;
  log: vscode.LogOutputChannel;
}

/** An agent reads so much of a file at once, in characters. */
const longestText = 20_000;

export function registerAgentTools(services: Services): vscode.Disposable {
  const api = vscode as unknown as ToolApi;
  if (!api.lm?.registerTool) return new vscode.Disposable(() => undefined);
  /** Errors are text too: the model is to act on them. */
  const answer = async (work: () => Promise<string>) => {
    const text = await work().catch((error: unknown) => {
      services.log.warn(`A language model tool failed: ${String(error)}`);
      return `Failed: ${told(error)}`;
    });
    return new api.LanguageModelToolResult([new api.LanguageModelTextPart(text)]);
  };
  const register = api.lm.registerTool.bind(api.lm);
  return vscode.Disposable.from(
    register<StageInput>('cfStaging_stage_app', {
      prepareInvocation: ({ input }) => confirmStaging(input),
      invoke: ({ input }) => answer(() => stageApp(input, services)),
    }),
    register<{ manifest: string }>('cfStaging_check_manifest', {
      prepareInvocation: ({ input }) => ({ invocationMessage: vscode.l10n.t('Checking {0}', input.manifest) }),
      invoke: ({ input }) => answer(() => checkManifest(input.manifest, services)),
    }),
    register<DropletInput>('cfStaging_read_droplet', {
      prepareInvocation: ({ input }) => ({
        invocationMessage: vscode.l10n.t('Reading the droplet of {0}', input.application),
      }),
      invoke: ({ input }) => answer(() => readDroplet(input, services)),
    }),
  );
}

interface StageInput {
  manifest: string;
  application?: string;
}

function confirmStaging({ manifest, application }: StageInput) {
  const what = application ?? vscode.l10n.t('the app');
  const message = vscode.l10n.t(
    'Runs the buildpacks and hooks of `{0}` for {1} in a container on this machine, with access to the network.',
    manifest,
    what,
  );
  return {
    invocationMessage: vscode.l10n.t('Staging {0}', what),
    confirmationMessages: { title: vscode.l10n.t('Stage {0}?', what), message: new vscode.MarkdownString(message) },
  };
}

async function stageApp({ manifest, application }: StageInput, { stage }: Services): Promise<string> {
  if (!vscode.workspace.isTrusted)
    return 'The workspace is not trusted, so nothing is staged. The user has to trust it first.';
  const finished = await stage.stage({ uri: fileUri(manifest), applications: application ? [application] : undefined });
  if (!finished) return 'The user cancelled before the staging began.';
  return finished.length > 0
    ? finished.map(report).join('\n\n')
    : 'Nothing was staged: no container engine, or the user declined.';
}

function report({ past, result, problems, last }: Finished): string {
  const phases = Object.entries(result.phases).map(([phase, ms]) => `${phase} ${duration(ms)}`);
  const facts = [
    `${past.application}: ${outcomeWords(past.outcome)} (${past.outcome}, exit status ${result.exitCode}) after ${duration(past.ms)}`,
    `phases: ${phases.join(', ')}`,
    past.startCommand && `start command: ${past.startCommand}`,
    past.droplet && `droplet: ${past.droplet} (${size(past.size ?? 0)})`,
    ...problems
      .slice(0, 5)
      .map(
        (one) =>
          `${one.severity} ${one.code}${one.file ? ` at ${one.file}:${one.line ?? 1}` : ''}: ${advised(one, inEditor)}`,
      ),
    'last lines of the log:',
    ...last,
  ];
  return facts.filter((line) => line !== undefined && line !== '').join('\n');
}

async function checkManifest(manifest: string, { language }: Services): Promise<string> {
  const uri = fileUri(manifest);
  const checked = diagnosticsArrived(uri);
  const document = await vscode.workspace.openTextDocument(uri);
  if (!isManifest(document))
    return `${manifest} was not checked: a manifest is named manifest.yml or stackato.yml, or its language is chosen in the editor.`;
  const { platform, reason } = await language.kind(uri);
  if (!platform)
    return `${manifest} was not checked. ${reason} If it is a manifest, say so in a comment in it: # cf-staging: cloudfoundry`;
  await checked;
  const diagnostics = vscode.languages.getDiagnostics(document.uri);
  if (diagnostics.length === 0) return `${manifest}: no problems.`;
  return diagnostics
    .map(
      ({ severity, range, message }) =>
        `${manifest}:${range.start.line + 1}:${range.start.character + 1} ${vscode.DiagnosticSeverity[severity]}: ${message}`,
    )
    .join('\n');
}

/** The server checks what is opened; a file without problems may never be heard of, so this waits no longer than a check takes. */
function diagnosticsArrived(uri: vscode.Uri): Promise<void> {
  const longest = 2000;
  if (vscode.languages.getDiagnostics(uri).length > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = vscode.languages.onDidChangeDiagnostics((event) => {
      if (event.uris.some((one) => one.toString() === uri.toString())) done();
    });
    const timer = setTimeout(() => done(), longest);
    const done = () => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
  });
}

interface DropletInput {
  application: string;
  /** A file or folder inside; the whole droplet when absent. */
  path?: string;
}

async function readDroplet({ application, path = '/' }: DropletInput, { droplets, files }: Services): Promise<string> {
  const past = droplets.history.droplets.find((one) => one.application === application);
  if (!past) {
    const names = [...new Set(droplets.history.droplets.map((one) => one.application))].join(', ') || 'none';
    return `There is no droplet of ${application}. Staged applications: ${names}. Stage it first.`;
  }
  const uri = dropletUri(past.id, path.startsWith('/') ? path : `/${path}`);
  const { type } = await files.stat(uri);
  if (type === vscode.FileType.Directory) {
    const entries = await files.readDirectory(uri);
    return entries.map(([name, kind]) => (kind === vscode.FileType.Directory ? `${name}/` : name)).join('\n');
  }
  const text = new TextDecoder().decode(await files.readFile(uri));
  return text.length > longestText
    ? `${text.slice(0, longestText)}\n… (${text.length - longestText} more characters)`
    : text;
}

function fileUri(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const isAbsolute = /^([/\\]|[a-z]:)/i.test(file);
  return folder && !isAbsolute ? vscode.Uri.joinPath(folder, file) : vscode.Uri.file(file);
}
