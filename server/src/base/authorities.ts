// Authorities to trust when this machine fetches something.
import { rootCertificates } from 'node:tls';
import { readRegularFile } from './disk';

/** The usual ones, those of NODE_EXTRA_CA_CERTS and the user's files; undefined when nothing differs from the default. */
export async function authorities(caFiles: string[]): Promise<string | undefined> {
  if (caFiles.length === 0) return undefined;
  const { NODE_EXTRA_CA_CERTS } = process.env;
  const files = [...(NODE_EXTRA_CA_CERTS ? [NODE_EXTRA_CA_CERTS] : []), ...caFiles];
  const extra = files.map((file) => readRegularFile(file).toString('utf8'));
  return [...rootCertificates, ...extra].join('\n');
}
