import { follow, pairsOf } from '../../yaml/tree';
import { parseMemspec } from '../../base/sizes';
import { tclInteger } from '../tcl';
import type { StackatoRule } from '../context';
import { isHere, scalarHere, textOf } from '../context';
import { stackatoPage } from '../../checks/pages';

/** Limits of a server with default settings, and values the client changes by itself. */
export const limits: StackatoRule = {
  id: 'limits',
  severity: 'information',
  docs: stackatoPage,
  check(context, report) {
    for (const app of context.manifest.applications) {
      const megabytes = (key: string): number | undefined => {
        const size = parseMemspec(textOf(app, key) ?? '');
        return 'megabytes' in size ? size.megabytes : undefined;
      };
      const tell = (key: string, message: string) => {
        const at = scalarHere(context, app, key);
        if (at) report({ at, message });
      };
      if ((megabytes('memory') ?? 20) < 20) tell('memory', 'The client raises less than 20 MB of memory to 20 MB.');
      if ((megabytes('disk_quota') ?? 0) > 2048)
        tell(
          'disk_quota',
          'A server with default settings refuses more than 2048 MB of disk ("too much disk requested").',
        );
      if ((tclInteger(textOf(app, 'timeout') ?? '') ?? 0) > 1800)
        tell('timeout', 'A server with default settings refuses a `timeout` of more than 1800 seconds.');

      const drains = [...pairsOf(follow(app.value, ['stackato', 'drain']))];
      drains.forEach(([{ length }, { key: at }], index) => {
        if (!isHere(context, at)) return;
        if (length < 4 || length > 25)
          report({ at, message: `The name of a drain has 4 to 25 characters; this has ${length}.` });
        if (index === 2) report({ at, message: 'A server with default settings allows two drains per application.' });
      });
    }
  },
};
