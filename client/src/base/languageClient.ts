// A bundle of its own, loaded with the first manifest: most of it is never needed by who only has the extension installed.
export { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
