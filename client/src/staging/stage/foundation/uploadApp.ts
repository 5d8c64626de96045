// The app's files as a package of a foundation: only those travel that it lacks.
import type { App as AppFiles } from '../../files/appArchive';
import type { Api } from '../../foundation/api';
import type { App } from '../../foundation/apps';
import { makePackage, uploadPackage } from '../../foundation/packages';
import type { Package } from '../../foundation/packages';
import { zipped } from '../../foundation/packageZip';
import { digested, matched, resourceOf } from '../../foundation/resources';
import type { AppFile } from '../../foundation/resources';
import { size as formatSize } from '../../report/units';
import { warnOfPush } from '../pushRefusals';
import type { Attempt } from '../staging';
import { making } from './undo';

/** `files` is undefined for an app that runs an image. */
export async function uploadApp(api: Api, attempt: Attempt, app: App, files: AppFiles | undefined): Promise<Package> {
  const { request, journal, signal } = attempt;
  const image = request.application.docker?.value;
  if (!files) return await making(signal, (until) => makePackage(api, app, image, until));
  const all = await digested(files.entries(), signal);
  await warnOfPush(
    attempt,
    all.map(({ entry }) => entry),
  );
  const known = await matched(api, all, signal);
  const unknown = all.filter((file) => !known.has(file));
  const isNew = unknown.some(({ entry }) => entry.type !== 'Directory');
  const made = await making(signal, (until) => makePackage(api, app, undefined, until));
  const zip = isNew ? await zipped(unknown, signal) : undefined;
  try {
    await uploadPackage(api, made, {
      known: [...known].map(resourceOf),
      zip,
      meter: () => journal.meter('upload', request.application.path.value, zip?.size),
      notice: (line) => journal.log(line, 'stderr'),
      signal,
    });
  } finally {
    await zip?.close();
  }
  journal.log(summary(files, unknown, known, zip?.size ?? 0));
  return made;
}

/** `Uploaded 12 of 20000 files (1.2 MB of 200 MB, 300 KB packed): the platform has the others` */
function summary(files: AppFiles, unknown: AppFile[], known: ReadonlySet<AppFile>, packed: number): string {
  const sent = unknown.filter(({ entry }) => entry.type !== 'Directory');
  const bytes = sent.reduce((sum, { size }) => sum + size, 0);
  const others = known.size ? ': the platform has the others' : '';
  return `Uploaded ${sent.length} of ${files.files} files (${formatSize(bytes)} of ${formatSize(files.bytes)}, ${formatSize(packed)} packed)${others}`;
}
