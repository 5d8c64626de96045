import { parseBuildpack } from '../../buildpacks/reference';
import { askedAt } from '../../base/targetKnowledge';
import type { TargetBuildpack, TargetKnowledge } from '../../base/targetKnowledge';
import { closest, listed } from '../../base/words';
import { attributesPage } from '../../checks/pages';
import type { Finding } from '../../checks/rule';
import { scalarsOf } from '../../yaml/tree';
import type { Scalar } from '../../yaml/tree';
import type { Application } from '../application';
import type { CloudFoundryContext, CloudFoundryRule } from '../context';
import { isFinal, missingThere } from '../missingThere';

/** Names of buildpacks that the user's platform has not installed, has switched off, or has for other stacks only. */
export const targetBuildpack: CloudFoundryRule = {
  id: 'target-buildpack',
  severity: 'warning',
  docs: `${attributesPage}#buildpack`,
  check(context, report) {
    const { applications, target } = context;
    if (!target?.buildpacks) return;
    for (const app of applications) {
      const wanted = app.text('lifecycle') === 'cnb' ? 'cnb' : 'buildpack';
      const installed = target.buildpacks.filter(({ lifecycle }) => lifecycle === wanted);
      for (const at of namesIn(app, context)) {
        const finding = findingOf(at, installed, app.scalar('stack'), context, target);
        if (finding) report(finding);
      }
    }
  },
};

/** Values that are names; URLs and folders of this machine are no business of the platform's list. */
function namesIn(app: Application, context: CloudFoundryContext): Scalar[] {
  const single = app.scalar('buildpack');
  const detected = single && ['default', 'null'].includes(single.text);
  return [...(single && !detected ? [single] : []), ...scalarsOf(app.value('buildpacks'))].filter(
    (one) => isFinal(one, context) && parseBuildpack(one.text).kind === 'name' && /^[\w-]+$/.test(one.text),
  );
}

/** `ruby_buildpack` → `ruby`: what all names end with makes none of them alike. */
const stem = (name: string): string => name.replace(/[-_]buildpack$/i, '');

function findingOf(
  at: Scalar,
  installed: TargetBuildpack[],
  stack: Scalar | undefined,
  context: CloudFoundryContext,
  target: TargetKnowledge,
): Finding | undefined {
  const found = installed.filter(({ name }) => name === at.text);
  if (!found.length) {
    const names = [...new Set(installed.map(({ name }) => name))];
    const alike = closest(stem(at.text), names.map(stem));
    const likely = names.filter((name) => alike.includes(stem(name)));
    return missingThere({ at, what: 'buildpack', names, likely, advice: `It has ${listed(names, 'and')}.` }, target);
  }
  if (!found.some(({ enabled }) => enabled))
    return { at, message: `The buildpack \`${at.text}\` is switched off in ${askedAt(target)}: staging there fails.` };
  if (!stack || !isFinal(stack, context) || found.some((one) => one.stack === undefined || one.stack === stack.text))
    return undefined;
  const others = listed(
    found.flatMap((one) => one.stack ?? []),
    'and',
  );
  return {
    at,
    message: `The buildpack \`${at.text}\` is there for ${others} only, not for the stack \`${stack.text}\`, in ${askedAt(target)}: staging there fails. Choose another stack or buildpack.`,
    related: [{ start: stack.start, end: stack.end, message: 'The stack of the application.' }],
  };
}
