// "It is a manifest for Stackato": a comment on top of the file that says whose it is.
import type { PlatformId } from '../base/protocol';
import { newline } from '../base/sourceText';
import { platforms } from '../manifest/platforms';
import type { Fixer } from './fix';

export const sayPlatform: Fixer<{ fix: 'sayPlatform'; to: PlatformId[] }> = ({ document: { text } }, { to }) => {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  return to.map((id) => ({
    title: `It is a manifest for ${platforms[id].name}: say so in a comment`,
    edits: [{ start, end: start, text: `# cf-staging: ${id}${newline(text)}` }],
    answers: true,
  }));
};
