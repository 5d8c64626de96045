// Where the text of a manifest and what the platform makes of it part: what is refused is an error that says why and what to write;
// what is taken, however odd, is none.
import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { diagnose } from '../../server/src/features/diagnostics';
import { app } from './problems';
import { open } from './support';

const errorsOf = (text: string): string[] => {
  const { document, session } = open(text);
  return diagnose(document, session)
    .filter(({ severity }) => severity === DiagnosticSeverity.Error)
    .map(({ message }) => String(message));
};

const refused: Record<string, [text: string, said: RegExp]> = {
  'a tab on an otherwise blank line': [`applications:\n\t\n- name: a\n`, /tab/i],
  'a text that begins with a colon': [app('command: ":x"'), /begins with a colon.*HTTP 500/],
  'a time without zone': [app('env: {A: 2001-12-14T21:59:43}'), /zone/],
  'a route with a port whose host is no scheme': [app('routes:', '- route: 1a.example.com:80'), /tcp:\/\//],
  'an annotation that is a decimal number': [app('metadata: {annotations: {a: 1.5}}'), /HTTP 500|quotes/],
  'a list right behind applications': ['applications:- name: a\n', /needs `applications`/],
  'a line with a no-break space': ['applications:\n\u00a0\n- name: a\n', /no-break/],
  'a typed key above a web process': [app('instances: x', 'processes: [{type: web}]'), /integer/],
  'random_route, which cf does not know': [app('random_route: true'), /random-route/],
  'nothing behind readiness-health-check-type': [app('readiness-health-check-type:'), /must not be empty|must be/],
  'variables of another shape': [`variables: {a: b}\n${app()}`, /variables/],
  'a size with a blank in front': [app('memory: " 1G"'), /number|blank/],
  'YAML 1.2': [`%YAML 1.2\n---\n${app()}`, /YAML 1\.1/],
  'a merge of an alias of a list': [`l: &l [{memory: 1G}]\n${app('<<: *l')}`, /merge|mapping/],
  'a colon as the first character in brackets': [app('env: {A: :x}'), /quotes|colon/],
  'a boolean that only Ruby knows': [app('command: nO', 'env: {A: b}', 'stack: tRUE'), /must be a string|boolean/],
  'a character no host may have': [app('routes:', '- route: "a{b.example.com"'), /cannot stand in a host/],
  'instances without end': [app('instances: .inf'), /integer/],
  'a sidecar without memory': [
    app('sidecars:', '- {name: s, command: c, process_types: [web], memory: ""}'),
    /number|empty/,
  ],
  'a route that is a number': [app('routes:', '- route: 1.5'), /number to the platform/],
  'a number with an underscore, as text': [app('health-check-interval: "1_0"'), /integer/],
  'parentheses that are no variable': [app('memory: (( x ))'), /number|variable/],
  'a tag that does not fit': [app('instances: !!int x'), /!!int/],
  'what merges in quotes': [`d: &d {memory: 1}\n${app('"<<": *d')}`, /unit/],
  'surrogates as JSON writes them': [app('command: "\\ud83d\\ude00"'), /\\U/],
  'a no-break space behind a size': [app('memory: "1G\u00a0"'), /U\+00A0/],
  'processes in another spelling, empty': [app('Processes:'), /must/],
  'nesting on which the platform fails': [app(`env: {A: ${'['.repeat(1001)}${']'.repeat(1001)}}`), /1,000 deep/],
};

const taken: Record<string, string> = {
  'two spellings of one key': app('stack: a', 'STACK: b'),
  'the first of two equal keys, whatever its value': app('memory: 1', 'memory: 1G'),
  'a wrong size above a web process': app('memory: 1K', 'processes: [{type: web}]'),
  'nothing where cf reads the value itself': app('memory: ""', 'timeout: 0', 'instances:'),
  'version 0 and 1.5': `version: 1.5\n${app()}`,
  'a scheme with one slash, a port without digits': app(
    'routes:',
    '- route: http:/a.example.com',
    '- route: "a.b.example.com:"',
  ),
  'an empty list in a spelling cf does not know': app('Memory: []'),
  'a carriage return alone': 'applications:\r- name: a\r',
  'a line with nothing but NEL': 'applications:\n\u0085\n- name: a\n',
  'a comment right behind the sign of a block': app('command: |# c', '  x'),
  'an anchored value that is overridden': `d: &d {memory: 1}\n${app('<<: *d', 'memory: 1G')}`,
  'a number by its tag, and a command that resets': app('instances: !!int "1"', 'command: no'),
  'one good line of a path, and 00 as log rate': app('log-rate-limit-per-second: 00'),
  'a list of valid values where cf does not read it': app('health_check_type: [port]'),
  'a day there is none where cf drops it': app('docker: {image: a, since: 2001-02-30}'),
};

describe('the platform’s verdict', () => {
  for (const [what, [text, said]] of Object.entries(refused))
    it(`${what}: refused, and said why`, () =>
      assert.ok(
        errorsOf(text).some((one) => said.test(one)),
        errorsOf(text).join('\n'),
      ));
  for (const [what, text] of Object.entries(taken)) it(`${what}: taken`, () => assert.deepEqual(errorsOf(text), []));
});
