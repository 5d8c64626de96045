// A registry on loopback with one tiny image, for those who know its password.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { looseFile, tarStream } from '../../../../client/src/staging/files/tar';

export interface Registry {
  /** `127.0.0.1:40022/private/tiny:1` */
  image: string;
  host: string;
  close(): Promise<void>;
}

const digest = (data: Buffer) => `sha256:${createHash('sha256').update(data).digest('hex')}`;

/** `architecture` is the one the image is made for. */
export async function startRegistry(login: string, architecture = 'amd64'): Promise<Registry> {
  const chunks: Buffer[] = [];
  for await (const chunk of tarStream([looseFile('hello.txt', String(Date.now()), { mode: 0o644, uid: 0, gid: 0 })]))
    chunks.push(chunk as Buffer);
  const tar = Buffer.concat(chunks);
  const layer = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({ architecture, os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [digest(tar)] } }),
  );
  const type = 'application/vnd.docker.distribution.manifest.v2+json';
  const described = (mediaType: string, data: Buffer) => ({ mediaType, size: data.length, digest: digest(data) });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: type,
      config: described('application/vnd.docker.container.image.v1+json', config),
      layers: [described('application/vnd.docker.image.rootfs.diff.tar.gzip', layer)],
    }),
  );
  const blobs = new Map([config, layer, manifest].map((data) => [digest(data), data]));
  const server = createServer((request, response) => {
    const given = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
    if (given !== login)
      return response
        .writeHead(401, { 'WWW-Authenticate': 'Basic realm="test"' })
        .end('{"errors":[{"code":"UNAUTHORIZED"}]}');
    const [, kind, name = ''] = /\/(manifests|blobs)\/(.*)$/.exec(request.url ?? '') ?? [];
    const data = kind === 'manifests' && !name.startsWith('sha256:') ? manifest : blobs.get(name);
    if (kind && !data) return response.writeHead(404).end();
    const headers = kind === 'manifests' ? { 'Content-Type': type, 'Docker-Content-Digest': digest(manifest) } : {};
    response.writeHead(200, { ...headers, 'Content-Length': data?.length ?? 2 });
    response.end(request.method === 'HEAD' ? undefined : (data ?? '{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    image: `${host}/private/tiny:1`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
