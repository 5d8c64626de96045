// Packages: made, uploaded with the files that the platform lacks, processed; and which files it has.
import { createHash, randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError, unprocessable } from '../errors';
import type { Foundation } from '../foundation';
import { startJob } from '../jobs';
import { present } from '../links';
import type { FingerPrint, PackageFile } from '../packageFiles';
import { filesOfZip, knownFiles, readForm, sha1Of, sizeOf } from '../packageFiles';
import { canRead, mustWrite, writable } from '../permissions';
import type { Lifecycle } from '../lifecycles';
import type { Resource } from '../resources';
import { toOne } from '../resources';
import type { Call, Route } from '../route';
import { accepted, created, ok, post, remove } from '../route';

async function createPackage(call: Call) {
  const { foundation } = call;
  const { store, api } = foundation;
  interface Members {
    type?: string;
    data?: { image: string };
    relationships?: { app?: { data?: { guid: string } } };
    metadata?: Resource['metadata'];
  }
  const { type, data, relationships, metadata } = await call.json<Members>('type data relationships metadata');
  if (type !== 'bits' && type !== 'docker') throw unprocessable("Type must be one of 'bits, docker'");
  const app = store.apps.get(relationships?.app?.data?.guid);
  if (!app || !canRead(foundation, call.user, app))
    throw unprocessable('App is invalid. Ensure it exists and you have access to it.');
  mustWrite(call);
  const isDockerApp = (app.lifecycle as Lifecycle).type === 'docker';
  if (type === 'bits' && isDockerApp) throw unprocessable('Cannot create bits package for a Docker app.');
  if (type === 'docker' && !isDockerApp) throw unprocessable('Cannot create Docker package for a buildpack app.');
  const made = store.packages.create({
    type,
    data: type === 'bits' ? { error: null, checksum: { type: 'sha256', value: null } } : data,
    state: type === 'bits' ? 'AWAITING_UPLOAD' : 'READY',
    relationships: { app: toOne(app.guid) },
    metadata,
  });
  foundation.logCache.add(app.guid, `Adding app package for app with guid ${app.guid}`, 'OUT', 'API');
  return created(present(api, 'packages', made));
}

async function uploadPackage(call: Call) {
  const { foundation } = call;
  const { store, api, folder } = foundation;
  const bits = join(folder, `upload-${randomUUID()}.zip`);
  const form = await readForm(call.request, call.request.headers['content-type'], bits);
  const made = writable(call, 'packages', 'Package');
  const resources = resourcesOf(form.fields.resources);
  // The description tells the form's parts as members of JSON.
  call.exchange.request.body = { resources };
  foundation.uploads.push({ bits: form.file ? (await stat(form.file)).size : 0, known: resources.length });
  if (!form.file && !resources.length) throw unprocessable('Upload must include either resources or bits');
  if (made.type !== 'bits') throw unprocessable('Package type must be bits.');
  if (made.state !== 'AWAITING_UPLOAD') throw new PlatformError('PackageBitsAlreadyUploaded');
  store.packages.update(made, { state: 'PROCESSING_UPLOAD' });
  const shown = present(api, 'packages', { ...made });
  setTimeout(() => void process(foundation, made, form.file, resources), foundation.pace).unref();
  return ok(shown);
}

function resourcesOf(text: string | undefined): FingerPrint[] {
  if (!text) return [];
  try {
    const resources: unknown = JSON.parse(text);
    if (Array.isArray(resources)) return resources as FingerPrint[];
  } catch {
    // Told below.
  }
  throw unprocessable('Resources must be valid JSON.');
}

/** What the Cloud Controller's worker does with an upload; the package ends READY or FAILED. */
async function process(
  foundation: Foundation,
  made: Resource,
  zip: string | undefined,
  resources: FingerPrint[],
): Promise<void> {
  const { store, blobs, packages, limits } = foundation;
  try {
    const files = [...(zip ? await filesOfZip(zip, blobs) : []), ...knownFiles(resources, blobs)];
    if (files.reduce((sum, { size }) => sum + size, 0) > limits.packageBytes)
      throw new PlatformError('AppPackageInvalid', `Package may not be larger than ${limits.packageBytes} bytes`);
    packages.set(made.guid, files);
    store.packages.update(made, {
      state: 'READY',
      data: { error: null, checksum: { type: 'sha256', value: checksumOf(files) } },
    });
  } catch (error) {
    if (!(error instanceof PlatformError)) foundation.complaints.push(error as Error);
    const data = { error: (error as Error).message, checksum: { type: 'sha256', value: null } };
    store.packages.update(made, { state: 'FAILED', data });
  } finally {
    if (zip) await rm(zip, { force: true });
  }
}

const checksumOf = (files: PackageFile[]) =>
  createHash('sha256')
    .update(files.map(({ path, mode, sha1 }) => `${path} ${mode} ${sha1}\n`).join(''))
    .digest('hex');

async function matchResources(call: Call) {
  const { foundation } = call;
  const { resources } = await call.json<{ resources?: FingerPrint[] }>('resources');
  if (!Array.isArray(resources)) throw unprocessable('Resources must be an array');
  if (!resources.length) throw unprocessable('Resources must have at least 1 resource');
  if (resources.length > 5000) throw unprocessable('Resources array can have at most 5000 resources');
  for (const one of resources) {
    const wrong = wrongWith(one);
    if (wrong) throw unprocessable(`Resources array contains at least one resource with ${wrong}`);
  }
  const smallest = Math.max(1, foundation.limits.smallestResource);
  const known = resources.filter(
    (one) =>
      sizeOf(one)! >= smallest &&
      sizeOf(one)! < 512 * 1024 * 1024 &&
      Number.parseInt(one.mode ?? '0', 8) >= 0o600 &&
      foundation.blobs.has(sha1Of(one)!),
  );
  return created({
    resources: known.map((one) => ({
      checksum: { value: sha1Of(one) },
      size_in_bytes: sizeOf(one),
      path: one.path,
      mode: one.mode,
    })),
  });
}

function wrongWith({ checksum, size_in_bytes: size, mode }: FingerPrint): string | undefined {
  if (typeof checksum !== 'object') return 'a non-object checksum';
  if (checksum.value.length !== 40) return 'a non-SHA1 checksum value';
  if (!Number.isInteger(size)) return 'a non-integer size_in_bytes';
  if (size! < 0) return 'a negative size_in_bytes';
  if (mode !== undefined && !/^[0-7]+$/.test(mode)) return 'an incorrect mode';
  return undefined;
}

export const packageRoutes: Route[] = [
  post('/v3/packages', createPackage),
  post('/v3/packages/:guid/upload', uploadPackage),
  remove('/v3/packages/:guid', (call) => {
    const { guid } = writable(call, 'packages', 'Package');
    const { store, packages } = call.foundation;
    return accepted(
      startJob(call.foundation, 'package.delete', () => {
        store.packages.remove(guid);
        packages.delete(guid);
      }),
    );
  }),
  post('/v3/resource_matches', matchResources),
];
