// Stands in for node:url in a browser. Files beside a manifest are known by paths, so a URI of any file system has one that leads back:
// `file:///app/x` is /app/x, `vscode-vfs://github/org/app/x` is /vscode-vfs:github/org/app/x, `memfs:/app/x` is /memfs:/app/x.

const pattern = /^(?!untitled:)([a-z][a-z\d+.-]+):(?:\/\/([^/?#]*))?(\/[^?#]*)$/i;
const pathPattern = /^\/([a-z][a-z\d+.-]+):([^/]*)(\/.*)$/i;

/** Path of a file; throws for what has no files beside it, as an untitled document. */
export function fileURLToPath(uri: string | URL): string {
  const [, scheme, authority = '', path] = pattern.exec(String(uri)) ?? [];
  if (!scheme) throw new TypeError(`${String(uri)} is no file`);
  const decoded = decodeURIComponent(path!);
  return scheme === 'file' && !authority ? decoded : `/${scheme}:${decodeURIComponent(authority)}${decoded}`;
}

/** As VS Code writes its URIs, which are compared letter by letter. */
export function pathToFileURL(path: string): { href: string } {
  const [, scheme = 'file', authority = '', rest = path] = pathPattern.exec(path) ?? [];
  const host = authority || scheme === 'file' ? `//${encoded(authority)}` : '';
  return { href: `${scheme}:${host}${encoded(rest)}` };
}

const encoded = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
