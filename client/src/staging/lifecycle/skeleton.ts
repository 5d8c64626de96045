// The folders, the user and the certificates a platform's container has, for whatever image was given.
import { readRegularFile } from '../../../../server/src/base/disk';
import { StagingFailure } from '../report/failure';
import { addUser } from './imageScripts';
import { lacks, stackFailure } from './stackImage';
import type { Platform } from './platform';
import type { TarEntry } from '../files/tar';
import { folder, tarStream, textFile } from '../files/tar';
import type { Sandbox, SandboxSpec } from '../engines/engine';
import { systemReason } from '../report/systemReason';

export const certificateFolder = '/etc/cf-system-certificates';

export const root = { uid: 0, gid: 0 };

/** In Podman's containers `/` is often read-only even for its owner (0555), and root has no power here to write all the same. */
export const writableRoot: TarEntry = folder('/./', root);

/** For an engine where nobody may be root. */
export const userOf = ({ user: { uid, gid, home } }: Platform): NonNullable<SandboxSpec['user']> => ({
  uid,
  gid,
  folders: [home, certificateFolder],
});

/** Entries for the platform's empty folders at the start of a staging; `indexes` are those of deps. */
export function stagingFolders(platform: Platform, indexes: string[]): TarEntry[] {
  const { paths, user } = platform;
  const inside = platform.folders.flatMap(({ name, mode }) => [
    folder(`${paths.root}/${name}`, user, mode),
    ...(name === 'deps' ? indexes.map((index) => folder(`${paths.root}/deps/${index}`, user)) : []),
  ]);
  return [
    writableRoot,
    folder(certificateFolder, root),
    folder(user.home, user),
    folder(paths.root, user, 0o700),
    ...inside,
    ...[...new Set([paths.app, paths.cache, paths.buildpacks, paths.downloads])].map((path) => folder(path, user)),
  ];
}

/** Entries that put PEM files where the platform puts its trusted certificates; the folder is there. */
export function certificates(files: string[]): TarEntry[] {
  return files
    .map(readCertificates)
    .map((text, i) => textFile(`${certificateFolder}/trusted-ca-${i + 1}.crt`, text, root));
}

function readCertificates(file: string): Buffer {
  const problem = (why: string) =>
    new StagingFailure(
      'BadInput',
      `Cannot use the certificates in ${file}: ${why}`,
      `The certificates in ${file} cannot be used: ${why}. Give a file with PEM certificates (-----BEGIN CERTIFICATE-----).`,
    );
  let text: Buffer;
  try {
    text = readRegularFile(file);
  } catch (error) {
    throw problem(systemReason(error));
  }
  if (!text.includes('-----BEGIN')) throw problem('it holds no PEM certificate');
  return text;
}

/*
 * What depends on the image: the user's line in passwd, /app, trust in the certificates, and a locale that exists
 * (LC_ALL or LANG without the locale makes bash and perl complain in every script). Prints the LANG to use.
 */
const setup = `${addUser}${lacks}
cd "$1" || exit 1
if [ -n "$(lacks "$1")" ]; then exit 1; fi
add_user "$2" "$3" "$4" "$5"
[ -e app ] || [ -L app ] || ln -s "$6" app
if [ -n "$7" ]; then
  for store in etc/ssl/certs/ca-certificates.crt etc/pki/tls/certs/ca-bundle.crt; do
    if [ -f $store ]; then cat ".$7"/*.crt >>$store; fi
  done
fi
if locale -a 2>/dev/null | grep -qi '^en_US\\.utf-\\?8$'; then echo en_US.UTF-8; else echo C.UTF-8; fi`;

/**
 * Puts `entries` inside and finishes the skeleton, as root; answers the language setting the image has. Throws StagingFailure
 * `no-stack` for an image that cannot stand in for one.
 */
export async function makeSkeleton(
  sandbox: Sandbox,
  platform: Platform,
  { entries, trusted, programs }: { entries: TarEntry[]; trusted: TarEntry[]; programs: string },
  signal: AbortSignal,
): Promise<{ lang: string }> {
  try {
    await sandbox.put(tarStream([...entries, ...trusted]), signal);
    return await finish(sandbox, platform, trusted.length > 0, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw (await stackFailure(sandbox, programs, signal)) ?? error;
  }
}

async function finish(
  sandbox: Sandbox,
  platform: Platform,
  withCertificates: boolean,
  signal: AbortSignal,
): Promise<{ lang: string }> {
  const { user, paths } = platform;
  let out = '';
  const exit = await sandbox.exec(
    {
      argv: [
        '/bin/bash',
        '-c',
        setup,
        'bash',
        sandbox.path('/'),
        user.name,
        String(user.uid),
        String(user.gid),
        user.home,
        sandbox.path(paths.appAlias),
        withCertificates ? certificateFolder : '',
      ],
      user: '0:0',
      cwd: sandbox.path('/'),
      env: {},
      onStdout: (chunk) => (out += chunk.toString()),
      onStderr: (chunk) => (out += chunk.toString()),
    },
    signal,
  );
  const lang = out.trim().split('\n').at(-1) ?? '';
  if (exit.code !== 0 || !/^[\w.@-]+$/.test(lang))
    throw new StagingFailure(
      'StagingError',
      `Failed to set up filesystem when generating droplet: ${out.trim() || `exit status ${exit.code}`}`,
      `The image cannot be used for staging: ${out.trim() || `its shell ended with ${exit.code}`}.`,
    );
  return { lang };
}
