// What stands in a droplet, as users of this folder see it.

export type EntryType = 'file' | 'directory' | 'link' | 'fifo' | 'character device' | 'block device' | 'other';

export interface DropletEntry {
  /**
   * Relative to the droplet's root with `/`, without `./` in front or a slash behind; the root itself is `.`. A name that
   * leaves the droplet stays as it is written, see `outside`.
   */
  path: string;
  type: EntryType;
  /** Bytes of a file; a hard link has those of the file it is another name of. */
  size: number;
  /** Permission bits with setuid, setgid and sticky. */
  mode: number;
  /** Milliseconds since 1970. */
  mtime: number;
  /** Of a symbolic link, as written. */
  target?: string;
  /** Path of the entry whose content a hard link shares. */
  hardLink?: string;
  /** The name is absolute or climbs with `..`: nothing may be made of it. */
  outside?: true;
}

/** With what reading needs: where the content is in the unpacked tar. */
export interface IndexedEntry extends DropletEntry {
  offset: number;
  uid: number;
  gid: number;
  /** Holes are left out of the content, so it cannot be read as it is. */
  sparse?: true;
}
