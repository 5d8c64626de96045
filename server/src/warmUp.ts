// The first answer is as quick as the next ones: what every request needs is loaded and compiled while the user still opens the file.
import { ManifestDocument } from './session/document';
import { completion } from './features/completion/completion';
import { diagnose } from './features/diagnostics';
import { hover } from './features/hover';
import type { Session } from './session/session';

const manifest = 'applications:\n- name: shop\n  memory: 1G\n  \n';

/** Completes, explains and checks a small manifest that nobody sees. */
export function warmUp(session: Session): void {
  const document = ManifestDocument.create('untitled:manifest.yml', 'cf-manifest', 0, manifest);
  completion(document, { line: 3, character: 2 }, session);
  hover(document, { line: 2, character: 3 }, session);
  diagnose(document, session);
}
