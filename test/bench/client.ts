// A language client without an editor: starts a server over stdio and asks what an editor asks.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import * as lsp from 'vscode-languageserver/node';

export interface ServerCommand {
  name: string;
  /** Script and arguments for node. */
  args: string[];
  languageId: string;
  /** What workspace/configuration answers, by section. */
  settings: Record<string, unknown>;
}

export class BenchClient {
  private version = 1;
  private readonly diagnosticsListeners = new Set<(params: lsp.PublishDiagnosticsParams) => void>();
  private readonly uri: string;

  private constructor(
    private readonly process_: ChildProcessByStdio<Writable, Readable, null>,
    private readonly connection: lsp.ProtocolConnection,
    private readonly server: ServerCommand,
    /** Milliseconds from the start of the process to the answer to `initialize`. */
    readonly initialized: number,
    file: string,
  ) {
    this.uri = pathToFileURL(file).href;
    connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
      for (const listener of [...this.diagnosticsListeners]) listener(params);
    });
  }

  /** `file` is the manifest to be opened; it lies in the workspace folder. */
  static async start(server: ServerCommand, folder: string, file: string): Promise<BenchClient> {
    const started = performance.now();
    const child = spawn(process.execPath, server.args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const connection = lsp.createProtocolConnection(
      new lsp.StreamMessageReader(child.stdout),
      new lsp.StreamMessageWriter(child.stdin),
    );
    connection.onRequest(lsp.ConfigurationRequest.type, ({ items }) =>
      items.map(({ section = '' }) => server.settings[section] ?? null),
    );
    connection.onRequest(lsp.RegistrationRequest.type, () => {});
    connection.listen();
    const uri = pathToFileURL(folder).href;
    await connection.sendRequest(lsp.InitializeRequest.type, {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'bench' }],
      capabilities: {
        workspace: {
          configuration: true,
          didChangeConfiguration: { dynamicRegistration: true },
          workspaceFolders: true,
        },
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          completion: {
            completionItem: { snippetSupport: true, documentationFormat: ['markdown'], insertReplaceSupport: true },
          },
          hover: { contentFormat: ['markdown'] },
        },
      },
    });
    const client = new BenchClient(child, connection, server, performance.now() - started, file);
    await connection.sendNotification(lsp.InitializedNotification.type, {});
    await connection.sendNotification(lsp.DidChangeConfigurationNotification.type, { settings: server.settings });
    return client;
  }

  /** Opens the text and waits for diagnostics that `accepted` accepts. */
  open(text: string, accepted: (diagnostics: lsp.Diagnostic[]) => boolean): Promise<number> {
    const textDocument = { uri: this.uri, languageId: this.server.languageId, version: this.version, text };
    return this.untilDiagnostics(accepted, () =>
      this.connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument }),
    );
  }

  change(range: lsp.Range, text: string): Promise<void> {
    const textDocument = { uri: this.uri, version: ++this.version };
    return this.connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: [{ range, text }],
    });
  }

  /** Changes the text and waits for diagnostics that `accepted` accepts. */
  changeUntil(range: lsp.Range, text: string, accepted: (diagnostics: lsp.Diagnostic[]) => boolean): Promise<number> {
    return this.untilDiagnostics(accepted, () => this.change(range, text));
  }

  complete(position: lsp.Position): Promise<unknown> {
    return this.connection.sendRequest(lsp.CompletionRequest.type, { textDocument: { uri: this.uri }, position });
  }

  hover(position: lsp.Position): Promise<unknown> {
    return this.connection.sendRequest(lsp.HoverRequest.type, { textDocument: { uri: this.uri }, position });
  }

  /** One of our own requests about the file. */
  ask(method: string, wishes: object = {}): Promise<unknown> {
    return this.connection.sendRequest(method, { uri: this.uri, ...wishes });
  }

  /** Resident memory in MiB: now, or the highest so far. Undefined where there is no /proc. */
  memory(field: 'VmRSS' | 'VmHWM'): number | undefined {
    try {
      const kilobytes = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(
        readFileSync(`/proc/${this.process_.pid}/status`, 'utf8'),
      )?.[1];
      return Number(kilobytes) / 1024;
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<void> {
    const exit = new Promise((done) => this.process_.once('exit', done));
    await this.connection.sendRequest(lsp.ShutdownRequest.type);
    await this.connection.sendNotification(lsp.ExitNotification.type);
    const timer = setTimeout(() => this.process_.kill('SIGKILL'), 2000);
    await exit;
    clearTimeout(timer);
    this.connection.dispose();
  }

  private async untilDiagnostics(
    accepted: (diagnostics: lsp.Diagnostic[]) => boolean,
    act: () => Promise<void>,
  ): Promise<number> {
    const started = performance.now();
    let listener!: (params: lsp.PublishDiagnosticsParams) => void;
    let timer!: NodeJS.Timeout;
    await new Promise<void>((done, failed) => {
      listener = ({ uri, diagnostics }) => uri === this.uri && accepted(diagnostics) && done();
      this.diagnosticsListeners.add(listener);
      timer = setTimeout(
        () => failed(new Error(`${this.server.name}: the expected diagnostics did not come within 60 s`)),
        60_000,
      );
      act().catch(failed);
    }).finally(() => {
      clearTimeout(timer);
      this.diagnosticsListeners.delete(listener);
    });
    return performance.now() - started;
  }
}
