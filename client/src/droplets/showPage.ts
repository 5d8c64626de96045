// Fills a webview with the page of dist/page.js and answers it. Nothing but that script and its style sheet may load.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Ask, Tell } from './page/messages';
import { told } from '../base/settings';

/** `answer` gets what the page asks for. Returns what tells the page something. */
export function showPage(
  panel: vscode.WebviewPanel,
  extension: vscode.Uri,
  title: string,
  answer: (message: Ask) => Promise<void>,
) {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extension, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const tell = (message: Tell): void => void webview.postMessage(message);
  webview.onDidReceiveMessage(async (message: Ask) => {
    if (message.kind === 'copy') return vscode.env.clipboard.writeText(message.text);
    await answer(message).catch((error: unknown) => tell({ kind: 'failure', message: told(error) }));
  });
  webview.html = html(webview, dist, title);
  return tell;
}

function html(webview: vscode.Webview, dist: vscode.Uri, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('page.css')}">
<title>${escaped(title)}</title>
</head>
<body>
<main></main>
<script nonce="${nonce}" src="${file('page.js')}"></script>
</body>
</html>`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
