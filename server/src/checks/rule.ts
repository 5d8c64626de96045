// The shape of a rule: one cross-field check per file, with the id that is its diagnostic code and its key in the settings.
import type { Lookups } from '../buildpacks/lookups';
import type { Files } from '../base/files';
import type { Schema } from '../schema/schema';
import type { Severity } from '../schema/keywords';
import type { Visit } from '../schema/walk';
import type { Scalar, Tree, YamlNode } from '../yaml/tree';
import type { PlatformId } from '../base/protocol';
import type { TargetKnowledge } from '../base/targetKnowledge';
import type { FixData } from './fixData';

/** Something to tell the user, in offsets of the text. */
export interface Problem {
  /** Id of the rule, or of the check of the schema walk. */
  code: string;
  severity: Severity;
  message: string;
  start: number;
  end: number;
  /** Struck through (deprecated) or faded (without effect). */
  tag?: 'deprecated' | 'unnecessary';
  data?: FixData | FixData[];
  /** Other places that belong to it, with a few words each. */
  related?: { start: number; end: number; message: string }[];
  /** Page that explains the matter. */
  docs?: string;
}

/** What a rule finds, before its id and severity are put to it. A span is anything with offsets: a node, a key. */
export interface Finding {
  at: { start: number; end: number };
  message: string;
  /** When a rule knows several kinds of problems; its id otherwise. */
  code?: string;
  severity?: Severity;
  tag?: Problem['tag'];
  data?: FixData | FixData[];
  related?: Problem['related'];
}

/** What every rule gets; a dialect adds its own view of the manifest. */
export interface RuleContext {
  uri: string;
  tree: Tree;
  platform: Platform;
  /** Every node with its schema, parents first. */
  visits: Visit[];
  files: Files;
  /** Vars files the user set, as absolute paths. */
  variablesFiles: string[];
  /** What has been found out about buildpacks; missing where nobody looks. */
  lookups?: Lookups;
  /** What the user's own platform says; missing where nobody asked it. */
  target?: TargetKnowledge;
}

export interface Rule<Context extends RuleContext = RuleContext> {
  /** Diagnostic code, key of the setting, name of the test. */
  id: string;
  severity: Severity;
  /** Page that explains the matter. */
  docs: string;
  check(context: Context, report: (finding: Finding) => void): void;
}

/** `overwritten`: nobody looks at the value; `decoded`: cf still reads it where it has a type for it; `checked`: by cf and the platform. */
export type Reach = 'overwritten' | 'decoded' | 'checked';

/** How the manifests of a dialect are checked, beyond what its schema says. */
export interface Checks<Context extends RuleContext = RuleContext> {
  /** Value grammars by the names its schema gives in `x-format`. */
  formats: Record<string, Format>;
  rules: Rule<Context>[];
  contextOf(common: RuleContext): Context;
  /** Tells how far the values of a tree get; all of them are checked where this is missing. */
  reachOf?(tree: Tree): (node: YamlNode) => Reach;
}

/** A dialect of manifests, but for its checks: those stand in manifest/checks.ts, so that a schema is reached without them. */
export interface Platform {
  id: PlatformId;
  /** For messages. */
  name: string;
  schema: Schema;
  /** Text the platform replaces before it looks at values: `((variable))`, `${symbol}`. Values that hold it are not checked. */
  placeholder: RegExp;
  /** What resembles such a text, `((name)` or `(( name ))`, and what it was meant to be. */
  almost?: { pattern: RegExp; meant: string };
  /** What becomes of a key nobody knows, for messages: "… it". */
  unknownKey: string;
  /** Scalars reach the platform as they are written; YAML's types mean nothing. */
  rawScalars: boolean;
}

/** What is wrong with a value. The message is a clause without a full stop; `key` is put in front where it helps. */
export interface Issue {
  message: string;
  severity?: Severity;
  tag?: 'deprecated';
  data?: FixData | FixData[];
}

/** `label` names the value for messages: `` `memory` `` or `` each entry of `buildpacks` ``. */
export type Format = (scalar: Scalar, schema: Schema, label: string) => Issue | undefined;
