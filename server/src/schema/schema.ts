// A typed view of the JSON schemas under schemas/: the subset of draft-07 they use, `$ref` resolved, plus our own `x-` keywords.
// schemas/README.md describes all of them for people who add a key.

import { underscore } from '../base/words';
import { readConflict } from './keywords';
import type { Conflict, Elsewhere, JsonType, Raw, Severity, Snippet } from './keywords';

/** One schema; its sub-schemas are made when asked for, so recursive schemas are fine. */
export class Schema {
  readonly title?: string;
  /** Plain text. */
  readonly description?: string;
  readonly markdownDescription?: string;
  /** Empty: any type. */
  readonly types: JsonType[];
  readonly required: string[];
  readonly enum?: unknown[];
  readonly enumDescriptions: string[];
  readonly const?: unknown;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly default?: unknown;
  readonly examples: unknown[];
  readonly snippets: Snippet[];
  readonly deprecationMessage?: string;
  /** `not: {}`: the key must not be there. */
  readonly forbidden: boolean;
  /** Name of a value grammar (formats/ of the dialect), which decides instead of type, enum and pattern. */
  readonly format?: string;
  /** Of wrong values here; an error if not said otherwise. */
  readonly severity?: Severity;
  /** What keys that are not listed are: fine, dropped by the platform without a word, or refused by it. */
  readonly unknownKeys: 'fine' | 'warning' | 'error';
  /** Misplaced keys, and where they belong. */
  readonly elsewhere: ReadonlyMap<string, Elsewhere>;
  /** The canonical key, when this one is another spelling of it. */
  readonly aliasOf?: string;
  /** What the keys of a free mapping are, for people. */
  readonly keyTitle?: string;
  /** The platform reads `disk-quota`, `diskQuota` and `DISK_QUOTA` alike here. */
  readonly anyKeyStyle: boolean;
  /** The platform drops the key without a word. */
  readonly ignored: boolean;
  /** The key to write instead. */
  readonly use?: string;
  /** cf itself reads the attribute, in this spelling, as a value of this type; it leaves it out when it is empty, 0 or false. */
  readonly typed?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  /** cf reads the attribute and sends it even when it is empty or 0. */
  readonly kept: boolean;
  /** Values the platform takes for nothing: `false`, an empty list, an empty mapping. */
  readonly blank: ('false' | 'list' | 'mapping')[];
  readonly conflicts: Conflict[];
  /** Values that still work, and what to write instead. */
  readonly deprecatedValues: Record<string, string>;

  private flat?: Schema[];
  private flatTypes?: JsonType[];
  private otherwise?: Schema;
  /** Names of the listed keys, in the order of the schema. */
  readonly propertyNames: string[];
  /** A map, because each key of a manifest is a new string: an object would have to look for its twin first. */
  private readonly properties: ReadonlyMap<string, unknown>;
  private readonly children = new Map<string, Schema>();
  private readonly patterns: [RegExp, unknown][];
  /** Listed keys by their underscored form. */
  private readonly byStyle = new Map<string, string>();

  constructor(
    private readonly root: Raw,
    private readonly raw: Raw,
    private readonly cache: Map<unknown, Schema>,
  ) {
    const text = (keyword: string) => (typeof raw[keyword] === 'string' ? (raw[keyword] as string) : undefined);
    const number = (keyword: string) => (typeof raw[keyword] === 'number' ? (raw[keyword] as number) : undefined);
    const list = <T>(keyword: string) => (Array.isArray(raw[keyword]) ? (raw[keyword] as T[]) : []);
    this.title = text('title');
    this.description = text('description');
    this.markdownDescription = text('markdownDescription');
    this.types = text('type') ? [text('type') as JsonType] : list<JsonType>('type');
    this.required = list<string>('required');
    if (raw.enum) this.enum = list('enum');
    this.enumDescriptions = list<string>('markdownEnumDescriptions');
    this.const = raw.const;
    if (text('pattern')) this.pattern = new RegExp(text('pattern')!, 'u');
    this.minimum = number('minimum');
    this.maximum = number('maximum');
    this.minLength = number('minLength');
    this.maxLength = number('maxLength');
    this.minItems = number('minItems');
    this.minProperties = number('minProperties');
    this.default = raw.default;
    this.examples = list('examples');
    this.snippets = list<Snippet>('defaultSnippets');
    this.deprecationMessage = text('deprecationMessage');
    this.forbidden = raw.not !== undefined;
    this.format = text('x-format');
    this.severity = text('x-severity') as Severity | undefined;
    const listed = raw.properties !== undefined;
    const closed = raw.additionalProperties === false ? (root['x-unknownKeys'] ?? 'error') : 'warning';
    const unknown = listed && (raw.additionalProperties ?? false) === false ? closed : 'fine';
    this.unknownKeys = (text('x-unknownKeys') ?? unknown) as 'fine' | 'warning' | 'error';
    this.elsewhere = new Map(
      Object.entries(this.target(raw['x-elsewhere'])).map(([key, place]) => [
        key,
        typeof place === 'string' ? { hint: place } : (this.target(place) as unknown as Elsewhere),
      ]),
    );
    this.aliasOf = text('x-aliasOf');
    this.keyTitle = text('x-keyTitle');
    this.anyKeyStyle = raw['x-keys'] === 'underscored';
    this.ignored = raw['x-ignored'] === true;
    this.use = text('x-use');
    this.typed = text('x-typed') as Schema['typed'];
    this.kept = raw['x-kept'] === true;
    this.blank = list<Schema['blank'][number]>('x-blank');
    this.conflicts = Object.values(this.target(raw['x-conflicts'])).map((one) => readConflict(one as Raw));
    this.deprecatedValues = this.target(raw['x-deprecated']) as Record<string, string>;
    this.properties = new Map(Object.entries(this.target(raw.properties)));
    this.propertyNames = [...this.properties.keys()];
    this.patterns = Object.entries(this.target(raw.patternProperties)).map(([key, one]) => [new RegExp(key, 'u'), one]);
    if (this.anyKeyStyle) for (const name of this.propertyNames) this.byStyle.set(underscore(name), name);
  }

  /** Schema of a key as the platform reads it: listed (in another style where that is allowed), by pattern, or of a free mapping. */
  property(key: string): Schema | undefined {
    const name = this.propertyName(key);
    const listed = this.listed(name);
    if (listed) return listed.typed && !listed.typedAs(name, key) ? listed.untyped : listed;
    const pattern = this.patterns.find(([expression]) => expression.test(key));
    return pattern ? this.child(pattern[1]) : this.additional;
  }

  /** The listed key that a written key stands for, or the key itself. */
  propertyName(key: string): string {
    if (!this.anyKeyStyle || this.properties.has(key)) return key;
    return this.byStyle.get(underscore(key)) ?? key;
  }

  /** Schema of a listed key, spelled exactly so. */
  listed(key: string): Schema | undefined {
    const known = this.children.get(key);
    if (known || !this.properties.has(key)) return known;
    const made = this.child(this.properties.get(key));
    this.children.set(key, made);
    return made;
  }

  /** Whether cf reads a key in this spelling. */
  private typedAs(name: string, key: string): boolean {
    return key === name || (Array.isArray(this.raw['x-typedKeys']) && this.raw['x-typedKeys'].includes(key));
  }

  /** The same in a spelling that cf does not know: only the platform reads it. */
  private get untyped(): Schema {
    const untyped = { ...this.raw, 'x-typed': undefined, 'x-kept': undefined, ...this.target(this.raw['x-untyped']) };
    return (this.otherwise ??= new Schema(this.root, untyped, this.cache));
  }

  /** Schema of the values of a free mapping's keys. */
  get additional(): Schema | undefined {
    const additional = this.raw.additionalProperties;
    return additional && typeof additional === 'object' ? this.child(additional) : undefined;
  }

  get items(): Schema | undefined {
    return this.raw.items ? this.child(this.raw.items) : undefined;
  }

  /** Schema of the entries, of whichever alternative is a list. */
  get entries(): Schema | undefined {
    return this.alternatives.find((one) => one.items)?.items;
  }

  /** What `anyOf` lists; empty when there is none. */
  get anyOf(): Schema[] {
    return Array.isArray(this.raw.anyOf) ? this.raw.anyOf.map((one) => this.child(one)) : [];
  }

  /** The schema itself, or what it comes down to when `anyOf` lists schemas of different types. */
  get alternatives(): Schema[] {
    return (this.flat ??= this.flatten());
  }

  /** All types allowed, those of alternatives, enums and constants included; empty: any. */
  get allTypes(): JsonType[] {
    return (this.flatTypes ??= [
      ...new Set(this.alternatives.flatMap((one) => (one === this ? one.ownTypes() : one.allTypes))),
    ]);
  }

  private flatten(): Schema[] {
    const typed = this.anyOf.filter((one) => one.allTypes.length > 0);
    return typed.length ? typed.flatMap((one) => one.alternatives) : [this];
  }

  private ownTypes(): JsonType[] {
    if (this.types.length) return this.types;
    const values = this.enum ?? (this.const === undefined ? [] : [this.const]);
    return values.map((value) =>
      value === null ? 'null' : Number.isInteger(value) ? 'integer' : (typeof value as JsonType),
    );
  }

  private child(raw: unknown): Schema {
    const known = this.cache.get(raw);
    if (known) return known;
    const made = new Schema(this.root, this.target(raw), this.cache);
    this.cache.set(raw, made);
    return made;
  }

  /** Follows `$ref`; what stands beside a `$ref`, or around the only alternative, wins over what is inside. */
  private target(raw: unknown): Raw {
    let found = (raw ?? {}) as Raw;
    for (let hops = 0; hops < 20; hops++) {
      if (typeof found.$ref === 'string') {
        const { $ref, ...beside } = found;
        found = { ...this.at($ref as string), ...beside };
      } else if (Array.isArray(found.anyOf)) {
        const { anyOf, ...around } = found;
        const real = (anyOf as Raw[]).filter((one) => one.$ref !== variable);
        if (real.length === anyOf.length && real.length > 1) break;
        if (real.length === 1) found = { ...real[0], ...around };
        else return { ...around, anyOf: real };
      } else break;
    }
    return found;
  }

  private at(reference: string): Raw {
    let at: unknown = this.root;
    for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
      at = (at as Raw | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    return (at ?? {}) as Raw;
  }
}

/** The alternative that lets other editors accept a `((variable))` anywhere; we leave such values alone anyway. */
const variable = '#/definitions/variable';

/** Makes the typed view of a schema file. */
export function loadSchema(file: object): Schema {
  const cache = new Map<unknown, Schema>();
  const root = new Schema(file as Raw, file as Raw, cache);
  cache.set(file, root);
  return root;
}
