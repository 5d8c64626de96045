// From the URI of a document to a path of this machine.
import { fileURLToPath } from 'node:url';

/** Path of a file: URI; undefined for anything else (an untitled document has no files beside it). */
export function pathOfUri(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
