import { app, assertProblems } from '../../problems';

describe('version', () => {
  const version = (value: string, expected: string[]) => assertProblems(`version: ${value}\n${app()}`, expected);
  it('is 1', () => {
    version('1', []);
    version('2', ['error 2|the only version']);
    version('"1"', ['error "1"|without quotes']);
  });
});
