// Lets the watch see what listens inside while the app runs.
import type { ScriptContext } from '../lifecycle/runScript';
import { toolBase, toolShell } from '../lifecycle/runScript';
import { LineSplitter } from '../report/outputLines';
import type { Told } from './healthCheck';
import { listenersOf, listenersScript } from './listeners';
import { StartWatch } from './startWatch';
import type { Expected } from './startWatch';

/** Resolves when the watch knows what listens before the app starts. It goes on until `over`, and does not keep the app from ending. */
export async function watchStart(
  expected: Expected,
  tell: Told,
  context: ScriptContext,
  over: AbortSignal,
): Promise<StartWatch> {
  const watch = new StartWatch(expected, tell);
  await new Promise<void>((begun) => {
    const lines = new LineSplitter((line) => {
      watch.see(listenersOf(line));
      begun();
    });
    context.sandbox
      .exec({ ...toolBase(context), argv: [...toolShell, listenersScript], onStdout: lines.write }, over)
      .catch(() => {}) // the app has ended first
      .finally(begun);
  });
  return watch;
}
