// Which files are inside as they are here, so that only what has changed since is sent.
import type { TarEntry } from './tar';

const kindOf = ({ type, mode }: TarEntry): string => `${type} ${mode} `;

/** What would change if the entry did. */
export const signature = (entry: TarEntry): string => {
  const { mtime, linkpath, content } = entry;
  const facts = [
    mtime.getTime(),
    linkpath ?? '',
    content && 'size' in content ? content.size : '',
    content && 'changed' in content ? content.changed : '',
  ];
  return kindOf(entry) + facts.join(' ');
};

export class Sent {
  /** Path → signature. */
  private known = new Map<string, string>();

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

  has(path: string): boolean {
    return this.known.has(path);
  }

  /** Whether anything below a folder is not here as it was sent. Times of folders say no more than what is in them. */
  async differs(folder: string, entries: AsyncIterable<TarEntry>): Promise<boolean> {
    const here = new Set<string>();
    for await (const entry of entries) {
      const sent = this.known.get(entry.path);
      if (entry.type === 'Directory' ? !sent?.startsWith(kindOf(entry)) : sent !== signature(entry)) return true;
      here.add(entry.path);
    }
    return this.goneFrom(folder, here).length > 0;
  }

  /** For `goBackTo`. */
  get state(): ReadonlyMap<string, string> {
    return new Map(this.known);
  }

  goBackTo(state: ReadonlyMap<string, string>): void {
    this.known = new Map(state);
  }

  /** What was sent below a folder and is not here any more; it no longer counts as sent. */
  gone(folder: string, here: ReadonlySet<string>): string[] {
    const gone = this.goneFrom(folder, here);
    for (const path of gone) this.known.delete(path);
    return gone;
  }

  private goneFrom(folder: string, here: ReadonlySet<string>): string[] {
    return [...this.known.keys()].filter((path) => path.startsWith(`${folder}/`) && !here.has(path));
  }
}
