// The vars files of a manifest: those of the setting, else those found beside it.
import { dirname } from 'node:path';
import type { ManifestDocument } from '../../session/document';
import { Variables, findVariablesFiles, readVariablesFiles } from '../../cloudfoundry/variables';
import type { VariableValue } from '../../cloudfoundry/variables';
import { pathOfUri } from '../../base/uri';
import type { Session } from '../../session/session';
import { asScalar } from '../../yaml/tree';

export function variablesFor(document: ManifestDocument, session: Session): Variables {
  const set = session.variablesFiles(document.uri);
  const path = pathOfUri(document.uri);
  const found = set.length || !path ? set : findVariablesFiles(dirname(path), session.files);
  return new Variables(readVariablesFiles(found, session.files.read));
}

const secret = /passw|secret|token|credential|private|api_?key|access_?key|\bkey\b|_key$|pwd/i;

/** Value of a variable for people: one line; secrets, known by their name, stay hidden. */
export function shownValue(name: string, { node, file }: VariableValue): string {
  if (secret.test(name.replaceAll('-', '_'))) return '••••••';
  const text = asScalar(node)?.text ?? file?.tree.text.slice(node.start, node.end) ?? '';
  const line = text.trim().replace(/(?<!\s)\s*\n\s*/g, ' ⏎ ');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
