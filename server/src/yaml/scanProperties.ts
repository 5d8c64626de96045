// Anchors, aliases, tags and directives as libyaml scans them.
import { endsWord, isBlank, isDigit, isWord } from './characters';
import type { Source } from './yamlSource';

/** The name behind `&` or `*`. */
export function scanName(source: Source): string {
  const start = source.at++;
  while (isWord(source.code())) source.at++;
  const name = source.from(start + 1);
  if (!name || !(endsWord(source.code()) || /[?:,\]}%@`]/.test(source.text[source.at]!)))
    source.fail('did not find expected alphabetic or numeric character', start);
  return name;
}

/** `!`, `!!int`, `!e!name` or `!<uri>`, in two parts. */
export function scanTag(source: Source): { handle: string; suffix: string } {
  let tag: { handle: string; suffix: string };
  if (source.code(1) === 60) {
    source.at += 2;
    tag = { handle: '', suffix: scanUri(source, false) };
    if (!source.is('>')) source.fail("did not find the expected '>'");
    source.at++;
  } else {
    const handle = scanHandle(source);
    if (/^!.*!$/.test(handle) && handle !== '!') tag = { handle, suffix: scanUri(source, false) };
    else {
      const suffix = handle.slice(1) + scanUri(source, true);
      tag = suffix ? { handle: '!', suffix } : { handle: '', suffix: '!' };
    }
  }
  if (!endsWord(source.code())) source.fail('did not find expected whitespace or line break');
  return tag;
}

/** `!`, `!!` or `!name!`; without the second `!` it is the beginning of a name. */
function scanHandle(source: Source): string {
  const start = source.at;
  if (!source.is('!')) source.fail("did not find expected '!'");
  source.at++;
  while (isWord(source.code())) source.at++;
  if (source.is('!')) source.at++;
  return source.from(start);
}

const uri = /(?:[\w;/?:@&=+$,.!~*'()[\]-]|%[\da-f]{2})*/iy;

function scanUri(source: Source, mayBeEmpty: boolean): string {
  uri.lastIndex = source.at;
  const found = uri.exec(source.text)![0];
  source.at += found.length;
  if (source.is('%')) source.fail('did not find URI escaped octet');
  if (!found && !mayBeEmpty) source.fail('did not find expected tag URI');
  try {
    return decodeURIComponent(found);
  } catch {
    return source.fail('found an incorrect UTF-8 octet');
  }
}

export type Directive = { version: string } | { handle: string; prefix: string };

/** A line such as `%YAML 1.1` or `%TAG ! tag:example.com:`, with its line break. */
export function scanDirective(source: Source): Directive {
  source.at++;
  const name = scanWord(source);
  if (!name) source.fail('could not find expected directive name');
  if (!endsWord(source.code())) source.fail('found unexpected non-alphabetical character');
  if (name !== 'YAML' && name !== 'TAG') source.fail('found unknown directive name');
  source.skipBlanks();
  const directive = name === 'YAML' ? scanVersion(source) : scanTagPrefix(source);
  source.skipRestOfLine();
  return directive;
}

function scanWord(source: Source): string {
  const start = source.at;
  while (isWord(source.code())) source.at++;
  return source.from(start);
}

function scanVersion(source: Source): Directive {
  const from = source.at;
  scanNumber(source);
  if (!source.is('.')) source.fail("did not find expected digit or '.' character");
  source.at++;
  scanNumber(source);
  return { version: source.from(from).split('.').map(Number).join('.') };
}

function scanNumber(source: Source): void {
  const from = source.at;
  while (isDigit(source.code())) source.at++;
  if (source.at === from) source.fail('did not find expected version number');
  if (source.at > from + 2) source.fail('found extremely long version number');
}

function scanTagPrefix(source: Source): Directive {
  const handle = scanHandle(source);
  if (handle !== '!' && !handle.endsWith('!')) source.fail("did not find expected '!'");
  if (!isBlank(source.code())) source.fail('did not find expected whitespace');
  source.skipBlanks();
  const prefix = scanUri(source, false);
  if (!endsWord(source.code())) source.fail('did not find expected whitespace or line break');
  return { handle, prefix };
}
