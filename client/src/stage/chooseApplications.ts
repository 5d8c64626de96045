// Which applications of a manifest are staged: those asked for, the only one, or what the user picks.
import * as vscode from 'vscode';
import type { ResolvedApplication, ResolvedManifest } from '../../../server/src/base/protocol';
import { CannotStage } from './cannotStage';
import { equalNames } from '../staging/equalNames';

/** `wanted`: names. Undefined when the user gave up. Throws CannotStage. */
export async function chooseApplications(
  manifest: ResolvedManifest,
  wanted: string[] | undefined,
): Promise<ResolvedApplication[] | undefined> {
  const stageable = manifest.applications.filter((one) => !one.docker);
  const missing = wanted?.find((name) => !manifest.applications.some((one) => one.name.value === name));
  if (missing !== undefined) {
    const names = manifest.applications.map((one) => one.name.value).join(', ');
    throw new CannotStage(vscode.l10n.t('The manifest has no application "{0}". It has: {1}.', missing, names));
  }
  if (stageable.length === 0 || (wanted && !wanted.some((name) => stageable.some((one) => one.name.value === name)))) {
    throw new CannotStage(
      vscode.l10n.t(
        'The application runs a Docker image, so the platform stages nothing. Remove `docker:` to build it with a buildpack.',
      ),
    );
  }
  if (wanted) return differing(stageable.filter((one) => wanted.includes(one.name.value)));
  if (stageable.length === 1) return stageable;
  const items = stageable.map((application, index) => ({
    label: application.name.value,
    description: application.buildpacks.map((one) => one.value).join(', '),
    detail: vscode.workspace.asRelativePath(application.path.value),
    picked: index === 0,
    application,
  }));
  const title = vscode.l10n.t('Which applications? They are staged side by side.');
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: title });
  return picked?.length ? differing(picked.map((item) => item.application)) : undefined;
}

/** Throws CannotStage when two have one name. */
function differing(applications: ResolvedApplication[]): ResolvedApplication[] {
  const twice = equalNames(applications);
  if (twice) throw new CannotStage(twice.message);
  return applications;
}
