// What the user can do about a problem, as data: the editor names a setting where the command line names an option.
import type manifest from '../../../package.json';

type Properties = (typeof manifest)['contributes']['configuration'][number]['properties'];
type KeysOfEach<Group> = Group extends unknown ? keyof Group : never;
type WithoutPrefix<Key> = Key extends `cfStaging.${infer Name}` ? Name : never;

/** A setting that package.json contributes, without `cfStaging.`: `staging.caFiles`. */
export type Setting = WithoutPrefix<KeysOfEach<Properties>>;

/** One way out of a problem. */
export interface Remedy {
  /** A sentence without its full stop: `Name its certificate`. It makes sense without the means as well. */
  advice: string;
  setting?: Setting;
  /** As it is typed: `--ca-file FILE`. */
  option?: string;
  /** For any terminal: `docker context use default`. */
  command?: string;
  /** What the setting is to be: an editor can set it. */
  value?: string;
  /** What is to be changed where the problem stands: an editor can do it. */
  edit?: Edit;
  /** A script on this machine that is to be made executable, as an absolute path. */
  script?: string;
  /** A stack whose image can be chosen among those that the engine has. */
  stack?: string;
}

/** The value that the problem is about becomes another one, or a key is added to the mapping that it stands in. */
export type Edit = { value: string } | { key: string; value?: string };

/** A problem, or an error, that may know ways out. */
export interface Remediable {
  message: string;
  remedies?: readonly Remedy[];
}

/** How a face names the means of a remedy; undefined when it has none. */
export type Means = (remedy: Remedy) => string | undefined;

export const onCommandLine: Means = ({ option, command }) => option ?? command;

/** The message with what to do next: `… Name its certificate (--ca-file FILE).` */
export function advised({ message, remedies = [] }: Remediable, means: Means): string {
  const sentences = remedies.map((remedy) => {
    const how = means(remedy);
    return how === undefined ? `${remedy.advice}.` : `${remedy.advice} (${how}).`;
  });
  return [message, ...sentences].join(' ');
}

/** The same for whatever was thrown. */
export const advisedError = (error: unknown, means: Means): string =>
  advised(error instanceof Error ? error : { message: String(error) }, means);

/** When a certificate is not trusted. */
export const trustProxy: Remedy = {
  advice: 'If a proxy re-signs TLS here, name its certificate',
  setting: 'staging.caFiles',
  option: '--ca-file FILE',
};
