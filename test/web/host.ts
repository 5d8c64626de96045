// Runs inside the extension host of a browser: a folder that is on no disk, and what the editor does for the manifests in it.
import * as vscode from 'vscode';

const at = (path: string) => vscode.Uri.from({ scheme: 'tmp', path: `/app/${path}` });
const write = (path: string, text: string) => vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));

const manifest = `applications:
- name: shop
  memory: ((size))
  path: dist
  memroy: 1G
- name: worker
  path: nowhere
  no-route: true
`;
const stackato = `name: shop
inherit: base.yml
mem: \${room}
hooks:
  post-staging: ./setup.sh
`;

function holds(found: unknown, expected: string): void {
  const text = JSON.stringify(found);
  if (!text.includes(expected)) throw new Error(`${expected} is not in ${text}`);
}

/** The problems of a file as soon as there are any. */
function problemsOf(uri: vscode.Uri): Promise<vscode.Diagnostic[]> {
  return new Promise((done) => {
    const look = () => {
      const found = vscode.languages.getDiagnostics(uri);
      if (!found.length) return;
      listener.dispose();
      done(found);
    };
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

async function opened(path: string): Promise<{ uri: vscode.Uri; document: vscode.TextDocument }> {
  const document = await vscode.workspace.openTextDocument(at(path));
  await vscode.window.showTextDocument(document);
  return { uri: document.uri, document };
}

const ask = <T>(command: string, ...args: unknown[]) => vscode.commands.executeCommand<T>(`vscode.${command}`, ...args);

const hoverAt = async (uri: vscode.Uri, place: vscode.Position) =>
  (await ask<vscode.Hover[]>('executeHoverProvider', uri, place)).flatMap(({ contents }) =>
    contents.map((one) => (one as vscode.MarkdownString).value),
  );

const checks: Record<string, () => Promise<void>> = {
  'problems, of files beside the manifest too': async () => {
    const { uri } = await opened('manifest.yml');
    const messages = (await problemsOf(uri)).map(({ message }) => message);
    holds(messages, '`memroy` is unknown');
    holds(messages, 'nowhere');
  },
  completion: async () => {
    const { uri, document } = await opened('manifest.yml');
    const end = document.positionAt(document.getText().indexOf('memroy'));
    holds(await ask('executeCompletionItemProvider', uri, end), '"disk_quota');
  },
  'hover with the value from a vars file': async () => {
    const { uri, document } = await opened('manifest.yml');
    const place = document.positionAt(document.getText().indexOf('((size') + 3);
    holds(await hoverAt(uri, place), '512M');
  },
  'the definition in a vars file': async () => {
    const { uri, document } = await opened('manifest.yml');
    const place = document.positionAt(document.getText().indexOf('((size') + 3);
    holds(await ask('executeDefinitionProvider', uri, place), '/app/vars.yml');
  },
  'a fix': async () => {
    const { uri } = await opened('manifest.yml');
    const [problem] = await problemsOf(uri);
    holds(await ask('executeCodeActionProvider', uri, problem!.range), 'Remove memroy');
  },
  symbols: async () => {
    const { uri } = await opened('manifest.yml');
    const [list] = await ask<vscode.DocumentSymbol[]>('executeDocumentSymbolProvider', uri);
    holds(
      list?.children.map(({ name }) => name),
      'worker',
    );
  },
  'links to files and folders': async () => {
    const { uri } = await opened('manifest.yml');
    holds(await ask('executeLinkProvider', uri), '/app/dist');
  },
  'an inherited file and a hook script': async () => {
    const { uri } = await opened('stackato.yml');
    holds(await ask('executeLinkProvider', uri), '/app/setup.sh');
    holds(await hoverAt(uri, new vscode.Position(2, 9)), '256M');
  },
  'the conversion to a Cloud Foundry manifest': async () => {
    const { uri } = await opened('stackato.yml');
    const actions = await ask<vscode.CodeAction[]>('executeCodeActionProvider', uri, new vscode.Range(0, 0, 0, 1));
    holds(
      actions.map(({ title }) => title),
      'Convert to a Cloud Foundry manifest',
    );
  },
  'New Manifest knows the app by its files': async () => {
    await vscode.workspace.fs.createDirectory(at('other'));
    await write('other/package.json', '{"name": "other-shop"}');
    await vscode.commands.executeCommand('cfStaging.newManifest', at('other'));
    holds(vscode.window.activeTextEditor?.document.getText(), 'name: other-shop');
  },
  'a staging is no more than a sentence': async () => {
    const commands = await vscode.commands.getCommands(true);
    holds(commands, 'cfStaging.stage');
    await vscode.commands.executeCommand('cfStaging.stage');
  },
};

/** Called by VS Code. Fails with one line per check that failed. */
export async function run(): Promise<void> {
  await write('manifest.yml', manifest);
  await write('vars.yml', 'size: 512M\n');
  await write('dist/index.html', 'hello');
  await write('stackato.yml', stackato);
  await write('base.yml', 'room: 256M\n');
  await write('setup.sh', 'echo hello\n');
  const failures: string[] = [];
  for (const [name, check] of Object.entries(checks))
    await check().catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
  if (failures.length) throw new Error(failures.join('\n'));
}
