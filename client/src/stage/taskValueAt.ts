// Which value of a task is being written in tasks.json. No vscode here.

export interface TaskValue {
  key: 'app' | 'manifest';
  /** Offsets of the value with its quotes, as far as it is there. */
  start: number;
  end: number;
}

/** Undefined where no such value is, or the task is of another type. */
export function taskValueAt(text: string, offset: number, type: string): TaskValue | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const found = /"(app|manifest)"\s*:\s*("[^"\n]*)?$/.exec(text.slice(lineStart, offset));
  if (!found || !taskAround(text, offset).includes(`"${type}"`)) return undefined;
  const rest = found[2] ? (/^[^"\n,}]*"?/.exec(text.slice(offset))?.[0] ?? '') : '';
  return { key: found[1] as TaskValue['key'], start: offset - (found[2]?.length ?? 0), end: offset + rest.length };
}

/** The object that the offset is in; braces within strings are not looked for, as a task has none worth it. */
function taskAround(text: string, offset: number): string {
  let start = offset;
  for (let depth = 0; start > 0 && depth <= 0; start--) depth += { '{': 1, '}': -1 }[text[start - 1]!] ?? 0;
  let end = offset;
  for (let depth = 0; end < text.length && depth <= 0; end++) depth += { '}': 1, '{': -1 }[text[end]!] ?? 0;
  return text.slice(start, end);
}
