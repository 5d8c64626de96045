// The app's files on their way to a foundation: a package is made, filled and waited for.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { metered } from '../report/progress';
import type { Meter } from '../report/progress';
import type { Api } from './api';
import { ApiFailure, refused } from './apiFailure';
import type { App } from './apps';
import { poll } from './jobs';
import type { PackageZip } from './packageZip';
import type { Resource } from './resources';
import type { Body } from './transport';

export interface Package {
  guid: string;
  state: 'AWAITING_UPLOAD' | 'PROCESSING_UPLOAD' | 'COPYING' | 'READY' | 'FAILED' | 'EXPIRED';
  data?: { error?: string | null };
}

/** `image`: what an app runs that needs no files. */
export async function makePackage(
  api: Api,
  app: App,
  image: string | undefined,
  signal?: AbortSignal,
): Promise<Package> {
  const { body } = await api.request<Package>('POST', '/v3/packages', {
    what: `make a package of the app ${app.name}`,
    json: {
      type: image === undefined ? 'bits' : 'docker',
      relationships: { app: { data: { guid: app.guid } } },
      ...(image === undefined ? {} : { data: { image } }),
    },
    signal,
  });
  return body;
}

const what = "upload the app's files";
const attempts = 3;

export interface Upload {
  /** Files that the foundation has. */
  known: Resource[];
  /** The others; undefined when there are none. */
  zip?: PackageZip;
  /** Counts the bytes of the zip on their way. */
  meter(): Meter;
  notice(line: string): void;
  signal: AbortSignal;
}

/** An upload that is cut off is begun anew, as long as the foundation has not taken it. Resolves when the package is READY. */
export async function uploadPackage(api: Api, { guid }: Package, upload: Upload): Promise<void> {
  const { signal, notice } = upload;
  const now = () => api.get<Package>(`/v3/packages/${guid}`, { what, signal });
  for (let attempt = 1; ; attempt++) {
    try {
      const body = multipart(upload);
      await api.request('POST', `/v3/packages/${guid}/upload`, { what, body, signal });
      break;
    } catch (error) {
      if (!(error instanceof ApiFailure && error.isPassing)) throw error;
      const { state } = await poll(now, () => true, signal);
      if (state !== 'AWAITING_UPLOAD') break; // the answer was lost, not the files
      if (attempt === attempts) throw error;
      notice(`The upload was cut off and begins anew. ${error.message}`);
    }
  }
  const { state, data } = await poll(now, isOver, signal);
  if (state !== 'READY')
    throw refused(what, api.target, { status: 422, errors: [{ detail: data?.error ?? `the package is ${state}` }] });
}

const isOver = ({ state }: Package): boolean => ['READY', 'FAILED', 'EXPIRED'].includes(state);

/** `resources` in JSON, `bits` as a zip: https://v3-apidocs.cloudfoundry.org/#upload-package-bits */
function multipart({ known, zip, meter }: Upload): Body {
  const boundary = `cf-staging-${randomBytes(16).toString('hex')}`;
  const part = (name: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  const start = Buffer.from(
    `${part('resources')}${JSON.stringify(known)}\r\n` +
      (zip ? part('bits', `; filename="package.zip"\r\nContent-Type: application/zip`) : ''),
  );
  const end = Buffer.from(`${zip ? '\r\n' : ''}--${boundary}--\r\n`);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    length: start.length + (zip?.size ?? 0) + end.length,
    open: () =>
      Readable.from(
        (async function* () {
          yield start;
          if (zip) yield* metered(zip.read(), meter());
          yield end;
        })(),
        { objectMode: false },
      ),
  };
}
