// The texts written for hooks in a manifest, for rules and features.
import type { HookPhase } from '../base/protocol';
import { isHere } from './context';
import { hookPhases } from './hooks/phases';
import type { StackatoManifest } from './inherit';
import type { StackatoApplication } from './normalise';
import { at, scalarsOf } from './value';
import type { ScalarValue } from './value';

export interface HookText {
  app: StackatoApplication;
  phase: HookPhase;
  value: ScalarValue;
  /** It stands alone, not in a list. */
  single: boolean;
}

/** Those of the open file, not of one it inherits. */
export function hookTexts({ applications, main }: StackatoManifest): HookText[] {
  return applications.flatMap((app) =>
    hookPhases.flatMap((phase) => {
      const written = at(app.value, 'stackato', 'hooks', phase);
      return scalarsOf(written)
        .filter((value) => isHere(main.file, value))
        .map((value) => ({ app, phase, value, single: written?.kind === 'scalar' }));
    }),
  );
}
