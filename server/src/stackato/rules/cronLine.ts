import { follow, scalarsOf } from '../../yaml/tree';
import type { StackatoRule } from '../context';
import { isHere, isOpen } from '../context';
import { stackatoPage } from '../../checks/pages';

const words = '@(reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)';
const pattern = new RegExp(`^(${words}\\s+\\S|(\\S+\\s+){5}\\S)`);

/** Lines for a crontab: five fields or a word, and the command. */
export const cronLine: StackatoRule = {
  id: 'cron-line',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      for (const line of scalarsOf(follow(app.value, ['stackato', 'cron']))) {
        const { text } = line;
        if (!isHere(context, line) || isOpen(text) || text.trim() === '' || /^\s*(#|[A-Za-z_]\w*\s*=)/.test(text))
          continue;
        if (pattern.test(text.trim())) continue;
        report({
          at: line,
          message:
            'A line of a crontab has five fields (minute, hour, day, month, weekday) or a word such as `@daily`, and then the command; or it sets a variable: `NAME=value`.',
        });
      }
    }
  },
};
