// Reads several small text files out of the sandbox with one program start.
import type { FileText } from '../formats/launchYml';
import type { ScriptContext } from './runScript';
import { toolBase, toolShell } from './runScript';

/** Far more than anybody writes; what is longer is not read at all. */
const mostBytes = 4 * 1024 * 1024;

/*
 * One line per file: M (missing), U (neither file nor device, too large, or not to be reached) or F with the content in base64.
 * A FIFO would never end; a link that leads nowhere is missing, one that leads in circles is not.
 */
const reader = `
for f in "$@"; do
  if [ -d "$f" ] || [ -p "$f" ] || [ -S "$f" ]; then echo U
  elif [ -r "$f" ]; then
    if [ "$(head -c $((${mostBytes} + 1)) -- "$f" | wc -c)" -gt ${mostBytes} ]; then echo U
    else printf F; base64 -w 0 -- "$f"; echo
    fi
  elif [[ $(stat -L -- "$f" 2>&1) == *'No such file or directory' ]]; then echo M
  else echo U
  fi
done`;

/** The texts of `paths`, in order. Dangling links are missing; folders, FIFOs and unreadable or huge files are told apart. */
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
