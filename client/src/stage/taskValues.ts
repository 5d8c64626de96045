// Values for `app` and `manifest` in tasks.json: what the schema of a task cannot know, because it stands in the workspace.
import * as vscode from 'vscode';
import type { Language } from '../base/language';
import { allManifests } from './findManifest';
import { taskType } from './stageTask';
import { taskValueAt } from './taskValueAt';

export function completeTaskValues(language: Language): vscode.Disposable {
  const names = async (manifest: vscode.Uri) =>
    (await language.applications(manifest).catch(() => [])).filter(({ docker }) => !docker).map(({ name }) => name);
  return vscode.languages.registerCompletionItemProvider(
    { pattern: '**/{tasks.json,*.code-workspace}' },
    {
      async provideCompletionItems(document, position) {
        const place = taskValueAt(document.getText(), document.offsetAt(position), taskType);
        if (!place) return [];
        const manifests = await allManifests(language);
        const shown = (manifest: vscode.Uri) => vscode.workspace.asRelativePath(manifest, false);
        const values =
          place.key === 'manifest'
            ? manifests.map((manifest) => ({ value: shown(manifest), detail: '' }))
            : (
                await Promise.all(
                  manifests.map(async (manifest) =>
                    (await names(manifest)).map((value) => ({ value, detail: shown(manifest) })),
                  ),
                )
              ).flat();
        const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
        return values.map(({ value, detail }) => {
          const item = new vscode.CompletionItem(
            { label: value, description: detail },
            vscode.CompletionItemKind.Value,
          );
          item.range = range;
          item.insertText = item.filterText = JSON.stringify(value);
          return item;
        });
      },
    },
    '"',
  );
}
