// What is wrong with the address of a buildpack's repository.
import { pathOf } from './reference';
import type { GitReference } from './reference';
import { retiredRepository } from './known';
import type { BuildpackContext, BuildpackProblem } from './problem';
import { secretProblems } from './secretProblems';

export function gitProblems(
  value: string,
  reference: GitReference,
  { platform }: BuildpackContext,
): BuildpackProblem[] {
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
