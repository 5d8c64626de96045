// Typed access to our settings; the only caller of getConfiguration.
import * as vscode from 'vscode';
import { isSystemError, systemFailure } from '../staging/report/systemReason';
import * as path from 'node:path';
import { advisedError } from '../../../server/src/base/remedy';
import type { Means, Remediable, Setting } from '../../../server/src/base/remedy';
import { localPath } from '../staging/plan/localPath';

export interface StageSettings {
  engine: 'auto' | 'docker' | 'kubernetes' | 'local' | 'cloudfoundry';
  /** Address of the container engine; empty means: look for it. */
  dockerHost: string;
  /** Name of a docker context; counts where no address is given. */
  dockerContext?: string;
  /** Of the kubeconfig; undefined means its current ones. */
  kubeContext?: string;
  namespace?: string;
  podTemplate?: string;
  storageClass?: string;
  /** Stack name → image. */
  stacks: Record<string, string>;
  /** Installed buildpacks, name → reference (paths are absolute), in detection order; empty means the platform's own. */
  buildpacks: Record<string, string>;
  /** Those of the target instead, in its order; where a name is in `buildpacks`, its reference. */
  buildpacksAsOnTarget: boolean;
  /** Absolute paths from here on. */
  variablesFiles: string[];
  servicesFile?: string;
  caFiles: string[];
  environment: Record<string, string>;
  network?: string;
  timeoutSeconds: number;
  keepFailed: boolean;
  dropletFolder?: string;
  keepDroplets: number;
}

const section = 'cfStaging';

/** Settings as they apply to a file or folder; relative paths start at its workspace folder. */
export function stageSettings(scope: vscode.Uri): StageSettings {
  const get = <T>(name: Setting, fallback: T): T =>
    vscode.workspace.getConfiguration(section, scope).get<T>(name) ?? fallback;
  const base = vscode.workspace.getWorkspaceFolder(scope)?.uri.fsPath ?? path.dirname(scope.fsPath);
  const absolute = (file: string) => path.resolve(base, file);
  const optional = (file: string) => (file.trim() ? absolute(file.trim()) : undefined);
  return {
    engine: get('staging.engine', 'auto'),
    dockerHost: get('docker.host', '').trim(),
    dockerContext: get('docker.context', '').trim() || undefined,
    kubeContext: get('kubernetes.context', '').trim() || undefined,
    namespace: get('kubernetes.namespace', '').trim() || undefined,
    podTemplate: optional(get('kubernetes.podTemplate', '')),
    storageClass: get('kubernetes.storageClass', '').trim() || undefined,
    stacks: get('staging.stacks', {}),
    buildpacks: mapValues(get<Record<string, string>>('staging.buildpacks', {}), (ref) => localPath(ref, base) ?? ref),
    buildpacksAsOnTarget: get('staging.buildpacksAsOnTarget', false),
    variablesFiles: get<string[]>('staging.variablesFiles', []).map(absolute),
    servicesFile: optional(get('staging.servicesFile', '')),
    caFiles: get<string[]>('staging.caFiles', []).map(absolute),
    environment: get('staging.environment', {}),
    network: get('staging.network', '').trim() || undefined,
    timeoutSeconds: get('staging.timeoutMinutes', 15) * 60,
    keepFailed: get('staging.keepFailed', true),
    dropletFolder: optional(get('staging.dropletFolder', '')),
    keepDroplets: get('staging.keepDroplets', 5),
  };
}

const mapValues = (record: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

export const codeLensEnabled = (scope: vscode.Uri) =>
  vscode.workspace.getConfiguration(section, scope).get<boolean>('codeLens.enable' satisfies Setting) ?? true;

export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(section)) listener();
  });
}

/** Opens the settings editor at one of ours. */
export const openSetting = (name: Setting) =>
  vscode.commands.executeCommand('workbench.action.openSettings', `${section}.${name}`);

/** Sets one of ours where it is set already, else for the workspace (for all without one). */
export async function changeSetting(name: Setting, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  const { globalValue, workspaceValue } = settings.inspect(name) ?? {};
  const inWorkspace = workspaceValue !== undefined || (globalValue === undefined && vscode.workspace.workspaceFolders);
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await settings.update(name, value, inWorkspace ? Workspace : Global);
}

/** The setting that mends a problem, for a button that opens it. */
export const settingOf = ({ remedies }: Remediable): Setting | undefined =>
  remedies?.find(({ setting }) => setting)?.setting;

/** How the editor names what mends a problem: its setting, where the command line has an option. */
export const inEditor: Means = ({ setting, command }) =>
  setting ? vscode.l10n.t('setting {0}', `${section}.${setting}`) : command;

/** What went wrong and what to do next, for the user of the editor. */
export const told = (error: unknown): string =>
  isSystemError(error) ? systemFailure(error) : advisedError(error, inEditor);
