// Keywords of ours in the schema files, as schemas/README.md describes them, and the types of JSON Schema.

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A `defaultSnippets` entry; `body` is the value of the key as JSON, with tab stops in its strings. */
export interface Snippet {
  label: string;
  description?: string;
  body: unknown;
}

/** Where a key belongs that is not one of a mapping. */
export interface Elsewhere {
  /** A sentence for messages. */
  hint: string;
  /** The key to write instead, in the same place. */
  as?: string;
  /** The key beside it that it belongs under. */
  into?: string;
  /** It belongs to the mapping around this one. */
  out?: boolean;
  /** It is a part of another key's value, and this fix puts the parts together. */
  joins?: 'toRoute';
  /** What is in it belongs directly to the mapping it stands in. */
  unwrap?: boolean;
}

/** When a key counts for a conflict: it is there and not null, it is a list that is not empty, it is on, it has one of these values. */
export type Condition = 'given' | 'filled' | true | string[];
export type KeyConditions = { [key: string]: Condition };

/** Keys of a mapping that contradict each other: `key` stands with what it excludes or has no effect beside, or without what it needs. */
export interface Conflict {
  /** The one key the problem is shown at; at its value, when the condition is a list of values. */
  key: KeyConditions;
  excludes?: KeyConditions;
  needs?: KeyConditions;
  ignoredBeside?: KeyConditions;
  /** Nothing is said when one of these is met. */
  unless?: KeyConditions;
  code: string;
  severity: Severity;
  message: string;
}

/** A part of a schema file. */
export type Raw = { [keyword: string]: unknown };

/** `"key": "docker"` is short for `"key": { "docker": "given" }`. */
export function readConflict(raw: Raw): Conflict {
  const conditions = (side: unknown) => (typeof side === 'string' ? { [side]: 'given' } : side);
  const sides = ['key', 'excludes', 'needs', 'ignoredBeside', 'unless'].filter((side) => raw[side] !== undefined);
  return { ...raw, ...Object.fromEntries(sides.map((side) => [side, conditions(raw[side])])) } as unknown as Conflict;
}
