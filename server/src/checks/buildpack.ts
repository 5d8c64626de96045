import { buildpackProblems } from '../buildpacks/problems';
import { buildpackValues, partOf } from './buildpackValues';
import { attributesPage } from './pages';
import type { Rule } from './rule';

/** Values of buildpacks: URLs, names, and what only looks like one. */
export const buildpack: Rule = {
  id: 'buildpack',
  severity: 'error',
  docs: `${attributesPage}#buildpack`,
  check(context, report) {
    const platform = context.platform.id;
    // What the user's own platform calls its buildpacks is known: target-buildpack says it.
    const isKnown = platform === 'cloudfoundry' && context.target?.buildpacks !== undefined;
    for (const { node, text, single, cnb } of buildpackValues(context)) {
      if (['default', 'null'].includes(text)) {
        if (!single)
          report({
            at: node,
            severity: 'warning',
            message: `In a list \`${text}\` is the name of a buildpack like any other, and none has it. For detection write \`buildpacks: []\`, or leave the key out.`,
          });
        continue;
      }
      for (const problem of buildpackProblems(text, { platform, cnb })) {
        if (isKnown && problem.code === 'buildpack-unusual') continue;
        const accepted = platform === 'cloudfoundry' && acceptedAtFirst(problem.code, text);
        report({
          at: partOf(node, problem.start, problem.end),
          code: problem.code,
          severity: accepted ? 'information' : problem.severity,
          message: problem.message,
          data: problem.fix && { fix: 'setValue', ...problem.fix },
        });
      }
    }
  },
};

/** The Cloud Controller takes `git@host:path.git` for a URL; only staging may fail on it. */
const acceptedAtFirst = (code: string, value: string): boolean =>
  code === 'buildpack-scp-url' && /^git@\S+:\S+\.git$/.test(value);
