import assert from 'node:assert/strict';
import { mainProblem } from '../../../client/src/stage/job';
import type { ProblemEvent } from '../../../client/src/staging/report/events';

const problem = (severity: ProblemEvent['severity'], code: string): ProblemEvent => ({
  event: 'problem',
  severity,
  code,
  message: code,
});

describe('what a failed staging is said to have failed of', () => {
  const cases: [title: string, problems: ProblemEvent[], code: string | undefined][] = [
    ['the error, though it was warned of something before', [problem('warning', 'a'), problem('error', 'b')], 'b'],
    ['the first error, because the later ones follow from it', [problem('error', 'a'), problem('error', 'b')], 'a'],
    ['nothing, when it was only warned', [problem('warning', 'a')], undefined],
  ];
  for (const [title, problems, code] of cases) it(title, () => assert.equal(mainProblem(problems)?.code, code));
});
