import { commandsOf } from '../hooks/phases';
import { hookTexts } from '../hookTexts';
import type { StackatoRule } from '../context';
import { stackatoPage } from '../../checks/pages';

/** A single text for `pre-push` is taken apart at its blanks; a leading `-` means nothing there. */
export const prePush: StackatoRule = {
  id: 'pre-push',
  severity: 'warning',
  docs: stackatoPage,
  check({ manifest }, report) {
    for (const { phase, node, single } of hookTexts(manifest)) {
      const { text } = node;
      if (phase !== 'pre-push') continue;
      if (single && /\S\s+\S/.test(text)) {
        const words = commandsOf(phase, text, true).map((command) => `\`${command.text}\``);
        report({
          at: node,
          message: `A single text is split at its blanks here, so this runs ${words.slice(0, 3).join(', then ')}${words.length > 3 ? ' …' : ''}. Write a list.`,
          data: { fix: 'replace', with: [`[${JSON.stringify(text)}]`] },
        });
      } else if (/^\s*-\s*\S/.test(text)) {
        report({
          at: node,
          severity: 'information',
          message:
            'A leading `-` means nothing in `pre-push`, and is taken for part of the command; a failure there never stops the push anyway.',
        });
      }
    }
  },
};
