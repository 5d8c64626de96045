import { app, assertProblems } from '../../problems';

describe('env', () => {
  const variable = (line: string, expected: string[]) => assertProblems(app('env:', `  ${line}`), expected);
  it('takes text of any kind', () => {
    for (const line of ['A: b', 'A: "1.10"', 'A: 3', 'A: true', 'A: ""', '((key)): v', 'A: ((v))']) variable(line, []);
  });
  it('refuses reserved names', () => {
    variable('VCAP_APPLICATION: x', ['error VCAP_APPLICATION|cannot start with VCAP_']);
    variable('vmc_x: x', ['error vmc_x|cannot start with VMC_']);
    variable('Port: 80', ['error Port|the platform chooses the port']);
  });
  it('knows names that are no text in YAML', () => {
    variable('Y: 1', ['error Y|as a boolean']);
    variable('1: 1', ['error 1|as a number']);
    variable('"Y": 1', []);
  });
  it('tells what YAML makes of a value', () => {
    variable('VERSION: 1.10', ['information 1.10|the application gets `1.1`']);
    variable('COMMIT: 12e7', ['information 12e7|gets `120000000.0`']);
    variable('COMMIT: 1e7', ['information 1e7|gets `1e+07`']);
    variable('ANSWER: "nO"', ['information "nO"|gets `false`: cf passes `nO` on without quotes']);
    variable('MODE: 0777', ['information 0777|gets `511`']);
    variable('DEBUG: on', ['information on|gets `true`']);
    variable('EMPTY:', ['information EMPTY|empty string']);
    variable('LIST: [a, b]', ['warning [a, b]|JSON']);
  });
});
