// Which buildpacks count as installed: those of the setting, those of the target, or the usual ones of the platform.
import * as vscode from 'vscode';
import knownBuildpacks from '../../../schemas/buildpacks.json';
import { askedAt } from '../../../server/src/base/targetKnowledge';
import type { TargetKnowledge } from '../../../server/src/base/targetKnowledge';
import type { StageSettings } from '../base/settings';
import { asOnTarget } from '../staging/plan/asOnTarget';
import type { InstalledBuildpack } from '../staging/report/request';

/** In the order of detection. `say` hears where they come from when that is the target. */
export function installedBuildpacks(
  { buildpacks, buildpacksAsOnTarget }: Pick<StageSettings, 'buildpacks' | 'buildpacksAsOnTarget'>,
  stack: string | undefined,
  knowledge: TargetKnowledge | undefined,
  say: (line: string) => void,
): InstalledBuildpack[] {
  const usual = knownBuildpacks.installed;
  if (buildpacksAsOnTarget && knowledge?.buildpacks) {
    const { installed, unknown } = asOnTarget(knowledge.buildpacks, stack, { given: buildpacks, usual });
    say(vscode.l10n.t('Installed buildpacks: as in {0}.', askedAt(knowledge).replaceAll('`', '')));
    if (unknown.length)
      say(
        vscode.l10n.t(
          'Without {0}, for it is not known where they come from: name them in the setting cfStaging.staging.buildpacks.',
          unknown.join(', '),
        ),
      );
    return installed;
  }
  if (buildpacksAsOnTarget)
    say(vscode.l10n.t('The buildpacks of the target are not known: run "Use the Cloud Foundry I Am Logged In To".'));
  const given = Object.entries(buildpacks).map(([name, ref]) => ({ name, ref }));
  return given.length ? given : usual.map(({ name, repository }) => ({ name, ref: repository }));
}
