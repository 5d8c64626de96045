// What an image must have to stand in for a stack, and what is said of one that lacks it.
import type { Remedy } from '../../../../server/src/base/remedy';
import { listed } from '../../../../server/src/base/words';
import type { Engine, Sandbox } from '../engines/engine';
import { StagingFailure } from '../report/failure';

/** Besides bash: what our own steps call. Every stack has them. */
const programs = ['tar', 'gzip', 'find', 'xargs', 'base64', 'du', 'dd', 'mktemp', 'stat', 'nproc'];

/** For any shell: `lacks ROOT` prints what is lacking, a word and what it is about per line; nothing for a stack. */
export const lacks = `
lacks() {
  [ -x /bin/bash ] || echo program bash
  for program in ${programs.join(' ')}; do command -v $program >/dev/null 2>&1 || echo "program $program"; done
  case $(tar --version 2>/dev/null) in ''|*GNU*) ;; *) echo tar;; esac
  if [ -L "$1/tmp" ] && [ ! -d "$1/tmp" ]; then echo "tmp-link $(readlink "$1/tmp")"
  elif [ -e "$1/tmp" ] && [ ! -d "$1/tmp" ]; then echo tmp-file
  elif [ "$1" = / ] && [ -z "$(find /tmp/ -maxdepth 0 -perm -o+w 2>&1)" ]; then echo tmp-closed
  fi
}`;

/** Those of `program` are put into one sentence. */
const sentences: Record<string, (about: string) => string> = {
  tar: () => 'its tar is not that of GNU, which can sort',
  'tmp-link': (target) => `its /tmp is a link to ${target}, where there is no folder`,
  'tmp-file': () => 'its /tmp is a file',
  'tmp-closed': () => 'not everybody may write to its /tmp (chmod 1777 /tmp mends that)',
};

const chooseStack: Remedy = {
  advice: 'Choose the image of a stack, such as cloudfoundry/cflinuxfs4, or one made from Debian or Ubuntu',
  setting: 'staging.stacks',
  option: '--image REF',
};

/** Whose programs run in a sandbox, in words. */
export const programsOf = ({ name }: Pick<Engine, 'name'>, image: string): string =>
  name === 'local' ? 'this machine' : `the image ${image}`;

/** Why what `sandbox` is made of (`programs`, in words) is no stack, asked of its smallest shell; undefined if it is one, or cannot even tell. */
export async function stackFailure(
  sandbox: Sandbox,
  programs: string,
  signal: AbortSignal,
): Promise<StagingFailure | undefined> {
  let out = '';
  const asked = await sandbox
    .exec(
      {
        argv: ['/bin/sh', '-c', `${lacks}\nlacks "$1"`, 'sh', sandbox.path('/')],
        user: '0:0',
        cwd: sandbox.path('/'),
        env: {},
        onStdout: (chunk) => (out += chunk.toString()),
        onStderr: () => {},
      },
      signal,
    )
    .catch(() => undefined);
  const told = asked ? sentencesOf(out) : [];
  if (!told.length) return undefined;
  const what = `${programs} cannot stand in for a stack: ${told.join('; ')}`;
  return new StagingFailure('StagingError', what, `${capitalised(what)}.`, {
    code: 'no-stack',
    remedies: [chooseStack],
  });
}

function sentencesOf(out: string): string[] {
  const flaws = out
    .split('\n')
    .filter(Boolean)
    .map((line) => /^(\S+) ?(.*)$/.exec(line)!);
  const missing = flaws.filter(([, what]) => what === 'program').map(([, , name]) => name!);
  const others = flaws.flatMap(([, what, about]) => sentences[what!]?.(about!) ?? []);
  return [...(missing.length ? [`it has no ${listed(missing)}`] : []), ...others];
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
