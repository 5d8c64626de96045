// Code `encoding`: the file that an editor has open is not UTF-8 on the disk, whatever the editor took it for.
import type { Files } from '../base/files';
import { notUtf8, undecodable } from '../base/utf8';
import { pathOfUri } from '../base/uri';
import type { Problem } from './rule';

/** Undefined also for a text that tells of a wrong byte itself: that is an error of its syntax. */
export function encodingProblem(uri: string, text: string, files: Files): Problem | undefined {
  const path = pathOfUri(uri);
  if (!path || !/[^\x00-\x7f]/.test(text) || undecodable.test(text)) return undefined;
  const saved = files.saved?.(path) ?? '';
  const at = saved.search(undecodable);
  if (at < 0) return undefined;
  const start = Math.min(at, text.length - 1);
  return { code: 'encoding', severity: 'error', message: notUtf8(saved, at), start, end: start + 1 };
}
