// The texts written for hooks in a manifest, for rules and features.
import type { HookPhase } from '../base/protocol';
import { isHere } from './context';
import { hookPhases } from './hooks/phases';
import type { StackatoManifest } from './inheritance';
import type { StackatoApplication } from './normalise';
import { asScalar, follow, scalarsOf } from '../yaml/tree';
import type { Scalar } from '../yaml/tree';

export interface HookText {
  app: StackatoApplication;
  phase: HookPhase;
  node: Scalar;
  /** It stands alone, not in a list. */
  single: boolean;
}

/** Those of the open file, not of one it inherits. */
export function hookTexts({ applications, main }: StackatoManifest): HookText[] {
  return applications.flatMap((app) =>
    hookPhases.flatMap((phase) => {
      const written = follow(app.value, ['stackato', 'hooks', phase]);
      return scalarsOf(written)
        .filter((node) => isHere(main.file, node))
        .map((node) => ({ app, phase, node, single: asScalar(written) !== undefined }));
    }),
  );
}
