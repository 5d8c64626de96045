// What is wrong with the text of a buildpack, without asking anybody: forms the platform refuses, options hidden in URLs, credentials,
// repositories that are gone. Pure; places are offsets within the value.
import type { PlatformId } from '../base/protocol';
import { distance } from '../base/words';
import { installedBuildpacks, retiredRepository } from './known';
import { redactUrls, userInfoOf } from '../base/credentials';
import { gitSchemes, hidesOption, isSecret, lacksScheme, parseBuildpack, pathOf, scpPattern } from './reference';
import type { GitReference } from './reference';

export interface BuildpackProblem {
  /** Id of the diagnostic. */
  code: string;
  severity: 'error' | 'warning' | 'information';
  message: string;
  /** Part of the value to underline. */
  start: number;
  end: number;
  /** Quick fix: the whole value after it. */
  fix?: { title: string; value: string };
}

export interface BuildpackContext {
  platform: PlatformId;
  /** `lifecycle: cnb` of Cloud Foundry takes other values. */
  cnb?: boolean;
}

/** Problems of one value; a value with `((variables))` or `${symbols}` must be kept away, for it is not the final text. */
export function buildpackProblems(value: string, context: BuildpackContext): BuildpackProblem[] {
  const whole = (
    code: string,
    severity: BuildpackProblem['severity'],
    message: string,
    fix?: BuildpackProblem['fix'],
  ) => [{ code, severity, message, start: 0, end: value.length, ...(fix && { fix }) }];
  if (hidesOption(value)) {
    return whole(
      'buildpack-unsafe',
      'error',
      'This would make git run a command or take an option instead of cloning a repository, so it is refused. Give a plain https:// URL.',
    );
  }
  const scp = scpPattern.exec(value);
  if (scp && (scp[1] || scp[3]!.includes('/') || scp[3]!.endsWith('.git'))) return [scpProblem(value, scp)];
  const reference = parseBuildpack(value);
  if (reference.kind !== 'name' && reference.kind !== 'local' && /\s/.test(value)) {
    const at = value.search(/\s/);
    return [
      {
        code: 'buildpack-blank',
        severity: 'error',
        message: 'A URL cannot contain blanks. Remove it, or write `%20` if the blank belongs to the path.',
        start: at,
        end: at + 1,
        fix: { title: 'Remove the blanks', value: value.replace(/\s+/g, '') },
      },
    ];
  }
  switch (reference.kind) {
    case 'name':
      return nameProblems(value, context, whole);
    case 'unusable':
      return whole('buildpack-url', 'error', unusable(value));
    case 'image':
      return context.cnb
        ? []
        : whole(
            'buildpack-url',
            'error',
            '`docker://` buildpacks need `lifecycle: cnb`; otherwise give a git URL or the name of an installed buildpack.',
          );
    case 'zip':
      return secretProblems(value);
    case 'local':
      if (context.cnb && /^file:/i.test(value)) return whole('buildpack-url', 'error', cnbForms);
      return context.cnb || !lacksScheme(value)
        ? []
        : whole('buildpack-url', 'error', 'A URL begins with its scheme: write `https://` in front.', {
            title: 'Add https://',
            value: `https://${value}`,
          });
    case 'git':
      return context.cnb ? cnbProblems(value, reference, whole) : gitProblems(value, reference, context);
  }
}

type Whole = (
  code: string,
  severity: BuildpackProblem['severity'],
  message: string,
  fix?: BuildpackProblem['fix'],
) => BuildpackProblem[];

function scpProblem(value: string, [, user, host, path, ref]: RegExpExecArray): BuildpackProblem {
  const rest = `${host}/${path}${ref ? `#${ref}` : ''}`;
  return {
    code: 'buildpack-scp-url',
    severity: 'error',
    message: `The form ${user ? `${user}@` : ''}host:path is not a URL, so staging refuses it. Write \`https://${rest}\`${user ? ` (or \`ssh://${user}@${rest}\` where the platform has a key)` : ''}.`,
    start: 0,
    end: value.length,
    fix: { title: `Write https://${rest}`, value: `https://${rest}` },
  };
}

function unusable(value: string): string {
  const scheme = /^([a-zA-Z][\w+.-]*):/.exec(value)?.[1];
  if (scheme && !gitSchemes.includes(scheme.toLowerCase()))
    return `Staging cannot fetch a buildpack by \`${scheme}:\`. Use ${gitSchemes
      .filter((s) => s !== 'file')
      .map((s) => `\`${s}://\``)
      .join(', ')}, or the name of an installed buildpack.`;
  return 'This is neither a URL nor the name of an installed buildpack. A git URL begins with `https://`, `http://`, `git://` or `ssh://`.';
}

/** Cloud Foundry and Stackato allow letters, digits, `_` and `-` in the name of an installed buildpack. */
function nameProblems(value: string, context: BuildpackContext, whole: Whole): BuildpackProblem[] {
  if (context.cnb) return [];
  if (/^[\w-]*$/.test(value)) {
    const meant = context.platform === 'cloudfoundry' && usualName(value);
    if (!meant) return [];
    const message = `Is \`${value}\` a buildpack of your platform? The usual one is called \`${meant}\`.`;
    return whole('buildpack-unusual', 'information', message, { title: `Write ${meant}`, value: meant });
  }
  return whole(
    'buildpack-name',
    'error',
    `No installed buildpack can be called \`${value}\`: names have letters, digits, \`_\` and \`-\` only. For a buildpack of your own give its git URL.`,
  );
}

/** `nodejs-buildpack`, `NodeJS` and `nodejs_buildpak` → `nodejs_buildpack`; undefined for that name itself and for strange ones. */
function usualName(value: string): string | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[-_]/g, '');
  const written = plain(value);
  const names = installedBuildpacks.map(({ name }) => name);
  if (names.includes(value)) return undefined;
  return names.find((name) => {
    const usual = plain(name);
    // In names as short as `go_buildpack` one other letter makes another language.
    return (
      written === usual || `${written}buildpack` === usual || (usual.length > 12 && distance(written, usual) === 1)
    );
  });
}

const cnbForms =
  'With `lifecycle: cnb` a buildpack is an installed name, an `https://` URL or `docker://registry/name`.';

function cnbProblems(value: string, reference: GitReference, whole: Whole): BuildpackProblem[] {
  if (/^https?$/.test(reference.scheme)) return secretProblems(value);
  return whole('buildpack-url', 'error', cnbForms);
}

function gitProblems(value: string, reference: GitReference, { platform }: BuildpackContext): BuildpackProblem[] {
  const problems = secretProblems(value);
  const add = (problem: Omit<BuildpackProblem, 'start' | 'end'> & { start?: number; end?: number }) =>
    problems.push({ start: 0, end: value.length, ...problem });
  const path = pathOf(reference.url);
  if (reference.scheme !== 'file' && (!reference.host || path.length < 2)) {
    add({
      code: 'buildpack-url',
      severity: 'error',
      message: 'The URL lacks the host or the path of the repository: `https://host/organization/repository`.',
    });
  } else if (/\.zip$/i.test(path) && /^https?$/.test(reference.scheme)) {
    const right = `${reference.url.replace(/\.zip(?=$|\?)/i, '.zip')}${reference.ref ? `#${reference.ref}` : ''}`;
    add({
      code: 'buildpack-zip-case',
      severity: 'warning',
      message:
        'Only a path that ends in `.zip` in lower case is downloaded; this one would be cloned as a git repository.',
      fix: { title: 'Write .zip in lower case', value: right },
    });
  } else pageProblem(reference, add);
  if (reference.scheme === 'file') {
    add({
      code: 'buildpack-local',
      severity: 'information',
      message: 'A `file://` buildpack can only be staged on this machine; a push refuses it or does not find it.',
    });
  }
  if (platform === 'cloudfoundry' && reference.ref && /^[0-9a-f]{40}$/.test(reference.ref)) {
    add({
      code: 'buildpack-commit',
      severity: 'warning',
      message:
        'Cloud Foundry clones a branch or a tag (`git clone -b`), not a commit: with this the push fails. Tag the commit, or take a tag that has it.',
      start: reference.refStart,
      end: value.length,
    });
  }
  retiredProblems(value, reference, add);
  return problems;
}

type Add = (problem: Omit<BuildpackProblem, 'start' | 'end'> & { start?: number; end?: number }) => void;

/** `https://github.com/o/r/tree/branch`: a page for people, which git cannot clone. */
function pageProblem(reference: GitReference, add: Add): void {
  const page =
    /^(https?:\/\/(?:www\.)?(?:github\.com|gitlab\.com)\/[^/]+\/[^/#]+?)(?:\.git)?\/(?:-\/)?(?:tree|blob|commit|releases\/tag)\/([^#?]+?)\/?$/.exec(
      reference.url,
    );
  if (!page) return;
  const right = `${page[1]}#${page[2]}`;
  add({
    code: 'buildpack-page-url',
    severity: 'error',
    message: `This is the address of a page for people; git cannot clone it. The branch or tag stands behind a \`#\`: \`${right}\`.`,
    fix: { title: `Write ${right}`, value: right },
  });
}

/** Things that worked once: `git://` at GitHub (switched off in 2022), repositories that moved or were given up. */
function retiredProblems(value: string, reference: GitReference, add: Add): void {
  const known = retiredRepository(reference.url);
  const suffix = reference.ref ? `#${reference.ref}` : '';
  if (known) {
    const target = known.use?.startsWith('https://') ? known.use : undefined;
    add({
      code: 'buildpack-retired',
      severity: 'information',
      message: `${retirement(known.status)}${known.use ? ` Use ${known.use} instead.` : ''}`,
      // The branches and tags of another repository are others.
      ...(target && { fix: { title: `Use ${target}`, value: known.status === 'moved' ? target + suffix : target } }),
    });
  } else if (reference.scheme === 'git' && /^(github\.com|gitlab\.com|bitbucket\.org)$/.test(reference.host)) {
    const right = value.trim().replace(/^git:/i, 'https:');
    add({
      code: 'buildpack-git-protocol',
      severity: 'information',
      message: `${reference.host} no longer answers \`git://\`, so the clone fails. Write \`https://\`.`,
      fix: { title: 'Write https://', value: right },
    });
  }
}

const retirement = (status: string): string =>
  ({
    moved: 'This repository has moved.',
    archived: 'This repository is archived: nobody maintains it.',
    superseded: 'This buildpack has been replaced.',
    unmaintained: 'Nobody maintains this buildpack any more.',
  })[status] ?? 'This repository is no longer maintained.';

function secretProblems(value: string): BuildpackProblem[] {
  const info = userInfoOf(value);
  if (!info || !isSecret(value, info.text)) return [];
  const without = value.slice(0, info.start) + value.slice(info.start + info.text.length);
  return [
    {
      code: 'buildpack-credentials',
      severity: 'warning',
      message: `The password in this URL is readable for everybody who sees the manifest, and the platform prints it when the clone fails. Take it out, and give the platform access to \`${redactUrls(without)}\` in another way.`,
      start: info.start,
      end: info.start + info.text.length - 1,
      fix: { title: 'Remove the credentials', value: without },
    },
  ];
}
