// What kind of thing a buildpack is whose script could not even be started.
import type { Remedy } from '../../../../server/src/base/remedy';
import type { Cause } from './tables/row';
import { chooseImage } from './tables/shell';

export interface ScriptFile {
  /** All three x bits are set, which is what the reference demands of detect. */
  executable: boolean;
  /** Where it lies on this machine, when it is the user's own. */
  file?: string;
  /** What follows `#!` in the first line, a carriage return included. */
  interpreter?: string;
}

export interface BuildpackKind {
  scripts: Partial<Record<string, ScriptFile>>;
  /** It has buildpack.toml and bin/build. */
  cloudNative?: boolean;
}

/** Why `script` (e.g. `compile`) of a buildpack did not start; `description` is how the reference words it: `fork/exec …: permission denied`. */
export function notStarted(
  script: string,
  description: string,
  { scripts, cloudNative }: BuildpackKind,
): Cause | undefined {
  const file = scripts[script];
  const path = `bin/${script}`;
  if (!description.startsWith('fork/exec')) return undefined;
  if (!file) return cloudNative ? cloudNativeBuildpack : missing(path);
  if (description.endsWith('permission denied')) return notExecutable(path, scripts, file);
  if (description.endsWith('exec format error'))
    return told(`${path} has no first line that names its interpreter`, 'Give it one such as #!/usr/bin/env bash');
  const interpreter = file.interpreter ?? '';
  if (interpreter.includes('\r'))
    return told(
      `${path} has CRLF line ends`,
      'Save it with LF line ends (git: `* text eol=lf` in .gitattributes)',
      `Its first line asks for “${interpreter.trim()}” followed by a carriage return, which no image has.`,
    );
  return told(
    `the image has no ${interpreter || 'interpreter for it'}`,
    { ...chooseImage, advice: 'Choose an image that has it, or change that line' },
    `The first line of ${path} asks for it.`,
  );
}

const told = (what: string, next: string | Remedy, means?: string): Cause => ({
  what,
  ...(means ? { means } : {}),
  next: typeof next === 'string' ? { advice: next } : next,
  places: [],
  message: what,
});

const cloudNativeBuildpack = told(
  'it is a Cloud Native Buildpack',
  'Use the buildpack of Cloud Foundry for this language; it has bin/supply and bin/finalize, or bin/compile',
  'It has buildpack.toml and bin/build, which only the lifecycle of Cloud Native Buildpacks runs.',
);

const missing = (path: string) =>
  told(
    `there is no ${path}`,
    'Check that this is the folder, branch or release that is meant to be used: the source of some buildpacks has to be packed first',
    'A buildpack has bin/detect, bin/release and bin/compile, or bin/supply and bin/finalize.',
  );

function notExecutable(path: string, scripts: BuildpackKind['scripts'], { file }: ScriptFile): Cause {
  const all = Object.values(scripts).every((file) => !file?.executable);
  return all
    ? told(
        `${path} is not executable`,
        'Pack it where files have modes, or make them executable: chmod +x bin/* (git: git update-index --chmod=+x)',
        'None of its scripts is: a zip made on Windows has no modes of Unix.',
      )
    : told(`${path} is not executable`, {
        advice: 'Make it executable',
        command: `chmod +x ${file ?? path}`,
        script: file,
      });
}
