// Why nothing is staged, said to the user with what to do next.
import type * as vscode from 'vscode';
import { StagingFailure } from '../staging/report/failure';

export interface Action {
  title: string;
  command: vscode.Command;
}

/** A message for the user that ends the attempt: what, why, what next. */
export class CannotStage extends StagingFailure {
  constructor(
    message: string,
    readonly actions: Action[] = [],
  ) {
    super('BadInput', '', message);
  }
}

/** A button that runs a command. */
export const action = (title: string, command: string, ...args: unknown[]): Action => ({
  title,
  command: { title, command, arguments: args },
});
