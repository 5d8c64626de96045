// The file of a fleet: which applications are staged with which buildpacks, on which stacks and engines.
//
//     applications: [apps/*, https://github.com/example/app#main]
//     buildpacks:
//       - ruby_buildpack                                   # one
//       - [./nodejs-buildpack, ./ruby-buildpack]           # several, in order
//     stacks: [cflinuxfs4]
//     engines: [docker, kubernetes]
//     jobs: 4                                              # at a time, on each engine
import { closest } from '../../../../server/src/base/words';
import { parseYaml, UnusableYaml } from '../formats/yaml';
import type { YamlValue } from '../formats/yaml';
import { badInput } from '../report/failure';

const engineNames = ['docker', 'kubernetes', 'local', 'cloudfoundry'] as const;
export type EngineName = (typeof engineNames)[number];

export interface Matrix {
  /** Folders and globs, relative to the file, and URLs of git repositories. */
  applications: string[];
  /** Undefined: those of the application's manifest. */
  buildpacks: (string[] | undefined)[];
  /** Undefined: the stack of the application's manifest. */
  stacks: (string | undefined)[];
  engines: EngineName[];
  /** Stagings at a time on each engine. */
  jobs?: number;
}

const keys = ['applications', 'buildpacks', 'stacks', 'engines', 'jobs'];

/** Throws StagingFailure `BadInput` that names the file and what to write instead. */
export function readMatrix(text: string, file: string): Matrix {
  const wrong = (why: string) => badInput(`${file} is no matrix: ${why}`);
  let parsed: YamlValue | undefined;
  try {
    parsed = parseYaml(text);
  } catch (error) {
    if (error instanceof UnusableYaml) throw wrong(`${error.message}.`);
    throw error;
  }
  if (!(parsed instanceof Map)) throw wrong('write a mapping with at least `applications:`.');
  for (const key of parsed.keys())
    if (!keys.includes(key)) {
      const [near] = closest(key, keys);
      throw wrong(
        `it knows no key \`${key}\`. ${near ? `Did you mean \`${near}\`?` : `Its keys are ${keys.join(', ')}.`}`,
      );
    }
  const list = (key: string): YamlValue[] | undefined => {
    const value = (parsed as Map<string, YamlValue>).get(key);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.length) return value;
    throw wrong(`\`${key}\` must be a list with at least one entry.`);
  };
  const textIn = (value: YamlValue, key: string): string => {
    if (typeof value === 'string' && value) return value;
    throw wrong(`each entry of \`${key}\` must be a text.`);
  };
  const texts = (key: string) => list(key)?.map((value) => textIn(value, key));
  const applications = texts('applications');
  if (!applications) throw wrong('write `applications:` with a list of folders, globs or git URLs.');
  const engines = texts('engines') ?? ['docker'];
  for (const engine of engines)
    if (!(engineNames as readonly string[]).includes(engine))
      throw wrong(`there is no engine \`${engine}\`. Engines are ${engineNames.join(', ')}.`);
  return {
    applications,
    buildpacks: list('buildpacks')?.map((value) =>
      Array.isArray(value) ? value.map((one) => textIn(one, 'buildpacks')) : [textIn(value, 'buildpacks')],
    ) ?? [undefined],
    stacks: texts('stacks') ?? [undefined],
    engines: engines as EngineName[],
    jobs: jobsOf(parsed.get('jobs'), wrong),
  };
}

function jobsOf(value: YamlValue | undefined, wrong: (why: string) => Error): number | undefined {
  if (value === undefined) return undefined;
  const jobs = Number(value);
  if (Number.isInteger(jobs) && jobs > 0) return jobs;
  throw wrong('`jobs` must be a positive whole number.');
}
