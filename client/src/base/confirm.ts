// A question before something that cannot be taken back.
import * as vscode from 'vscode';

/** True only when the user pressed `act`. `keep` comes first, for the first button is what Enter presses. */
export async function confirm(question: string, act: string, keep: string, detail?: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, keep, act)) === act;
}
