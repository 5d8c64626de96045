// What the grammars colour, on top of VS Code's own YAML and shell grammars (from the workbench the tests install).
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, Registry, parseRawGrammar } from 'vscode-textmate';

const root = join(__dirname, '../..');
const own = join(root, 'syntaxes');
const builtin = join(root, 'test/workbench/node_modules/code-server/lib/vscode/extensions');
const yaml = join(builtin, 'yaml/syntaxes');

const files: Record<string, string> = {
  'source.cf-manifest': join(own, 'cf-manifest.tmLanguage.json'),
  'source.stackato-manifest': join(own, 'stackato-manifest.tmLanguage.json'),
  'manifest-values.injection': join(own, 'manifest-values.injection.tmLanguage.json'),
  'stackato-symbols.injection': join(own, 'stackato-symbols.injection.tmLanguage.json'),
  'source.yaml': join(yaml, 'yaml.tmLanguage.json'),
  'source.yaml.embedded': join(yaml, 'yaml-embedded.tmLanguage.json'),
  'source.yaml.1.2': join(yaml, 'yaml-1.2.tmLanguage.json'),
  'source.shell': join(builtin, 'shellscript/syntaxes/shell-unix-bash.tmLanguage.json'),
};

/** Scopes of a piece of text where it first occurs (marked `«…»` when it occurs several times). */
type Scoped = [text: string, has: string[], lacks?: string[]];

describe('grammar', () => {
  let registry: Registry;

  before(async function () {
    if (!existsSync(yaml)) return this.skip();
    await loadWASM(readFileSync(join(root, 'node_modules/vscode-oniguruma/release/onig.wasm')));
    registry = new Registry({
      onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
      loadGrammar: async (scope) => {
        const file = files[scope];
        return file ? parseRawGrammar(readFileSync(file, 'utf8'), file) : null;
      },
      getInjections: (scope) =>
        /^source\.(cf|stackato)-manifest$/.test(scope)
          ? ['manifest-values.injection', ...(scope.includes('stackato') ? ['stackato-symbols.injection'] : [])]
          : undefined,
    });
  });

  const check = async (language: string, text: string, expected: Scoped[]) => {
    const grammar = (await registry.loadGrammar(`source.${language}`))!;
    let stack = INITIAL;
    const tokens: { start: number; end: number; scopes: string }[] = [];
    let offset = 0;
    for (const line of text.split('\n')) {
      const result = grammar.tokenizeLine(line, stack);
      for (const token of result.tokens) {
        tokens.push({ start: offset + token.startIndex, end: offset + token.endIndex, scopes: token.scopes.join(' ') });
      }
      stack = result.ruleStack;
      offset += line.length + 1;
    }
    for (const [piece, has, lacks = []] of expected) {
      const at = text.indexOf(piece);
      assert.ok(at >= 0, `"${piece}" is not in the text`);
      const scopes = tokens.find((token) => token.start <= at && at < token.end)?.scopes ?? '';
      for (const scope of has) assert.ok(scopes.includes(scope), `${piece}: ${scope} is not among ${scopes}`);
      for (const scope of lacks) assert.ok(!scopes.includes(scope), `${piece}: ${scope} is among ${scopes}`);
    }
  };

  const shell = 'meta.embedded.inline.shellscript';

  it('keeps everything YAML colours', () =>
    check('cf-manifest', '# note\napplications:\n- name: my-app\n  no-route: true\n  env: &shared\n    A: "x"\n', [
      ['note', ['comment']],
      ['applications', ['entity.name.tag']],
      ['my-app', ['string']],
      ['true', ['constant.language.boolean']],
      ['shared', ['variable.other.anchor']],
    ]));

  it('marks variables, in values, keys and quotes, but not in comments', () =>
    check('cf-manifest', 'applications:\n- name: ((name))\n  env:\n    ((key)): "a-((part))-b"\n  # ((none))\n', [
      ['name))', ['variable.parameter.manifest']],
      ['key))', ['variable.parameter.manifest']],
      ['part', ['variable.parameter.manifest', 'string.quoted']],
      ['none', ['comment'], ['variable.parameter.manifest']],
    ]));

  it('marks sizes with their unit', () =>
    check('cf-manifest', 'applications:\n- name: a\n  memory: 512M\n  disk_quota: 1.5GiB # room\n  instances: 2\n', [
      ['512', ['constant.numeric.size']],
      ['M\n', ['keyword.other.unit']],
      ['GiB', ['keyword.other.unit']],
      ['room', ['comment']],
    ]));

  it('marks the repository and the reference of a buildpack', () =>
    check('cf-manifest', 'applications:\n- name: a\n  buildpacks:\n  - https://github.com/me/bp.git#v1.2\n', [
      ['https', ['markup.underline.link']],
      ['v1.2', ['constant.other.reference']],
    ]));

  for (const [style, text] of [
    ['plain', 'applications:\n- name: a\n  command: exec rails s -p $PORT && echo "x"\n  memory: 1G\n'],
    ['plain, first of its application', 'applications:\n- command: exec rails s -p $PORT && echo "x"\n  memory: 1G\n'],
    ['double-quoted', `applications:\n- name: a\n  command: "exec rails s -p $PORT && echo 'x'"\n  memory: 1G\n`],
    ['single-quoted', `applications:\n- name: a\n  command: 'exec rails s -p $PORT && echo "x"'\n  memory: 1G\n`],
    ['literal', 'applications:\n- name: a\n  command: |\n    exec rails s -p $PORT && echo "x"\n  memory: 1G\n'],
    ['folded', 'applications:\n- name: a\n  command: >-\n    exec rails s -p $PORT && \n    echo "x"\n  memory: 1G\n'],
  ] as const) {
    it(`colours the shell of a ${style} command and stops at its end`, () =>
      check('cf-manifest', text, [
        ['PORT', [shell, 'variable.other']],
        ['&&', [shell, 'punctuation.separator.statement']],
        ['echo', [shell]],
        ['memory', ['entity.name.tag'], [shell]],
        ['1G', ['constant.numeric.size']],
      ]));
  }

  it('does not let an open quote of a command run on', () =>
    check('cf-manifest', `applications:\n- name: a\n  command: echo it's\n  memory: 1G\n`, [
      ['memory', ['entity.name.tag'], [shell]],
    ]));

  it('marks variables inside a command', () =>
    check('cf-manifest', 'applications:\n- name: a\n  command: run --level ((level)) $HOME\n', [
      ['level))', ['variable.parameter.manifest', shell]],
    ]));

  it('colours hooks of stackato.yml, single or as a list, and symbols', () =>
    check(
      'stackato-manifest',
      'name: a\nmem: 256M\nhooks:\n  pre-push: npm test && echo ok\n  post-staging:\n    - cp -r src "$HOME"\n    - chmod +x run\nenv:\n  A: ${name}-x\n',
      [
        ['&&', [shell, 'punctuation.separator.statement']],
        ['HOME', [shell, 'variable']],
        ['chmod', [shell]],
        ['env', ['entity.name.tag'], [shell]],
        ['name}', ['variable.parameter.manifest']],
        ['256', ['constant.numeric.size']],
      ],
    ));

  it('leaves ${} of a Cloud Foundry manifest alone', () =>
    check('cf-manifest', 'applications:\n- name: a\n  env:\n    A: ${name}-x\n', [
      ['name}', [], ['variable.parameter.manifest']],
    ]));
});
