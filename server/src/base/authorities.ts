// Authorities to trust when this machine fetches something.
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';

/** The usual ones, those of NODE_EXTRA_CA_CERTS and the user's files; undefined when nothing differs from the default. */
export async function authorities(caFiles: string[]): Promise<string | undefined> {
  if (caFiles.length === 0) return undefined;
  const { NODE_EXTRA_CA_CERTS } = process.env;
  const extra = await Promise.all(
    [...(NODE_EXTRA_CA_CERTS ? [NODE_EXTRA_CA_CERTS] : []), ...caFiles].map((file) => readFile(file, 'utf8')),
  );
  return [...rootCertificates, ...extra].join('\n');
}
