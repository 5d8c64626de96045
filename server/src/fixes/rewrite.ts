// "Correct it: - name: shop": a part of the text that shows what was meant, written so that YAML reads it so.
import { newline } from '../base/sourceText';
import { shownText } from './fix';
import type { Fixer } from './fix';

type Rewrite = { fix: 'rewrite'; start: number; end: number; text: string };

export const rewrite: Fixer<Rewrite> = ({ document }, { start, end, text }) => {
  const title = `Correct it: ${shownText(text.trim().replace(/(?<!\s)\s*\n\s*/g, ' ⏎ '))}`;
  const edits = [{ start, end, text: text.replaceAll('\n', newline(document.text)) }];
  return [{ title, edits, preferred: true }];
};
