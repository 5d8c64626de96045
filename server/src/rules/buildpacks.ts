import { buildpackProblems } from '../buildpacks/problems';
import { isNull } from '../yaml/tree';
import type { Scalar } from '../yaml/tree';
import { attributesPage } from './checks';
import type { Rule } from './rule';

export const buildpackTwice: Rule = {
  id: 'buildpack-and-buildpacks',
  severity: 'error',
  docs: `${attributesPage}#buildpack`,
  check({ applications }, report) {
    for (const app of applications) {
      const single = app.get('buildpack');
      const list = app.get('buildpacks');
      if (!single || !list || isNull(single.value) || isNull(list.value)) continue;
      report({
        at: single.key,
        message:
          '`buildpack` and `buildpacks` cannot be used together: keep `buildpacks`, and add this one to the list if it is needed.',
        data: { fix: 'remove' },
      });
    }
  },
};

/** Values of buildpacks: URLs, names, and what only looks like one. */
export const buildpackValue: Rule = {
  id: 'buildpack',
  severity: 'error',
  docs: `${attributesPage}#buildpack`,
  check({ visits, applications, platform }, report) {
    const cnb = new Set(applications.filter((app) => app.text('lifecycle') === 'cnb').map((app) => app.node));
    const seen = new Set<Scalar>();
    for (const { node, schema, path, parent } of visits) {
      if (schema.format !== 'buildpack' || node.kind !== 'scalar' || seen.has(node) || isNull(node)) continue;
      seen.add(node);
      if (platform.placeholder.test(node.text) || node.text.trim() === '') continue;
      const single = typeof path.at(-1) === 'string';
      if (single && ['default', 'null'].includes(node.text)) continue;
      const app = single ? parent?.node : parent?.parent?.node;
      const context = { platform: platform.id, cnb: app?.kind === 'mapping' && cnb.has(app) };
      for (const problem of buildpackProblems(node.text, context)) {
        const exact = node.style === 'plain' && node.end - node.start === node.text.length;
        report({
          at: exact ? { start: node.start + problem.start, end: node.start + problem.end } : node,
          code: problem.code,
          severity:
            platform.id === 'cloudfoundry' && acceptedAtFirst(problem.code, node.text)
              ? 'information'
              : problem.severity,
          message: problem.message,
          data: problem.fix && { fix: 'special', title: problem.fix.title, value: problem.fix.value },
        });
      }
    }
  },
};

/** The Cloud Controller takes `git@host:path.git` for a URL; only staging may fail on it. */
const acceptedAtFirst = (code: string, value: string): boolean =>
  code === 'buildpack-scp-url' && /^git@\S+:\S+\.git$/.test(value);
