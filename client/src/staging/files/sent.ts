// Which files are inside as they are here, so that only what has changed since is sent.
import type { TarEntry } from './tar';

/** What would change if the entry did. */
export const signature = ({ type, mode, mtime, linkpath, content }: TarEntry): string =>
  [
    type,
    mode,
    mtime.getTime(),
    linkpath ?? '',
    content && 'size' in content ? content.size : '',
    content && 'changed' in content ? content.changed : '',
  ].join(' ');

export class Sent {
  /** Path → signature. */
  private readonly known = new Map<string, string>();

  /** `remembers`: false for who will never send anything again; then everything counts as changed. */
  constructor(private readonly remembers: boolean) {}

  /** Those of the entries that are new or different; they count as sent once they were read. */
  async *changed(entries: AsyncIterable<TarEntry> | Iterable<TarEntry>): AsyncGenerator<TarEntry> {
    for await (const entry of entries) {
      const now = this.remembers ? signature(entry) : '';
      if (this.remembers && this.known.get(entry.path) === now) continue;
      if (this.remembers) this.known.set(entry.path, now);
      yield entry;
    }
  }

  /** They have been sent in another way. */
  note(entries: Iterable<TarEntry>): void {
    if (this.remembers) for (const entry of entries) this.known.set(entry.path, signature(entry));
  }

  /** What was sent below a folder and is not here any more; it no longer counts as sent. */
  gone(folder: string, here: ReadonlySet<string>): string[] {
    const gone = [...this.known.keys()].filter((path) => path.startsWith(`${folder}/`) && !here.has(path));
    for (const path of gone) this.known.delete(path);
    return gone;
  }
}
