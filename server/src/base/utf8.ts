// Where a file stops being UTF-8, which cf and the platform insist on.
import { isUtf8 } from 'node:buffer';

/** Offset of the first byte that no UTF-8 text has there; undefined when all is well. */
export function firstWrongByte(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined;
  // What cannot be decoded comes back as another character.
  const again = Buffer.from(bytes.toString('utf8'));
  return bytes.findIndex((byte, at) => byte !== again[at]);
}
