// cf-staging diff manifest.yml: what a push of it would change, as the platform says it.
import { basename, resolve } from 'node:path';
import { secretName } from '../../../../server/src/base/credentials';
import { decode } from '../../../../server/src/base/utf8';
import { sentManifest } from '../../../../server/src/cloudfoundry/sentManifest';
import { readVariablesFiles, Variables } from '../../../../server/src/cloudfoundry/variables';
import { parse } from '../../../../server/src/yaml/parse';
import { connectFoundation } from '../foundation/foundation';
import { previewPush } from '../foundation/manifestDiff';
import type { ManifestChange } from '../foundation/manifestDiff';
import { badInput } from '../report/failure';
import { unusable } from '../report/systemReason';
import type { Parsed } from './commandLine';
import { givenFiles } from './givenFiles';
import type { ReadGiven } from './givenFiles';
import { visible } from './table';

export const isManifest = (file: string): boolean => /\.ya?ml$/i.test(file);

/** As of `diff`: 0 when a push would change nothing but the app's files, 1 when it would. */
export async function pushDiff({ values, positionals }: Parsed, signal: AbortSignal): Promise<number> {
  const file = resolve(positionals[0]!);
  const manifest = manifestIn(file, values, await givenFiles(values, signal));
  const foundation = await connectFoundation({ caFiles: values.caFiles });
  try {
    const { changes } = await previewPush(foundation.api, manifest, signal);
    const shown = changes.map(withoutSecret);
    const { api, organization, space } = foundation.target;
    const target = { api, organization: organization?.name, space: space?.name };
    if (values.json) process.stdout.write(`${JSON.stringify({ manifest: file, target, changes: shown })}\n`);
    else {
      for (const change of shown) process.stdout.write(`${visible(line(change, manifest))}\n`);
      const where = `${target.organization}/${target.space} at ${api}`;
      const sum = shown.length ? `${shown.length} changes` : 'nothing changes but the files of the app';
      process.stdout.write(`${visible(`${basename(file)} → ${where}`)}: ${sum}\n`);
    }
    return shown.length ? 1 : 0;
  } finally {
    foundation.close();
  }
}

/** Throws StagingFailure `BadInput` for what cf would not send. */
function manifestIn(
  file: string,
  { variables, variablesFiles = [] }: Parsed['values'],
  read: ReadGiven,
): Record<string, unknown> {
  const textOf = (path: string) => {
    try {
      return decode(read(path));
    } catch (error) {
      throw badInput(`${path} ${unusable(error)}. Correct the path.`);
    }
  };
  const { manifest, missing } = sentManifest(
    parse(textOf(file)),
    new Variables(readVariablesFiles(variablesFiles, textOf), variables),
  );
  if (missing.length)
    throw badInput(`The manifest has no value for ${missing.map((name) => `((${name}))`).join(', ')}.`, undefined, {
      advice: missing.length > 1 ? 'Give them' : 'Give it',
      option: `--var ${missing[0]}=… or --vars-file FILE`,
    });
  return manifest;
}

/** What is secret by its name is told to change, and no more. */
function withoutSecret(change: ManifestChange): ManifestChange {
  const hidden = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => hidden(item, name));
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden(item, key)]));
    return value !== undefined && secretName.test(name) ? '***' : value;
  };
  const name = change.path.split('/').at(-1)!;
  const { op, path, was, value } = change;
  return {
    ...{ op, path },
    ...(was === undefined ? {} : { was: hidden(was, name) }),
    ...(value === undefined ? {} : { value: hidden(value, name) }),
  } as ManifestChange;
}

const signs = { add: '+', remove: '-', replace: '~' };

/** `~  shop  processes/0/memory: 512M → 1G` */
function line({ op, path, was, value }: ManifestChange, { applications }: Record<string, unknown>): string {
  const [, , index, ...rest] = path.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const app = (applications as { name?: string }[] | undefined)?.[Number(index)]?.name ?? index;
  const said = [was, value].filter((one) => one !== undefined).map((one) => text(one));
  return `${signs[op]}  ${app}  ${rest.join('/')}: ${said.join(' → ')}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
