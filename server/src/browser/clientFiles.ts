// Files that only the client can reach: in a browser, all of them. They are asked for and remembered until something may have changed.
import { pathToFileURL } from 'node:url';
import { decode } from '../base/utf8';
import type { Files } from '../base/files';
import type { Look, Looked } from '../base/protocol';

/** Until an answer has arrived nothing is known; whoever asked asks again behind `arriving()`. */
export class ClientFiles implements Files {
  private readonly known = new Map<string, Looked | undefined>();
  private readonly underway = new Map<string, Promise<void>>();

  /** `ask` never waits for the server itself; it rejects when the client is gone. */
  constructor(private readonly ask: (look: Look) => Promise<Looked>) {}

  read = (path: string): string | undefined => {
    const { bytes } = this.look('read', path) ?? {};
    return bytes && decode(bytes);
  };

  kind = (path: string): ReturnType<Files['kind']> => {
    const looked = this.look('kind', path);
    return looked ? looked.kind : 'unknown';
  };

  list = (path: string): ReturnType<Files['list']> => this.look('list', path)?.entries;

  arriving = (): Promise<void> | undefined =>
    this.underway.size ? Promise.all(this.underway.values()).then(() => undefined) : undefined;

  forget = (): void => this.known.clear();

  private look(what: Look['what'], path: string): Looked | undefined {
    const key = `${what} ${path}`;
    if (!this.known.has(key) && !this.underway.has(key)) {
      const asked = this.ask({ what, uri: pathToFileURL(path).href }).then(
        (looked) => void this.known.set(key, looked),
        () => void this.known.set(key, undefined),
      );
      this.underway.set(key, asked);
      void asked.then(() => this.underway.delete(key));
    }
    return this.known.get(key);
  }
}
