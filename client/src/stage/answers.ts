// What only the user can answer: `((variables))` without a value, Stackato's `${ask …}` and its variables of `env:` in long form.
import * as vscode from 'vscode';
import type { Question } from '../../../server/src/base/protocol';

/** Remembers answers until the window closes; hidden ones are secrets and are on no disk. */
export class Answers {
  private byManifest = new Map<string, Record<string, string>>();

  remembered(uri: vscode.Uri): Record<string, string> {
    return this.byManifest.get(uri.toString()) ?? {};
  }

  /** Undefined when the user cancelled. `again`: what was answered before is not asked a second time. */
  async ask(uri: vscode.Uri, questions: Question[], again = false): Promise<Record<string, string> | undefined> {
    const before = this.remembered(uri);
    const answers: Record<string, string> = {};
    for (const [index, question] of questions.entries()) {
      const known = before[question.id];
      const answer = again && known !== undefined ? known : await askOne(question, known, index + 1, questions.length);
      if (answer === undefined) return undefined;
      answers[question.id] = answer;
    }
    this.byManifest.set(uri.toString(), { ...before, ...answers });
    return answers;
  }
}

async function askOne(
  question: Question,
  known: string | undefined,
  step: number,
  of: number,
): Promise<string | undefined> {
  const title = of > 1 ? `${question.prompt} (${step}/${of})` : question.prompt;
  const inherited = question.inheritFrom === undefined ? undefined : process.env[question.inheritFrom];
  const value = known ?? inherited ?? question.default;
  if (question.choices?.length) {
    const items = question.choices.map((label) => ({
      label,
      description: label === value ? vscode.l10n.t('default') : undefined,
    }));
    items.sort((a, b) => Number(b.label === value) - Number(a.label === value));
    return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.label;
  }
  return vscode.window.showInputBox({
    title,
    value,
    password: question.hidden,
    ignoreFocusOut: true,
    validateInput: (text) =>
      question.required && !text ? vscode.l10n.t('The manifest requires a value here.') : undefined,
  });
}
