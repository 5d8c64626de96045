// What client and server say to each other beyond the LSP, and the types those messages carry. Imports only what is beside it.

import type { Remedy } from './remedy';
import type { TargetKnowledge } from './targetKnowledge';

/** Zero-based, as in the LSP. */
interface SourcePosition {
  line: number;
  character: number;
}

export interface SourceRange {
  start: SourcePosition;
  end: SourcePosition;
}

/** A value of the manifest and the place it was written at; `uri` is set when that is another file (inherit, vars file). */
export interface Located<T> {
  value: T;
  range?: SourceRange;
  uri?: string;
}

export type PlatformId = 'cloudfoundry' | 'stackato';

export type HookPhase = 'pre-push' | 'pre-staging' | 'post-staging' | 'pre-running' | 'legacy-running';

/** One command of a hook. `ignoreFailure`: it was written with a leading `-`. */
export interface ResolvedHook {
  command: Located<string>;
  ignoreFailure: boolean;
}

/** OS packages of Stackato's `requirements:`, by the phase whose container needs them; repositories need sudo on the platform. */
export interface ResolvedRequirement {
  package: Located<string>;
  when: 'both' | 'staging' | 'running';
  repository: boolean;
}

export interface ResolvedProcess {
  type: Located<string>;
  command?: Located<string>;
  memory?: Located<string>;
  instances?: Located<string>;
  healthCheck?: ResolvedHealthCheck;
}

export interface ResolvedHealthCheck {
  type?: Located<string>;
  endpoint?: Located<string>;
  /** Seconds. */
  timeout?: Located<string>;
}

export interface ResolvedSidecar {
  name: Located<string>;
  processTypes: string[];
  command: Located<string>;
  memory?: Located<string>;
}

/** A variable of `env:`; Stackato's long form carries what the user is to be asked. */
export interface ResolvedVariable extends Located<string> {
  question?: Question;
}

/** How the id of a question begins that asks for the value of a `((variable))`. */
export const variableId = 'var:';

/** Something only the user can answer: `${ask …}`, Stackato's long-form variables, a `((variable))` without a value. Answers travel back by `id`. */
export interface Question {
  id: string;
  prompt: string;
  default?: string;
  choices?: string[];
  hidden?: boolean;
  required?: boolean;
  /** Value of this variable in the user's own environment is the default (Stackato's `inherit`). */
  inheritFrom?: string;
  range?: SourceRange;
}

/** What names an application and tells it from others. */
export interface ApplicationIdentity {
  /** Without a range when the manifest gives no name. */
  name: Located<string>;
  /** The whole application in the manifest. */
  range: SourceRange;
  /** Absolute path of the folder or archive with the app's files. */
  path: Located<string>;
  /** Set when the app runs a Docker image and is therefore never staged. */
  docker?: Located<string>;
}

export interface ResolvedApplication extends ApplicationIdentity {
  /** In order; empty means detection. */
  buildpacks: Located<string>[];
  stack?: Located<string>;
  /** `buildpack`, `cnb` or `docker`; only the platform itself can do the second. */
  lifecycle?: Located<string>;
  env: Record<string, ResolvedVariable>;
  /** As written (`512M`); see `server/src/base/sizes.ts` for the grammars. */
  memory?: Located<string>;
  disk?: Located<string>;
  command?: Located<string>;
  processes: ResolvedProcess[];
  sidecars: ResolvedSidecar[];
  hooks: Partial<Record<HookPhase, ResolvedHook[]>>;
  requirements: ResolvedRequirement[];
  /** Stackato's `ignores:`; undefined means the platform's defaults (or .cfignore on Cloud Foundry). */
  ignores?: Located<string>[];
  /** Names of bound services (Cloud Foundry) or name and type (Stackato). */
  services: { name: Located<string>; type?: string }[];
  routes: Located<string>[];
  healthCheck?: ResolvedHealthCheck;
  /** Stackato's `framework:` (the legacy buildpack) and its runtime. */
  framework?: Located<string>;
  cron: Located<string>[];
  /** Values of variables that no log may show. */
  secrets?: string[];
}

/** Why (part of) the manifest could not be resolved; what happened, why, and what to do, in one text. */
export interface ResolveProblem {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  remedies?: Remedy[];
  range: SourceRange;
  uri?: string;
}

export interface ResolvedManifest {
  uri: string;
  /** Undefined: the file is no application manifest at all. */
  platform?: PlatformId;
  applications: ResolvedApplication[];
  problems: ResolveProblem[];
  questions: Question[];
}

/** What the user adds to a manifest when resolving it. */
export interface ResolveOptions {
  platform?: PlatformId;
  /** `--var`, and answers by the id of their question. */
  variables?: Record<string, string>;
  /** Absolute paths, later files win. */
  variablesFiles?: string[];
  answers?: Record<string, string>;
  /**
   * Names (before any answer) of the applications that are wanted; all of them when this is missing or one is not there. One of a
   * thousand takes a hundredth of the time and of the answer.
   */
  applications?: string[];
}

/**
 * Whose file it is. `platform` is missing for files that are not ours; `reason` says why, for people. `doubt` is the one key that
 * decided, where it may as well be a mistake; offsets of the text.
 */
export interface Kind {
  platform?: PlatformId;
  reason: string;
  doubt?: { key: string; start: number; end: number };
}

/** An application in a list of them. */
export interface ListedApplication {
  name: string;
  /** Zero-based line it starts on. */
  line: number;
  /** It runs a Docker image and is therefore never staged. */
  docker: boolean;
}

/** A file, open in the editor or not. */
export interface FileParams {
  uri: string;
}

export interface ResolveManifestParams extends FileParams, ResolveOptions {}

/** Client → server, FileParams → Kind: for those who only want to know that. */
export const kindRequest = 'cfStaging/kind';

/** Client → server, FileParams → ListedApplication[]: for those who only show names. */
export const applicationsRequest = 'cfStaging/applications';

/** Client → server, ResolveManifestParams → ResolvedManifest: the manifest with everything applied that the platform applies. */
export const resolveManifestRequest = 'cfStaging/resolveManifest';

/** A manifest of Cloud Foundry as cf sends it, as data for JSON, and the variables it lacks a value for. */
export interface SentManifest {
  manifest: Record<string, unknown>;
  missing: string[];
}

/** Client → server, FileParams → SentManifest; without applications when the file is none of Cloud Foundry's. */
export const sentManifestRequest = 'cfStaging/sentManifest';

/** What the platform that the user is logged in to says; missing when there is none any more. */
export interface TargetParams {
  knowledge?: TargetKnowledge;
}

/** Client → server, TargetParams, a notification: in force until the next one. */
export const targetNotification = 'cfStaging/target';

/** Server → client, Look → Looked: what is at a URI. Only a server that has no disk asks. */
export const lookRequest = 'cfStaging/look';

export interface Look {
  uri: string;
  /** How much of it. */
  what: 'kind' | 'read' | 'list';
}

export interface Looked {
  /** Undefined: nothing is there. */
  kind?: 'file' | 'folder';
  /** Of a file of at most a megabyte. */
  bytes?: Uint8Array;
  /** Of a folder, sorted by name. */
  entries?: { name: string; folder: boolean }[];
}

/** Language ids, as package.json contributes them. */
export const languageIds = { cloudfoundry: 'cf-manifest', stackato: 'stackato-manifest' } as const satisfies Record<
  PlatformId,
  string
>;
