// "Choose Where to Stage…": the engines and contexts of this machine, and the Cloud Foundry that is used; sets our settings.
import * as vscode from 'vscode';
import { apiHost } from '../../../server/src/base/targetKnowledge';
import type { TargetKnowledge } from '../../../server/src/base/targetKnowledge';
import type { Setting } from '../../../server/src/base/remedy';
import { loadStaging } from '../base/loadStaging';
import { changeSetting, stageSettings } from '../base/settings';
import type { StageSettings } from '../base/settings';

interface Place extends vscode.QuickPickItem {
  /** As they are to be, in this order. */
  settings: Partial<Record<Setting, string>>;
}

export async function chooseStager(knowledge: TargetKnowledge | undefined): Promise<void> {
  const scope = vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const now = scope && stageSettings(scope);
  const places = await placesToStage(knowledge);
  const items = places.map((place) => ({
    ...place,
    ...(now && isChosen(place, now) && { label: `${place.label} $(check)` }),
  }));
  const placeHolder = vscode.l10n.t('Where is the app to be staged?');
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  for (const [name, value] of Object.entries(picked?.settings ?? {})) await changeSetting(name as Setting, value);
}

async function placesToStage(knowledge: TargetKnowledge | undefined): Promise<Place[]> {
  const { docker, kubernetes } = await (await loadStaging()).stagingPlaces();
  const target = knowledge?.target;
  return [
    {
      label: `$(search) ${vscode.l10n.t('Automatic')}`,
      description: vscode.l10n.t('the container engine that is found'),
      settings: { 'docker.context': '', 'staging.engine': 'auto' },
    },
    ...docker.map(({ name, address }) => ({
      label: `$(package) ${vscode.l10n.t('Docker context {0}', name)}`,
      description: address,
      settings: { 'docker.host': '', 'docker.context': name, 'staging.engine': 'docker' },
    })),
    ...kubernetes.map(({ name, address }) => ({
      label: `$(server-environment) ${vscode.l10n.t('Kubernetes context {0}', name)}`,
      description: address,
      settings: { 'kubernetes.context': name, 'staging.engine': 'kubernetes' },
    })),
    {
      label: `$(cloud) ${target ? `${target.org}/${target.space}` : vscode.l10n.t('The Cloud Foundry I am logged in to')}`,
      description: target ? apiHost(target.api) : vscode.l10n.t('stages there; nothing is started'),
      settings: { 'staging.engine': 'cloudfoundry' },
    },
    {
      label: `$(terminal) ${vscode.l10n.t('This machine, without a container')}`,
      description: vscode.l10n.t('buildpacks run as you, with your files'),
      settings: { 'staging.engine': 'local' },
    },
  ];
}

/** What the settings say now, by their names. */
const chosen: Partial<Record<Setting, (settings: StageSettings) => string>> = {
  'staging.engine': ({ engine }) => engine,
  'docker.context': ({ dockerContext = '' }) => dockerContext,
  'docker.host': ({ dockerHost }) => dockerHost,
  'kubernetes.context': ({ kubeContext = '' }) => kubeContext,
};

const isChosen = ({ settings }: Place, now: StageSettings): boolean =>
  Object.entries(settings).every(([name, value]) => chosen[name as Setting]?.(now) === value);
