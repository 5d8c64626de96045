// Which manifest of a folder, which of its applications, read by the same resolver as in the editor.
import { existsSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, join, resolve as absolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  PlatformId,
  ResolveOptions,
  ResolvedApplication,
  ResolvedManifest,
} from '../../../../server/src/base/protocol';
import { decode } from '../../../../server/src/base/utf8';
import { readRegularFile } from '../../../../server/src/base/disk';
import { resolveManifest } from '../../../../server/src/manifest/resolve';
import { afterAnswers, applicationsNamed, bareApplication, withDifferentNames } from '../plan/applications';
import { answersFrom, questionsOf } from '../plan/questions';
import { badInput } from '../report/failure';
import { unusable } from '../report/systemReason';
import type { ReadGiven } from './givenFiles';

export interface Wanted {
  folder: string;
  manifest?: string;
  platform?: PlatformId;
  app?: string;
  all: boolean;
}

export interface Chosen {
  platform: PlatformId;
  /** Absolute path; undefined: the folder is staged without one. */
  manifest?: string;
  applications: ResolvedApplication[];
  problems: ResolvedManifest['problems'];
}

const names: Record<PlatformId, string[]> = {
  cloudfoundry: ['manifest.yml', 'manifest.yaml'],
  stackato: ['stackato.yml', 'manifest.yml'],
};

/** Throws StagingFailure `BadInput` when there is nothing that can be staged. */
export function chooseApplications(
  wanted: Wanted,
  options: Omit<ResolveOptions, 'answers'>,
  read: ReadGiven = readRegularFile,
): Chosen {
  const readText = (path: string) => textOf(path, read);
  const folder = absolute(wanted.folder);
  statOf(folder, (why) => `The folder ${folder} ${why}. Give the folder of the app.`);
  const manifest = findManifest(wanted, folder);
  if (!manifest)
    return {
      platform: wanted.platform ?? 'cloudfoundry',
      applications: [bareApplication(folder, wanted.app)],
      problems: [],
    };

  const text = readText(manifest);
  if (text === undefined) throw badInput(`The manifest ${manifest} cannot be read. Give a file with --manifest.`);
  const resolve = (answers?: Record<string, string>) =>
    resolveManifest(text, pathToFileURL(manifest).href, readText, { ...options, platform: wanted.platform, answers });
  const asked = resolve();
  const questions = asked.questions.length ? questionsOf(asked, pick(asked, wanted)) : [];
  const resolved = questions.length
    ? resolve(answersFrom(questions, asked.uri, options.variables ?? {}, process.env))
    : asked;
  const platform = resolved.platform ?? wanted.platform;
  const broken = resolved.problems.find((problem) => problem.severity === 'error');
  if (broken)
    throw badInput(
      broken.message,
      { value: undefined, range: broken.range, uri: broken.uri ?? resolved.uri },
      ...(broken.remedies ?? []),
    );
  if (!platform || !resolved.applications.length) {
    if (!wanted.manifest && !platform)
      return { platform: 'cloudfoundry', applications: [bareApplication(folder, wanted.app)], problems: [] };
    throw badInput(
      `${manifest} has no applications, so there is nothing to stage. Add at least \`applications:\` with one \`- name: my-app\`.`,
    );
  }
  const picked = questions.length ? afterAnswers(pick(asked, wanted), asked, resolved) : pick(resolved, wanted);
  withDifferentNames(picked, resolved.uri);
  const applications = picked.map((app) => ({
    ...app,
    // Without `path:` the platform takes the folder it runs in.
    path: app.path.range || wanted.manifest === undefined ? app.path : { value: folder },
    name: app.name.value ? app.name : { ...app.name, value: wanted.app ?? basename(folder) },
  }));
  return { platform, manifest, applications, problems: resolved.problems };
}

function findManifest(wanted: Wanted, folder: string): string | undefined {
  if (wanted.manifest) {
    const manifest = absolute(wanted.manifest);
    const found = statOf(
      manifest,
      (why) => `The manifest ${manifest} ${why}. Correct --manifest, or leave it out to use the one of the folder.`,
    );
    if (!found.isDirectory()) return manifest;
    return findManifest({ ...wanted, manifest: undefined }, manifest);
  }
  if (!statSync(folder).isDirectory()) return undefined;
  const candidates = wanted.platform ? names[wanted.platform] : ['stackato.yml', ...names.cloudfoundry];
  return candidates.map((name) => join(folder, name)).find((file) => existsSync(file));
}

/** Throws StagingFailure `BadInput` with what `message` makes of the reason: `does not exist`. */
function statOf(path: string, message: (why: string) => string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw badInput(message(unusable(error)));
  }
}

function pick({ applications }: ResolvedManifest, { app, all }: Wanted): ResolvedApplication[] {
  if (app !== undefined && !all) return applicationsNamed(applications, [app]);
  if (all || applications.length === 1) return applications;
  const names = applications.map(({ name }) => name.value).filter(Boolean);
  throw badInput(`The manifest has ${applications.length} applications: ${names.join(', ')}.`, undefined, {
    advice: 'Choose one, or stage them all',
    option: '--app NAME or --all',
  });
}

function textOf(path: string, read: ReadGiven): string | undefined {
  try {
    return decode(read(path));
  } catch {
    return undefined;
  }
}
