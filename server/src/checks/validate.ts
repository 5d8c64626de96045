// What the schema alone can say about a tree: wrong kinds and values, unknown, missing, doubled and outdated keys.
import type { FixData } from './fixData';
import { mostOfAKind } from './limit';
import type { Checks, Issue, Platform, Problem } from './rule';
import { quoted } from '../base/sourceText';
import { closest, listed, misspelled, shorten, shown } from '../base/words';
import { conflictProblems } from './conflicts';
import { isTemplate } from './structure';
import { goType } from '../yaml/roundTrip';
import { asMapping, effectivePairs, isBroken, isMergeKey, isNull, keyText, lookup } from '../yaml/tree';
import type { Mapping, Pair, Scalar, Tree, YamlNode } from '../yaml/tree';
import type { Elsewhere, JsonType, Schema } from '../schema/schema';
import { jsonTypes, walk } from '../schema/walk';
import type { Visit } from '../schema/walk';

/** Problems of a whole tree, and the visits they come from, for rules to go on with. */
export function validate(
  tree: Tree,
  platform: Platform,
  formats: Checks['formats'],
): { problems: Problem[]; visits: Visit[] } {
  const validation = new Validation(tree, platform, formats);
  const visits: Visit[] = [];
  walk(tree.root, platform.schema, (visit) => {
    visits.push(visit);
    validation.check(visit);
  });
  return { problems: validation.problems, visits };
}

const typeNames: Record<JsonType, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'a boolean (true or false)',
  null: 'empty',
  array: 'a list (each entry on its own line behind `- `)',
  object: 'a mapping (`key: value` lines)',
};

const shortNames: Partial<Record<JsonType, string>> = { array: 'a list', object: 'a mapping', boolean: 'a boolean' };

/** Problems of a value put in the place of a visited one, such as what a variable stands for. */
export function validateAt(
  place: Visit,
  value: YamlNode,
  tree: Tree,
  platform: Platform,
  formats: Checks['formats'],
): Problem[] {
  const validation = new Validation(tree, platform, formats);
  walk(value, place.declared, (visit) => validation.check(visit), place);
  return validation.problems;
}

class Validation {
  readonly problems: Problem[] = [];
  private unknownKeys = 0;

  constructor(
    private readonly tree: Tree,
    private readonly platform: Platform,
    private readonly formats: Checks['formats'],
  ) {}

  check(visit: Visit): void {
    const { node, schema, pair } = visit;
    if (pair && !visit.merged) this.key(visit, pair);
    if (visit.declared.ignored || visit.declared.forbidden) return;
    if (node.kind === 'scalar' && this.platform.placeholder.test(node.text)) return;
    if (!this.kind(visit)) return;
    if (node.kind === 'scalar') this.scalar(visit, node);
    else if (node.kind === 'mapping') this.mapping(visit, node);
    else if (schema.minItems && node.items.length < schema.minItems) {
      this.report(
        'value',
        node,
        `${label(visit)} must have at least ${schema.minItems} ${schema.minItems > 1 ? 'entries' : 'entry'}.`,
        schema,
      );
    }
  }

  /** Outdated, ignored and refused keys. */
  private key(visit: Visit, pair: Pair): void {
    const { declared, parent } = visit;
    const message = declared.deprecationMessage;
    if (!message || (declared.ignored && !parent?.parent && this.servesAsAnchor(pair))) return;
    if (declared.ignored && !parent?.parent && !lookup(this.tree.root, 'applications')) return;
    const code = declared.forbidden ? 'forbidden-key' : declared.ignored ? 'ignored-key' : 'deprecated-key';
    const severity = declared.forbidden ? 'error' : declared.ignored ? 'warning' : 'information';
    const data = insteadOf(declared, parent);
    this.problems.push({ code, severity, message, start: pair.key.start, end: pair.key.end, tag: 'deprecated', data });
  }

  /** True for `env: &env …` at the top level, of which applications use the anchor. */
  private servesAsAnchor(pair: Pair): boolean {
    const { start, end } = pair.value;
    return this.tree.aliases.some(({ target }) => target && target.start >= start && target.end <= end);
  }

  /** The node's kind against the schema's types; false when it is wrong and nothing more can be said. */
  private kind(visit: Visit): boolean {
    const { node, schema } = visit;
    const allowed = schema.allTypes;
    if (!allowed.length) return true;
    if (node.kind === 'scalar' && !this.platform.rawScalars && goType(node) === 'wrong') return false; // rule `tag`
    const actual = this.platform.rawScalars && node.kind === 'scalar' ? rawTypes(node) : jsonTypes(node);
    if (actual.some((type) => allowed.includes(type)) || isTemplate(node)) return true;
    if (node.kind === 'scalar' && !isNull(node) && schema.format && allowed.some(isScalarType)) return true;
    if (node.kind === 'scalar' && !isNull(node) && schema.enum) return true;
    // `~` where only nothing would do: what else might stand there is the help.
    const named = allowed.some((type) => namesType(schema, type)) ? schema : visit.declared;
    const wanted = schema.enum
      ? oneOf(schema.enum)
      : listOf(named.allTypes.filter((type) => namesType(named, type)).map((type) => typeNames[type]));
    const nothing = isNull(node) && actual[0] === 'null';
    const message = nothing
      ? `${label(visit)} must not be empty: it must be ${wanted}.`
      : `${label(visit)} must be ${wanted}, but this is ${shortNames[actual[0]!] ?? typeNames[actual[0]!]}.`;
    const at = nothing && visit.pair ? visit.pair.key : node;
    this.report('type', at, message, schema, kindFix(visit, allowed));
    return false;
  }

  private scalar(visit: Visit, node: Scalar): void {
    const { schema } = visit;
    if (isNull(node) && !this.platform.rawScalars) return;
    const format = schema.format && this.formats[schema.format];
    if (format) {
      const found = format(node, schema, label(visit));
      if (!found) return;
      const issue = this.almostVariable(node) ?? found;
      const severity = issue.severity ?? schema.severity ?? 'error';
      const message = /[.?!]$/.test(issue.message) ? issue.message : `${issue.message}.`;
      this.problems.push({ ...issue, code: schema.format!, message, severity, ...spanOf(visit, node) });
      return;
    }
    const problem = valueProblem(schema, node);
    if (problem)
      this.report('value', spanOf(visit, node), `${label(visit)} ${problem}.`, schema, enumFix(schema, node));
  }

  /** A `((variable)` that is none is the cause of whatever else is wrong with the value. */
  private almostVariable(node: Scalar): Issue | undefined {
    const { pattern, meant } = this.platform.almost ?? {};
    const text = pattern ? node.text.replace(pattern, meant!) : node.text;
    if (text === node.text) return undefined;
    return {
      message: `\`${shorten(node.text)}\` is not a variable: a name stands right between \`((\` and \`))\`, and has letters, digits, \`-\`, \`_\`, \`.\` and \`/\`. Write \`${shorten(text)}\``,
      data: { fix: 'replace', with: [node.style === 'plain' ? text : quoted(text)] },
    };
  }

  private mapping(visit: Visit, node: Mapping): void {
    const { schema } = visit;
    for (const pair of node.pairs) {
      const key = keyText(pair);
      if (key !== undefined && !isMergeKey(pair)) this.unknownKey(visit, pair, key);
    }
    if (schema.anyKeyStyle) this.otherStyles(node, schema);
    this.problems.push(...conflictProblems(visit, this.platform));
    if (visit.merged || (!schema.minProperties && !schema.required.length)) return;
    const present = new Set([...effectivePairs(node).keys()].map((key) => schema.propertyName(key)));
    if (schema.minProperties && present.size < schema.minProperties) {
      this.report('value', visit.pair?.key ?? node, `${label(visit)} must not be empty.`, schema);
    }
    const open = node.pairs.some((pair) => isMergeKey(pair) && !asMapping(pair.value)) || isBroken(this.tree, node);
    const missing = schema.required.filter((key) => !present.has(key));
    if (!missing.length || open) return;
    const mistyped = node.pairs.find(
      (pair) => misspelled(keyText(pair) ?? '', missing).length && !schema.listed(keyText(pair)!),
    );
    if (!visit.parent) {
      this.noApplications(node, mistyped, schema);
      return;
    }
    const at = visit.pair?.key ?? firstKey(node);
    const message = `${label(visit)} needs ${listed(missing, 'and')}${mistyped ? '; is it mistyped?' : '.'}`;
    const data: FixData = { fix: 'add', keys: missing, at: node.start };
    this.report('missing-key', at, message, schema, mistyped ? undefined : data);
  }

  /** `Applications:` or `application:` at the top level is most likely the key that is missing. */
  private noApplications(root: Mapping, mistyped: Pair | undefined, schema: Schema): void {
    const why = 'The manifest must have at least one application: it needs';
    const isApplication = root.pairs.some((pair) =>
      schema.listed('applications')?.entries?.listed(keyText(pair) ?? ''),
    );
    const [fix, hint]: [FixData, string] = mistyped
      ? [{ fix: 'rename', to: schema.required }, `, not \`${keyText(mistyped)}\``]
      : [isApplication ? { fix: 'wrap' } : { fix: 'add', keys: schema.required, at: root.start }, ''];
    this.report(
      'missing-key',
      mistyped?.key ?? firstKey(root),
      `${why} ${listed(schema.required, 'and')}${hint}.`,
      schema,
      fix,
    );
  }

  /** `disk-quota` beside `disk_quota`. */
  private otherStyles(node: Mapping, schema: Schema): void {
    const first = new Map<string, string>();
    for (const pair of node.pairs) {
      const key = keyText(pair) ?? '';
      const name = schema.propertyName(key);
      const earlier = first.get(name) ?? key;
      first.set(name, earlier);
      if (earlier === key) continue;
      this.report(
        'duplicate-key',
        pair.key,
        `\`${key}\` and \`${earlier}\` are the same attribute to the platform: remove one of the two.`,
        schema,
        { fix: 'remove' },
      );
    }
  }

  private unknownKey(visit: Visit, pair: Pair, key: string): void {
    const { schema } = visit;
    if (!key || this.platform.placeholder.test(key) || schema.property(key) || schema.unknownKeys === 'fine') return;
    const where = visit.parent || visit.path.length ? `in ${label(visit, true)}` : 'at the top level';
    const elsewhere = schema.elsewhere.get(key);
    const fate = schema.unknownKeys === 'error' ? `${this.platform.name} refuses it` : this.platform.unknownKey;
    const present = effectivePairs(visit.node as Mapping);
    const offered = schema.propertyNames.filter((name) => !present.has(name) && !schema.listed(name)?.ignored);
    const likely = this.unknownKeys++ < mostOfAKind ? closest(key, offered) : [];
    const message = elsewhere
      ? `\`${shorten(key)}\` has no effect ${where}. ${elsewhere.hint}`
      : `\`${shorten(key)}\` is unknown ${where}: ${fate}.` +
        (likely.length
          ? ` Did you mean ${listed(likely)}?`
          : schema.unknownKeys === 'error'
            ? ` Known are ${listed(schema.propertyNames, 'and')}.`
            : '');
    this.problems.push({
      code: elsewhere ? 'misplaced-key' : 'unknown-key',
      severity: schema.unknownKeys,
      message,
      start: pair.key.start,
      end: pair.key.end,
      data: /^-[\w"']/.test(key)
        ? { fix: 'dashBlank' }
        : [
            ...whereItBelongs(elsewhere ?? around(visit, key)),
            likely.length ? { fix: 'rename', to: likely } : { fix: 'remove' },
          ],
    });
  }

  private report(
    code: string,
    at: { start: number; end: number },
    message: string,
    schema: Schema,
    data?: FixData,
  ): void {
    this.problems.push({ code, severity: schema.severity ?? 'error', message, start: at.start, end: at.end, data });
  }
}

/** Keys whose successor takes another shape of value. */
const conversions: Record<string, FixData> = { buildpacks: { fix: 'toBuildpacks' }, routes: { fix: 'toRoutes' } };

/** What becomes of a key that is outdated, ignored or refused: the newer one where there is one, an anchor for a default at the top level. */
function insteadOf({ use, forbidden, ignored }: Schema, parent: Visit | undefined): FixData[] {
  const instead = use === undefined ? [] : [conversions[use] ?? ({ fix: 'rename', to: [use] } as const)];
  const anchor = ignored && !parent?.parent ? [{ fix: 'toAnchor' } as const] : [];
  const kept = instead.length > 0 && (forbidden || use === 'buildpacks');
  return [...anchor, ...instead, ...(kept ? [] : [{ fix: 'remove' } as const])];
}

/** A key that the mapping around this one has. */
function around({ parent }: Visit, key: string): Pick<Elsewhere, 'out'> {
  const owner = parent?.node.kind === 'sequence' ? parent.parent : parent;
  return { out: Boolean(owner?.parent) && owner?.schema.listed(key)?.ignored === false };
}

function whereItBelongs({ as, into, out, unwrap, joins }: Partial<Elsewhere>): FixData[] {
  if (joins) return [{ fix: joins }];
  if (as) return [{ fix: 'rename', to: [as] }];
  if (into) return [{ fix: 'moveInto', key: into }];
  if (out) return [{ fix: 'moveOut' }];
  return unwrap ? [{ fix: 'unwrap' }] : [];
}

/** Where scalars are raw text any of them is whatever is wanted, `~` too; only nothing may be taken for nothing as well. */
const rawTypes = (node: Scalar): JsonType[] =>
  node.text === '' ? ['null', 'string', 'integer', 'number', 'boolean'] : ['string', 'integer', 'number', 'boolean'];

/** Whether a message names a type: not nothing, and not the string `yes`, which counts as a boolean. */
const namesType = (schema: Schema, type: JsonType): boolean =>
  type !== 'null' && !(type === 'string' && schema.format === 'boolean');

const isScalarType = (type: JsonType): boolean => type !== 'array' && type !== 'object' && type !== 'null';

const oneOf = (values: unknown[]): string => listed(values.filter((value) => value !== null).map(String));

function listOf(words: string[]): string {
  return words.length < 2 ? (words[0] ?? 'empty') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** How a message calls the value: its key, or the list it is an entry of. */
function label(visit: Visit, within = false): string {
  if (typeof visit.step === 'string') return `\`${visit.step}\``;
  const list = visit.path.reverse().find((step) => typeof step === 'string');
  if (list === undefined) return within ? 'the manifest' : 'The manifest';
  return `${within ? 'an entry' : 'Each entry'} of \`${list}\``;
}

/** An empty value cannot be underlined: its key is. */
const spanOf = (visit: Visit, node: Scalar): { start: number; end: number } =>
  node.end > node.start
    ? { start: node.start, end: node.end }
    : { start: visit.pair?.key.start ?? node.start, end: visit.pair?.key.end ?? node.end };

const firstKey = (node: Mapping): { start: number; end: number } =>
  node.pairs[0]?.key ?? { start: node.start, end: Math.max(node.end, node.start + 1) };

function kindFix({ node, pair, schema }: Visit, allowed: JsonType[]): FixData | undefined {
  if (node.kind === 'mapping') return allowed.includes('array') ? { fix: 'toList' } : undefined;
  if (node.kind === 'sequence') return allowed.includes('object') ? { fix: 'toMap' } : undefined;
  if (isNull(node)) return pair && { fix: 'remove' };
  if (pair && allowed.includes('string')) return { fix: 'quote' };
  if (node.style === 'plain' && /^-[^\s-]/.test(node.text)) return { fix: 'dashBlank' };
  if (allowed.includes('array')) return { fix: 'toList' };
  if (pair && allowed.includes('object')) return { fix: 'toMap' };
  return pair || node.style !== 'plain' || !/^[\w.:/#@*-]+$/.test(node.text) ? undefined : entryWith(schema, node.text);
}

/** `- www.example.com` → `- route: www.example.com`, where the one key that an entry needs takes a text. */
function entryWith(schema: Schema, source: string): FixData | undefined {
  const entry = schema.alternatives.find((one) => one.required.length === 1);
  const key = entry?.required[0];
  return key === undefined ? undefined : { fix: 'replace', with: [`${key}: ${source}`] };
}

/** Example: "must be one of `http1`, `http2` or `tcp`"; undefined when the value is fine. */
function valueProblem(schema: Schema, node: Scalar): string | undefined {
  const { text } = node;
  if (schema.enum && !schema.enum.some((value) => value !== null && String(value) === text)) {
    return `must be ${oneOf(schema.enum)}, not ${shown(text)}`;
  }
  if (schema.const !== undefined && String(schema.const) !== text) return `must be \`${String(schema.const)}\``;
  if (schema.minLength !== undefined && text.trim().length < schema.minLength) return 'must not be empty or blank';
  if (schema.maxLength !== undefined && text.length > schema.maxLength) {
    return `must not be longer than ${schema.maxLength} characters; this has ${text.length}`;
  }
  if (schema.pattern && !schema.pattern.test(text)) return 'has a form that is not allowed here';
  const number = Number(text);
  if (schema.minimum !== undefined && number < schema.minimum)
    return `must be greater than or equal to ${schema.minimum}`;
  if (schema.maximum !== undefined && number > schema.maximum) return `must be less than or equal to ${schema.maximum}`;
  return undefined;
}

function enumFix(schema: Schema, node: Scalar): FixData | undefined {
  if (!schema.enum) return undefined;
  const values = schema.enum.filter((value) => value !== null).map(String);
  const likely = closest(node.text, values);
  return { fix: 'replace', with: likely.length ? likely : values };
}
