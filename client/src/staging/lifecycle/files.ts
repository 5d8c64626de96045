// Reads several small text files out of the sandbox with one program start.
import type { ScriptContext } from './script';
import { toolBase, toolShell } from './script';

export type FileText = { state: 'file'; text: string } | { state: 'missing' | 'unreadable' };

const mostBytes = 1024 * 1024;

/* One line per file: M (missing), U (folder or unreadable) or F with the content in base64. */
const reader = `
for f in "$@"; do
  if [ -d "$f" ]; then echo U
  elif [ -r "$f" ]; then printf F; head -c ${mostBytes} -- "$f" | base64 -w 0; echo
  elif [ -e "$f" ]; then echo U
  else echo M
  fi
done`;

/** The texts of `paths`, in order. Dangling links are missing; folders and unreadable files are told apart. */
export async function readFiles(context: ScriptContext, paths: string[]): Promise<FileText[]> {
  if (!paths.length) return [];
  const chunks: Buffer[] = [];
  await context.sandbox.exec(
    {
      ...toolBase(context),
      argv: [...toolShell, reader, 'bash', ...paths],
      onStdout: (chunk) => chunks.push(chunk),
      onStderr: () => {},
    },
    context.signal,
  );
  const lines = Buffer.concat(chunks).toString('latin1').split('\n');
  return paths.map((_, i) => {
    const line = lines[i] ?? 'M';
    if (line.startsWith('F')) return { state: 'file', text: Buffer.from(line.slice(1), 'base64').toString('utf8') };
    return { state: line === 'U' ? 'unreadable' : 'missing' };
  });
}
