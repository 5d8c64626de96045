// How much a file resembles a manifest of Cloud Foundry, also one that a slip, a lost line or half a word makes hard to recognise.
import marks from '../../../schemas/kinds.json';
import { distance, misspelled, underscore } from '../base/words';
import { manifestSchema } from '../schema/schemas';
import { invisible } from '../yaml/characters';
import { asMapping, asScalar, asSequence, isNull, keysOf, keyText, lookup, resolve } from '../yaml/tree';
import type { Pair, Tree, YamlNode } from '../yaml/tree';

/** Keys that other tools have as well. */
export const shared = new Set(marks.shared);
/** Those of them that tell something where no key is strange. */
const telling = new Set(marks.telling);
/** Keys by which the entries of a list are applications. */
const unmistakable = new Set([...marks.cloudfoundryOnly, ...marks.unmistakable]);

export const application = manifestSchema.listed('applications')!.items!;
export const knownToCloudFoundry = new Set(application.propertyNames.map(underscore));

/** True for anything that is, or is about to become, a manifest: `applications:` or what stands for it in the legacy form. */
export function looksLikeCloudFoundry(tree: Tree): boolean {
  const root = resolve(tree.root);
  if (tree.errors.length && brokenTextLooksSo(tree.text)) return true;
  if (isSplit(tree)) return true;
  if (!root || isNull(root)) return !tree.errors.length || !withoutDirectives(tree.text).trim();
  // No other tool has a manifest of a few words.
  if (root.kind === 'scalar') return /^[^\n]{0,80}$/.test(root.text);
  if (root.kind === 'sequence')
    return (
      areApplications(root.items, tree.errors.length > 0) || areNamed(root.items) || tellOfApplications(root.items)
    );
  if (root.pairs.some(holdsApplications)) return true;
  if (/\.ya?ml$/.test(asScalar(lookup(root, 'inherit')?.value)?.text ?? '')) return true;
  const merges = root.pairs.some((pair) => keyText(pair) === '<<');
  if (root.pairs.some(isSharedBlock) && (merges || root.pairs.every(isForSharing))) return true;
  if (isNameAlone(keysOf(root))) return true;
  const own = keysOf(root).filter((key) => key !== 'version');
  if (areApplicationKeys(own)) return true;
  return own.includes('env') && own.every((key) => isKnown(key) || hasSlip(key));
}

/** A text without its comments, its `%YAML 1.2` and its `---`. */
const withoutDirectives = (text: string): string => text.replace(/^(?:[^\S\n]*#.*|%.*|---[^\S\n]*)$/gm, '');

/** What stands indented above `applications:` or `- name: a` is a document of its own to YAML, though no `---` parts them. */
function isSplit({ text, furtherDocuments: [further] }: Tree): boolean {
  if (further === undefined) return false;
  const rest = text.slice(further);
  if (/^applications:/m.test(rest)) return true;
  const above = text.slice(0, further + 3).replace(/^(?:[^\S\n]*(?:#[^\n]*)?\n)*---/, '');
  return !/^---/m.test(above) && (/^- +name:/.test(rest) || brokenTextLooksSo(rest));
}

/** A text too broken to say what belongs to what: its lines tell. */
function brokenTextLooksSo(text: string): boolean {
  if (/^[^\S\n]*(?:[-{][^\S\n]*)?["']?appl|^[^#\n]*\bapplications:/im.test(text)) return true;
  // The first few lines do.
  const lines = text.slice(0, 4000).matchAll(/^[^\S\n]*(?:- +)*[*&]?([A-Za-z][\w-]*):(?=\s|$)/gm);
  const keys = [...new Set([...lines].map(([, key]) => key!))];
  if (isForeignEntry(keys)) return false;
  if (areApplicationKeys(keys) || (keys.length > 0 && keys.every((key) => key === 'name'))) return true;
  const known = keys.filter((key) => key !== 'name' && isKnown(key));
  if (known.filter(isTelling).length > 1 && known.length * 2 >= keys.length) return true;
  if (!/^[^\S\n]*- +name:/m.test(text)) return false;
  return keys.some(hasSlip) || (known.length > 0 && known.length * 2 >= keys.length - 1);
}

/** A name, and at most one key like those of `env`: `LOG_LEVEL`, `server.port`. Words of other tools look otherwise: `description`. */
function isNameAlone(keys: string[]): boolean {
  const others = keys.filter((key) => !/^(name\b|version$)/.test(key));
  return (
    keys.length > others.length && others.length < 2 && !others.some((key) => /^[a-z]+([A-Z_-][a-z]+)*$/.test(key))
  );
}

/** `applications:`, the same with a slip in it, or a list of applications below whatever key. */
function holdsApplications(pair: Pair): boolean {
  const key = keyText(pair) ?? (pair.key.kind === 'alias' ? pair.key.name : '');
  const items = asSequence(pair.value)?.items ?? [];
  if (/^\W*applications\b/.test(key) || isMistyped(key, pair.value)) return true;
  if (key === '<<' && asMapping(pair.value)?.pairs.some(holdsApplications)) return true;
  if (asSequence(pair.value) && key.length > 8 && hasSlip(key) && !/application/i.test(key)) return true;
  if (isNull(pair.value) && key.length > 8 && /^[a-z]+applications$/.test(key)) return true;
  return items.length > 0 && hasSlip(key) ? areApplications(items, true) : areApplications(items, false);
}

/** Examples: `aplications:`, or `app` that is being typed, with a list of applications below, or nothing yet. */
function isMistyped(key: string, value: YamlNode): boolean {
  const items = asSequence(value)?.items;
  const isBegun = Boolean(items) && key.length > 1 && 'applications'.startsWith(key);
  const isWord = key === 'application' || distance(key.toLowerCase(), 'applications', 2) > 2;
  if (isWord && !isBegun) return key === 'application' && isNull(value);
  return !isBegun || Boolean(items?.some((item) => asMapping(item)));
}

/** Letters have been lost, changed or have got in between: `appations`, `Kpplications`, `my applications`. */
function hasSlip(key: string): boolean {
  const letters = key.toLowerCase().replace(/[^a-z]/g, '');
  // Words of their own.
  if (letters === 'actions' || /^application[A-Z_-]/.test(key)) return false;
  return (
    (letters.length > 5 && isPartOf(letters, 'applications')) ||
    (letters.length > 4 && 'applications'.endsWith(letters)) ||
    isPartOf('applications', letters) ||
    (key !== 'application' && distance(letters, 'applications', 2) <= 2)
  );
}

/** Whether all letters of a word come in another one, in this order. */
function isPartOf(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of part) if ((at = whole.indexOf(letter, at) + 1) === 0) return false;
  return true;
}

/** `defaults: &defaults` and keys of an application below: written before `applications:` is. */
function isSharedBlock({ value }: Pair): boolean {
  const block = value.kind === 'mapping' && value.anchor ? keysOf(value) : [];
  return block.length > 0 && areApplicationKeys(block);
}

const isForSharing = ({ key, value }: Pair): boolean =>
  value.anchor !== undefined || value.kind === 'alias' || isNull(value) || asScalar(key)?.text === 'version';

/** Entries of a list that are applications. A name and a command alone are a task of Ansible as well. `doubtful`: less will do. */
function areApplications(items: YamlNode[], doubtful: boolean): boolean {
  const mappings = items.flatMap((item) => asMapping(item) ?? []);
  if (!items.length || mappings.length < items.length) return doubtful && !mappings.length;
  const keys = [...new Set(mappings.flatMap(keysOf))];
  if (isForeignEntry(keys)) return false;
  const strange = keys.filter((key) => !isKnown(key) && key !== '<<').length;
  if (
    doubtful &&
    (strange === 0 || (strange * 2 <= keys.length && keys.some((key) => /^name$/i.test(key) || isTelling(key))))
  )
    return true;
  return keys.includes('name') && areApplicationKeys(keys.filter((key) => !/^(name|command|<<)$/.test(key)));
}

/** Entries with a name and nothing that an application has not, such as `env` or `services`, or nothing else at all. */
function areNamed(items: YamlNode[]): boolean {
  const keys = [...new Set(items.flatMap((item) => keysOf(asMapping(item))))].filter((key) => key !== '<<');
  const others = keys.filter((key) => key !== 'name');
  if (isForeignEntry(keys) || !keys.every(isKnown)) return false;
  if (others.length === keys.length) return keys.some(isTelling);
  return !others.length || others.some((key) => telling.has(key) || /^(env|services)$/.test(key));
}

/** Entries with a name and a key that tells, whatever stands beside it; or with a name that nothing says more of. */
function tellOfApplications(items: YamlNode[]): boolean {
  const keys = [...new Set(items.flatMap((item) => keysOf(asMapping(item))))];
  if (isForeignEntry(keys) || !keys.includes('name')) return false;
  return isNameAlone(keys) || (keys.length < 5 && keys.some((key) => unmistakable.has(key)));
}

const isForeignEntry = (keys: string[]): boolean =>
  marks.foreignEntries.some((mark) => mark.keys.every((key) => keys.includes(key)));

/** A key of an application, or one that is meant to be, with or without a character that nobody sees. */
function isKnown(written: string): boolean {
  const key = written.replace(invisible, '');
  return (
    knownToCloudFoundry.has(underscore(key)) ||
    (key.length > 5 && misspelled(key, application.propertyNames).length > 0)
  );
}

/** A key that only Cloud Foundry has. */
const isTelling = (key: string): boolean => isKnown(key) && !shared.has(underscore(key));

/** Mostly keys of an application, at least one of them a telling one; less tells when no key is strange. */
export function areApplicationKeys(keys: string[]): boolean {
  const known = keys.filter(isKnown).map(underscore);
  if (known.length === keys.length && known.some((key) => telling.has(key))) return true;
  return known.some((key) => !shared.has(key)) && (keys.length - known.length) * 3 <= keys.length;
}
