// Wires the features to a connection: keeps the documents, looks them up, catches what goes wrong, and schedules validation.
import {
  DidChangeConfigurationNotification,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import type {
  Connection,
  ConnectionStrategy,
  Diagnostic,
  InitializeResult,
  ServerCapabilities,
} from 'vscode-languageserver';
import { ManifestDocument } from './session/document';
import { features } from './features';
import { resolveCompletion } from './features/completion/completion';
import { checkBuildpacks, checkBuildpacksCommand } from './features/common/buildpackRefs';
import { diagnosing } from './features/diagnostics';
import { listedApplications, resolved, sent } from './features/resolved';
import {
  applicationsRequest,
  kindRequest,
  resolveManifestRequest,
  sentManifestRequest,
  targetNotification,
} from './base/protocol';
import type { FileParams, ResolveManifestParams, TargetParams } from './base/protocol';
import { Schedule } from './schedule';
import type { Machine } from './session/machine';
import { Session } from './session/session';
import { pathOfUri } from './base/uri';
import { readSettings } from './session/serverSettings';
import { warmUp } from './warmUp';

const cancelled = new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');

/** Milliseconds without typing after which a key without a value is no longer taken for one that is being written. */
const restAfter = 2000;

/** A request that is cancelled while it still waits is never begun. */
export const dropCancelled: ConnectionStrategy = {
  cancelUndispatched: (message) => ({ jsonrpc: message.jsonrpc, id: null, error: cancelled.toJson() }),
};

/** Serves until the connection closes. */
export function serve(connection: Connection, machine: Machine): void {
  const documents = new TextDocuments({
    create: ManifestDocument.create,
    update: (document: ManifestDocument, changes, version) => document.update(changes, version),
  });
  const session = new Session(documents, machine);
  const schedule = new Schedule(validate);
  let pullsConfiguration = false;
  let asksForChanges = false;

  connection.onInitialize(({ capabilities, workspaceFolders, rootUri, initializationOptions }): InitializeResult => {
    session.trusted = initializationOptions?.trusted === true;
    pullsConfiguration = Boolean(capabilities.workspace?.configuration);
    asksForChanges = Boolean(capabilities.workspace?.didChangeConfiguration?.dynamicRegistration);
    const folders = workspaceFolders?.map((folder) => folder.uri) ?? (rootUri ? [rootUri] : []);
    session.snippets = Boolean(capabilities.textDocument?.completion?.completionItem?.snippetSupport);
    session.workspaceFolders = folders.flatMap((uri) => pathOfUri(uri) ?? []);
    const ours: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      executeCommandProvider: { commands: [checkBuildpacksCommand] },
    };
    return {
      capabilities: Object.assign(ours, ...features.map((feature) => feature.capabilities)),
      serverInfo: { name: 'Cloud Foundry & Stackato Staging' },
    };
  });

  connection.onInitialized(() => {
    if (asksForChanges) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'cfStaging' });
    }
    void readConfiguration();
    setImmediate(() => guarded('warming up', '', () => warmUp(session)));
  });

  connection.onDidChangeConfiguration(({ settings }) => readConfiguration(settings?.cfStaging));

  /** Asks the client for our settings (or takes the ones it sent) and validates anew where they differ. */
  async function readConfiguration(sent?: unknown): Promise<void> {
    try {
      const raw = pullsConfiguration ? await connection.workspace.getConfiguration('cfStaging') : sent;
      const settings = readSettings(raw);
      const same = JSON.stringify(settings) === JSON.stringify(session.settings);
      session.apply(settings);
      for (const document of documents.all()) {
        if (!same) schedule.soon(document.uri);
        opened(document);
      }
    } catch (error) {
      logged('reading the settings', error);
    }
  }

  // A vars file or an inherited manifest may have changed.
  connection.onDidChangeWatchedFiles(() => {
    machine.forget?.();
    documents.all().forEach(({ uri }) => schedule.soon(uri));
  });

  connection.onNotification(targetNotification, ({ knowledge }: TargetParams) => {
    session.target = knowledge;
    documents.all().forEach(({ uri }) => schedule.soon(uri));
  });

  documents.onDidOpen(({ document }) => {
    schedule.soon(document.uri);
    opened(document);
  });
  documents.onDidChangeContent(({ document }) => schedule.later(document.uri));
  documents.onDidSave(({ document }) => {
    machine.forget?.();
    document.rest();
    schedule.soon(document.uri);
    opened(document);
  });
  documents.onDidClose(({ document }) => {
    schedule.forget(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  function* validate(uri: string): Generator<undefined, void> {
    const document = documents.get(uri);
    if (!document) return;
    let diagnostics: Diagnostic[] = [];
    try {
      diagnostics = yield* diagnosing(document, session);
    } catch (error) {
      logged(`checking the file (${uri})`, error);
    }
    const arriving = machine.arriving?.();
    if (arriving) return void arriving.then(() => schedule.soon(uri));
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    if (document.unfinished) setTimeout(restAt, restAfter, document, document.version).unref?.();
  }

  /** Nobody has typed since: what is still empty is told. */
  function restAt(document: ManifestDocument, version: number): void {
    if (documents.get(document.uri) !== document || document.version !== version) return;
    document.rest();
    schedule.soon(document.uri);
  }

  for (const { type, answer, hurried } of features) {
    connection.onRequest(type, (params: { textDocument: { uri: string } }) => {
      const { uri } = params.textDocument;
      const open = documents.get(uri);
      const document = hurried ? open?.recent : open;
      if (!document) return null;
      return withFiles(
        () => guarded(type.method, uri, () => (document.platform ? answer(document, params, session) : null)) ?? null,
      );
    });
  }

  connection.onCompletionResolve(
    (item) => guarded('documenting a suggestion', item.label, () => resolveCompletion(item)) ?? item,
  );

  onFile(kindRequest, (document) => document.kind);
  onFile(applicationsRequest, (document) => listedApplications(document, session));
  onFile(sentManifestRequest, (document) => sent(document, session));
  onFile(resolveManifestRequest, (document, { uri: _, ...options }: ResolveManifestParams) =>
    resolved(document, session, options),
  );

  /** A request about a file, open or not. It waits for the check of an open one, and so never parses in front of somebody's typing. */
  function onFile<P extends FileParams>(
    method: string,
    answer: (document: ManifestDocument, params: P) => object,
  ): void {
    connection.onRequest(method, async (params: P, token) => {
      await schedule.settled(params.uri);
      if (token.isCancellationRequested) return cancelled;
      return withFiles(() => answer(documents.get(params.uri) ?? closed(params.uri), params));
    });
  }

  /** An answer that lacks files which are still on their way is worked out again behind them. */
  function withFiles<T>(answer: () => T | Promise<T>): T | Promise<T> {
    const answered = answer();
    const arriving = machine.arriving?.();
    return arriving ? arriving.then(() => withFiles(answer)) : answered;
  }

  /** A file as it is on disk. */
  function closed(uri: string): ManifestDocument {
    const path = pathOfUri(uri);
    return ManifestDocument.create(uri, '', 0, (path ? session.files.read(path) : undefined) ?? '');
  }

  connection.onExecuteCommand(({ command, arguments: [uri] = [] }) => {
    const document = command === checkBuildpacksCommand ? documents.get(String(uri)) : undefined;
    return document && askRepositories(document, true);
  });

  /** A document was opened or saved: its repositories are asked if the user wants that. */
  function opened(document: ManifestDocument): void {
    if (session.settings.validation.checkBuildpackUrls === 'onSave') void askRepositories(document);
  }

  /** Asks the repositories of the buildpacks, which may take seconds, and then tells what they answered. */
  async function askRepositories(document: ManifestDocument, fresh = false): Promise<void> {
    try {
      const asked = await checkBuildpacks(document, session, fresh);
      if (asked && documents.get(document.uri)) schedule.soon(document.uri);
    } catch (error) {
      logged('asking the repositories of buildpacks', error);
    }
  }

  connection.onShutdown(() => {
    schedule.stop();
    session.lookups.stop();
  });

  /** Runs one feature; a defect in it is written to the log and costs this one answer only. */
  function guarded<T>(what: string, uri: string, run: () => T): T | undefined {
    const failed = (error: unknown) => logged(`${what} (${uri})`, error);
    try {
      const result = run();
      return result instanceof Promise ? (result.catch(failed) as T) : result;
    } catch (error) {
      failed(error);
      return undefined;
    }
  }

  function logged(what: string, error: unknown): void {
    connection.console.error(`${what} failed: ${error instanceof Error ? error.stack : String(error)}`);
  }

  documents.listen(connection);
  connection.listen();
}
