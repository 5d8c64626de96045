// The language client: started by the first manifest that is opened, shared by both languages.
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, State } from 'vscode-languageclient';
import {
  applicationsRequest,
  kindRequest,
  languageIds,
  resolveManifestRequest,
  sentManifestRequest,
  targetNotification,
} from '../../../server/src/base/protocol';
import type {
  FileParams,
  Kind,
  ListedApplication,
  ResolvedManifest,
  ResolveOptions,
  SentManifest,
  TargetParams,
} from '../../../server/src/base/protocol';
import type { TargetKnowledge } from '../../../server/src/base/targetKnowledge';

export type ServerState = 'not started' | 'starting' | 'running' | 'stopped';

/** Real files, those of a virtual workspace and new ones; not the read-only views of git or of a droplet. */
const schemes = new Set([
  'file',
  'untitled',
  ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme),
]);

export const manifestSelector: vscode.DocumentSelector = Object.values(languageIds).flatMap((language) =>
  [...schemes].map((scheme) => ({ language, scheme })),
);

export const isManifest = (document: vscode.TextDocument) => vscode.languages.match(manifestSelector, document) > 0;

/** Makes the client of a language server; nothing of the client is loaded before. */
export type Server = (options: LanguageClientOptions) => Promise<{ client: BaseLanguageClient; State: typeof State }>;

export class Language implements vscode.Disposable {
  state: ServerState = 'not started';
  private client: Promise<BaseLanguageClient> | undefined;
  private knowledge: TargetKnowledge | undefined;
  private changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChangeState = this.changed.event;
  private subscriptions: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const startFor = (document: vscode.TextDocument) => {
      if (isManifest(document)) void this.handBackForeign(document).catch(() => undefined);
    };
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument(startFor),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.client && void this.restart()),
    ];
    // After activation: starting a process is not part of it.
    setImmediate(() => vscode.workspace.textDocuments.forEach(startFor));
  }

  /** Whose file it is. As all requests: rejects when the server cannot be started. */
  kind(uri: vscode.Uri): Promise<Kind> {
    return this.ask(kindRequest, uri);
  }

  /** The applications of a manifest by name; none when the file is no manifest. */
  applications(uri: vscode.Uri): Promise<ListedApplication[]> {
    return this.ask(applicationsRequest, uri);
  }

  /** The manifest as the platform would read it. */
  resolve(uri: vscode.Uri, options: ResolveOptions = {}): Promise<ResolvedManifest> {
    return this.ask(resolveManifestRequest, uri, options);
  }

  /** A manifest of Cloud Foundry as a push would send it. */
  sent(uri: vscode.Uri): Promise<SentManifest> {
    return this.ask(sentManifestRequest, uri);
  }

  /** What the platform says about itself, from now on; also for a server that starts later. */
  async know(knowledge: TargetKnowledge | undefined): Promise<void> {
    this.knowledge = knowledge;
    const client = await this.client?.catch(() => undefined);
    if (client) await this.hand(client);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.started();
  }

  async stop(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    this.client = undefined;
    // A server that hangs is killed by the client after this time.
    await client?.dispose(2000);
    this.setState('stopped');
  }

  dispose(): void {
    this.subscriptions.forEach((one) => one.dispose());
    this.changed.dispose();
  }

  /** A manifest.yml of another tool becomes plain YAML again, so that it keeps what other extensions do for YAML. */
  private async handBackForeign(document: vscode.TextDocument): Promise<void> {
    const { platform } = await this.kind(document.uri);
    if (!platform && !document.isClosed && isManifest(document) && document.uri.scheme !== 'untitled')
      await vscode.languages.setTextDocumentLanguage(document, 'yaml');
  }

  private async ask<R>(method: string, uri: vscode.Uri, options: ResolveOptions = {}): Promise<R> {
    const client = await this.started();
    const params: FileParams = { ...options, uri: client.code2ProtocolConverter.asUri(uri) };
    return client.sendRequest<R>(method, params);
  }

  private started(): Promise<BaseLanguageClient> {
    this.client ??= this.start().catch((error) => {
      this.client = undefined;
      this.setState('stopped');
      this.log.error('The language server did not start.', error);
      throw error;
    });
    return this.client;
  }

  private async start(): Promise<BaseLanguageClient> {
    this.setState('starting');
    const { client, State } = await this.server({
      documentSelector: manifestSelector as { language: string; scheme: string }[],
      outputChannel: this.log,
      middleware: {
        provideCodeActions: async (document, range, context, token, next) =>
          (await next(document, range, context, token))?.map(openingWhatItWrites),
      },
      initializationOptions: { trusted: vscode.workspace.isTrusted },
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{yml,yaml}') },
    });
    client.onDidChangeState(({ newState }) =>
      this.setState(newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'stopped'),
    );
    await client.start();
    if (this.knowledge) await this.hand(client);
    return client;
  }

  private hand(client: BaseLanguageClient): Promise<void> {
    const params: TargetParams = { knowledge: this.knowledge };
    return client.sendNotification(targetNotification, params);
  }

  private setState(state: ServerState): void {
    this.state = state;
    this.changed.fire(state);
  }
}

/** A conversion writes another file, which is what the user wants to see next. */
function openingWhatItWrites(action: vscode.Command | vscode.CodeAction): vscode.Command | vscode.CodeAction {
  if (!('edit' in action) || !action.kind?.contains(vscode.CodeActionKind.RefactorRewrite.append('cloudfoundry')))
    return action;
  const [written] = action.edit?.entries() ?? [];
  if (written) action.command = { title: vscode.l10n.t('Open'), command: 'vscode.open', arguments: [written[0]] };
  return action;
}
