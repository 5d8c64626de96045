// Droplets: downloaded from the blobstore, deleted.
import { createReadStream, statSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { notFound, unprocessable } from '../errors';
import { startJob } from '../jobs';
import { readable, writable } from '../permissions';
import type { Answer, Call, Route } from '../route';
import { accepted, get, remove } from '../route';

export const dropletRoutes: Route[] = [
  // The Cloud Controller keeps no bits: it sends the client on, with an address that is its own permission.
  get('/v3/droplets/:guid/download', (call) => {
    const droplet = readable(call, 'droplets', 'Droplet');
    if (droplet.state !== 'STAGED') throw unprocessable('Only staged droplets can be downloaded.');
    const { endpoints } = call.foundation;
    const key = `/cc-droplets/${droplet.guid}`;
    return { status: 302, headers: { Location: `${endpoints.blobstore!.url}${key}?signature=${randomUUID()}` } };
  }),
  remove('/v3/droplets/:guid', (call) => {
    const { guid } = writable(call, 'droplets', 'Droplet');
    const { store, droplets } = call.foundation;
    return accepted(
      startJob(call.foundation, 'droplet.delete', () => {
        store.droplets.remove(guid);
        droplets.delete(guid);
      }),
    );
  }),
];

/** The blobstore, as S3 and its like answer: no token beside the signature, ranges, an entity tag. */
export const blobstoreRoutes: Route[] = [get('/cc-droplets/:guid', download, 'open')];

function download({ foundation, params, request, query }: Call): Answer {
  const file = foundation.droplets.get(params.guid ?? '');
  if (!file || !query.has('signature')) throw notFound('Blob');
  if (request.headers.authorization)
    return { status: 400, body: { error: 'Only one auth mechanism allowed; only the signature should be specified' } };
  const { size } = statSync(file);
  const headers = { 'Accept-Ranges': 'bytes', ETag: `"${params.guid}"`, 'Content-Type': 'application/octet-stream' };
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  if (!range)
    return { status: 200, stream: createReadStream(file), headers: { ...headers, 'Content-Length': String(size) } };
  const start = Number(range[1]);
  if (start >= size) return { status: 416, headers: { 'Content-Range': `bytes */${size}` } };
  return {
    status: 206,
    stream: createReadStream(file, { start }),
    headers: {
      ...headers,
      'Content-Length': String(size - start),
      'Content-Range': `bytes ${start}-${size - 1}/${size}`,
    },
  };
}
