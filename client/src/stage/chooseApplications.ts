// Which applications of a manifest are staged: those asked for, the only one, or what the user picks.
import * as vscode from 'vscode';
import type { ResolvedApplication, ResolvedManifest } from '../../../server/src/base/protocol';
import { applicationsNamed, runsImage, withDifferentNames } from '../staging/plan/applications';

/** `names`: those that are wanted. Undefined when the user gave up. Throws StagingFailure `BadInput`. */
export async function chooseApplications(
  manifest: ResolvedManifest,
  names: string[] | undefined,
): Promise<ResolvedApplication[] | undefined> {
  const wanted = names ? applicationsNamed(manifest.applications, names) : manifest.applications;
  const stageable = wanted.filter((one) => !one.docker);
  if (stageable.length === 0) throw runsImage(wanted[0]!);
  const chosen = names || stageable.length === 1 ? stageable : await pick(stageable);
  return chosen && withDifferentNames(chosen, manifest.uri);
}

async function pick(applications: ResolvedApplication[]): Promise<ResolvedApplication[] | undefined> {
  const items = applications.map((application, index) => ({
    label: application.name.value,
    description: application.buildpacks.map((one) => one.value).join(', '),
    detail: vscode.workspace.asRelativePath(application.path.value),
    picked: index === 0,
    application,
  }));
  const title = vscode.l10n.t('Which applications? They are staged side by side.');
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: title });
  return picked?.length ? picked.map((item) => item.application) : undefined;
}
