// Stackato's `requirements:`: OS packages, installed as root by the image's own package manager before any hook runs.
import type { ResolvedRequirement } from '../../../../server/src/base/protocol';
import { StagingFailure } from '../report/failure';
import { CauseFinder } from '../causes/finder';
import type { Cause } from '../causes/tables/row';
import { sentence } from '../causes/sentence';
import { LastLines } from '../report/outputLines';
import { installPackages } from './imageScripts';
import type { ScriptContext } from './runScript';

/** What root needs to install packages; the buildpack's user has none of it. */
export const packageCapabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'SETUID', 'SETGID', 'SYS_CHROOT'];

/** Where the engine's volume of downloaded packages and package lists is mounted. */
const packageCache = '/var/cache/cf-staging';

/** The packages downloaded before for this image. */
export const packageVolume = (image: string): { name: string; path: string } => ({
  name: `cf-staging-packages-${image.replace(/[^a-zA-Z0-9_.-]+/g, '_')}`,
  path: packageCache,
});

/*
 * Tries what the volume remembers first, so that a second run downloads nothing; then with fresh lists. $1 is the cache.
 */
const installer = `${installPackages}
cache=$1; shift
if command -v apt-get >/dev/null; then
  rm -f /etc/apt/apt.conf.d/docker-clean
  mkdir -p "$cache/archives/partial" "$cache/lists/partial"
  options=(-o Dir::Cache::archives="$cache/archives" -o Dir::State::lists="$cache/lists" -o APT::Sandbox::User=root -o APT::Keep-Downloaded-Packages=true \\
    -o Acquire::Retries=2 -o Acquire::http::Timeout=20)
  if [ -n "$(ls "$cache/lists" | grep -v -e partial -e lock)" ] && (options+=(--simulate) && apt_install "$@") >/dev/null 2>&1; then
    apt_install "$@" && exit 0
  fi
fi
install_packages "$@"`;

/*
 * `nginx`, `nginx:amd64`, `nginx=1.22-1`, `nginx/stable`. Not an option, a file or a removal (`nginx-`): the manager runs as root,
 * and the names may come from a droplet of somebody else.
 */
const packageName = /^[a-z\d](?:[\w.+-]*[\w.+])?(?::[\w-]+)?(?:[=/][\w.:+~-]+)?$/i;

export const isPackageName = (name: string): boolean => packageName.test(name);

function noPackage({ package: at }: ResolvedRequirement): StagingFailure {
  const why = `“${at.value}” is no name of a package`;
  return new StagingFailure(
    'RequirementsFailed',
    `Staging failed: ${why}`,
    `${why}, so nothing was installed. Write names of packages, such as libpq5 or libpq5=15.1-1, one per entry.`,
    { at },
  );
}

export async function installRequirements(context: ScriptContext, requirements: ResolvedRequirement[]): Promise<void> {
  const repositories = requirements.filter(({ repository }) => repository);
  for (const { package: entry } of repositories)
    context.journal.log(
      `${entry.value}: extra repositories need sudo on the platform and are not added here`,
      'stderr',
    );
  const wanted = requirements.filter(({ repository }) => !repository);
  if (!wanted.length) return;
  const odd = wanted.find(({ package: { value } }) => !isPackageName(value));
  if (odd) throw noPackage(odd);
  const lastWords = new LastLines(20);
  const causes = new CauseFinder();
  const out = context.journal.output('stdout', (line) => {
    lastWords.add(line);
    causes.add(line);
  });
  const exit = await context.sandbox.exec(
    {
      argv: [
        '/bin/bash',
        '-c',
        installer,
        'bash',
        context.sandbox.path(packageCache),
        ...wanted.map((r) => r.package.value),
      ],
      user: '0:0',
      cwd: context.sandbox.path('/'),
      env: { LANG: context.env.LANG ?? 'C.UTF-8' },
      onStdout: out.write,
    },
    context.signal,
  );
  out.end();
  if (exit.code !== 0) throw requirementsFailure(wanted, lastWords.lines, causes.cause(exit.code));
}

/** `E: Unable to locate package nosuch` → the line of `nosuch` in the manifest. */
function requirementsFailure(wanted: ResolvedRequirement[], words: string[], cause: Cause | undefined): StagingFailure {
  const errors = words.filter((line) => /^(E|Err|Error|No match)\b/i.test(line));
  const guilty = wanted.find(({ package: { value } }) => {
    const name = value.replace(/[=/].*$/, '');
    return errors.some((line) => line.split(/[\s'":,]+/).includes(name));
  });
  const what = guilty
    ? `the package ${guilty.package.value} cannot be installed`
    : `the packages ${wanted.map((r) => r.package.value).join(', ')} cannot be installed`;
  return new StagingFailure('RequirementsFailed', `Staging failed: ${errors.at(-1) ?? what}`, sentence(cause, what), {
    at: (guilty ?? wanted[0])?.package,
    related: words,
  });
}
