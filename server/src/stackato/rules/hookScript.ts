import { dirname, join, normalize } from 'node:path';
import { scriptCalls } from '../hooks/calls';
import type { ScriptCall } from '../hooks/calls';
import { commandsOf } from '../hooks/phases';
import { scriptProblems } from '../hooks/script';
import { hookTexts } from '../hookTexts';
import { closest } from '../../base/words';
import type { FixData } from '../../checks/fixData';
import type { StackatoContext, StackatoRule } from '../context';
import { folderOf, isLoneCopy, isOpen, spanIn } from '../context';
import { stackatoPage } from '../../checks/pages';

/** The scripts that hooks call: there, executable, with a first line that says what runs them, without Windows line ends. */
export const hookScript: StackatoRule = {
  id: 'hook-script',
  severity: 'warning',
  docs: stackatoPage,
  check(context, report) {
    const judged = new Map<string, boolean>();
    const isBare = (folder: string) => {
      if (!judged.has(folder)) judged.set(folder, isLoneCopy(context, folder));
      return judged.get(folder)!;
    };
    for (const { app, phase, node, single } of hookTexts(context.manifest)) {
      const folder = folderOf(context, app);
      if (folder === undefined || isOpen(node.text) || isBare(folder)) continue;
      for (const command of commandsOf(phase, node.text, single)) {
        for (const call of scriptCalls(command.text)) {
          const path = join(folder, call.path);
          const { files } = context;
          const file = {
            kind: files.kind(path),
            head: files.read(path)?.slice(0, 4096),
            executable: files.executable?.(path),
          };
          for (const problem of scriptProblems(call, file)) {
            // Later hooks may call what the buildpack or an earlier hook has made.
            const made = problem.code === 'hook-script-missing' && !/^pre-(push|staging)$/.test(phase);
            report({
              at: spanIn(context.tree, node, command.start + call.start, command.start + call.end),
              code: problem.code,
              severity: made ? 'information' : problem.severity,
              message: problem.message,
              data: fixOf(problem.code, call, context, folder),
            });
          }
        }
      }
    }
  },
};

function fixOf(code: string, call: ScriptCall, { files }: StackatoContext, folder: string): FixData | undefined {
  if (code === 'hook-script-mode') return { fix: 'replace', with: [`sh ${call.path}`] };
  if (code !== 'hook-script-missing') return undefined;
  const inside = dirname(normalize(call.path));
  const names = files.list(join(folder, inside))?.flatMap((entry) => (entry.folder ? [] : entry.name)) ?? [];
  const start = call.path.slice(0, call.path.lastIndexOf('/') + 1);
  const likely = closest(call.path.slice(start.length), names);
  return likely.length ? { fix: 'replace', with: likely.map((name) => start + name) } : undefined;
}
