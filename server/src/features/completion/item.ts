// A candidate as the editor gets it, before it is told what to replace.
import type { CompletionItem } from 'vscode-languageserver';
import type { Candidate } from '../common/candidate';

export const plain = ({ label, kind, detail, documentation, rank }: Candidate, index: number): CompletionItem => ({
  label,
  kind,
  ...(detail && { detail }),
  ...(documentation && { documentation: { kind: 'markdown', value: documentation } }),
  sortText: (rank === 'first' ? '0' : rank === 'last' ? '2' : '1') + String(index).padStart(4, '0'),
});
