// What is wrong with the text of a buildpack, without asking anybody: forms the platform refuses, options hidden in URLs, credentials,
// repositories that are gone. Pure; places are offsets within the value.
import { distance } from '../base/words';
import { installedBuildpacks } from './known';
import { gitProblems } from './gitProblems';
import type { BuildpackContext, BuildpackProblem } from './problem';
import { gitSchemes, hidesOption, lacksScheme, parseBuildpack, scpPattern } from './reference';
import type { GitReference } from './reference';
import { secretProblems } from './secretProblems';

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
