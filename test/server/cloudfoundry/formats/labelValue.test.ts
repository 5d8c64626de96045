import { app, assertProblems } from '../../problems';

describe('metadata', () => {
  const labels = (line: string, expected: string[]) =>
    assertProblems(app('metadata:', '  labels:', `    ${line}`), expected);
  it('checks keys', () => {
    labels('example.com/team: core', []);
    labels('team: ~', []);
    labels('team/x/y: a', ['error team/x/y|more than one `/`']);
    labels('team/x: a', ['error team/x|DNS']);
    labels('cloudfoundry.org/x: a', ['error cloudfoundry.org/x|reserved']);
    labels('-x: a', ['error -x|start and end']);
    labels('a b: a', ['error a b|invalid characters']);
    labels(`${'k'.repeat(64)}: a`, [`error ${'k'.repeat(64)}|longer than 63`]);
  });
  it('checks values of labels, not of annotations', () => {
    labels('team: a b', ['error a b|invalid characters']);
    assertProblems(app('metadata:', '  annotations:', '    contact: Jane Doe, room 5'), []);
  });
  it('knows on which annotations the platform fails', () => {
    const annotation = (value: string, expected: string[]) =>
      assertProblems(app('metadata:', '  annotations:', `    version: ${value}`), expected);
    annotation('15', []);
    annotation('"1.5"', []);
    annotation('1.5', ['error 1.5|decimal number, and it fails on that (HTTP 500): put it in quotes']);
    annotation('yes', ['error yes|boolean']);
    annotation('[1, 2]', ['warning version|An annotation is text']);
    annotation('"nO"', ['error "nO"|quotes do not help']);
  });
  it('knows labels and annotations only', () =>
    assertProblems(app('metadata: {label: {}}'), ['error label|Did you mean `labels`?']));
});
