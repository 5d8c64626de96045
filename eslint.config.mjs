import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Who may import which package; which folder may import which stands in .dependency-cruiser.mjs. */
const boundary = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const noVscode = { regex: '^vscode(-languageclient.*)?$', message: 'This part runs without VS Code.' };
const onlyDockerFile = {
  regex: '^dockerode$',
  message: 'Only client/src/staging/engines/docker/client.ts talks to Docker.',
};
const ownYaml = {
  regex: '^js-yaml$',
  allowImportNames: ['dump'],
  message: 'YAML is read as the platforms read it: by server/src/yaml.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'out/**',
      'node_modules/**',
      'test/fixtures/**',
      'test/workbench/node_modules/**',
      '**/*.mjs',
      '**/*.cjs',
    ],
  },
  ...tseslint.configs.recommended,
  prettier,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: ['error', 'smart'],
      // One handwriting: types are imported apart, and what is private says so with the word.
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportSpecifier[importKind="type"]', message: 'Import types apart: `import type { … }`.' },
        { selector: 'PrivateIdentifier', message: 'Write `private name` instead of `#name`.' },
        {
          selector: 'MemberExpression[object.name="AbortSignal"][property.name="timeout"]',
          message: 'Its timer may be collected as garbage: use within() of server/src/base/deadline.ts.',
        },
      ],
    },
  },
  boundary(['server/**/*.ts'], [noVscode, ownYaml]),
  boundary(['client/src/**/*.ts'], [onlyDockerFile, ownYaml], ['client/src/staging/**']),
  boundary(
    ['client/src/staging/**/*.ts'],
    [noVscode, onlyDockerFile, ownYaml],
    ['client/src/staging/engines/docker/{dockerEngine,dockerSandbox,client,containerOptions}.ts'],
  ),
  boundary(['client/src/staging/engines/docker/{dockerEngine,dockerSandbox,client,containerOptions}.ts'], [noVscode]),
);
