// The phases in the text of a kept log. No vscode here.

export interface LogSection {
  title: string;
  /** What the phase worked on, and what it took. */
  detail: string;
  /** Zero-based lines, both part of it. */
  start: number;
  end: number;
  failed: boolean;
}

/** ` 0:01 ▸ Compiling · ruby`: time, mark, title, and what else there is. */
const phase = /^\s*\d+:\d\d (?<mark>[▸✔✖■]) (?<title>[^·]*[^·\s])(?: · (?<detail>.*))?$/;

export function sectionsOf(lines: readonly string[]): LogSection[] {
  const sections: LogSection[] = [];
  let open: LogSection | undefined;
  for (const [index, line] of lines.entries()) {
    const { mark, title = '', detail = '' } = phase.exec(line)?.groups ?? {};
    if (mark === '▸') sections.push((open = { title, detail, start: index, end: index, failed: false }));
    else if (mark && open) {
      Object.assign(open, { end: index, failed: mark === '✖', detail: detail || open.detail });
      open = undefined;
    } else if (open && line !== '') open.end = index;
  }
  return sections;
}
