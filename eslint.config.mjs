import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** The import boundaries of the architecture (CONTRIBUTING.md, "Layout"). */
const boundary = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const noVscode = { regex: '^vscode(-languageclient.*)?$', message: 'This part runs without VS Code.' };
const onlyDockerFile = { regex: '^dockerode$', message: 'Only client/src/staging/engines/docker.ts talks to Docker.' };
const onlyParseFile = { regex: '^js-yaml$', message: 'In the server only yaml/parse.ts knows the YAML library.' };
const noClient = { regex: '/client/', message: 'The server knows nothing of the client.' };
const onlyProtocol = {
  regex: '/server/src/(?!protocol(\\.js)?$)',
  message: 'The client imports the protocol of the server and nothing else of it.',
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
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: ['error', 'smart'],
    },
  },
  boundary(['server/**/*.ts'], [noVscode, noClient, onlyParseFile], ['server/src/yaml/parse.ts']),
  boundary(['server/src/yaml/parse.ts'], [noVscode, noClient]),
  boundary(['client/src/*.ts'], [onlyProtocol, onlyDockerFile]),
  boundary(
    ['client/src/staging/**/*.ts'],
    [noVscode, onlyProtocol, onlyDockerFile],
    ['client/src/staging/engines/docker.ts', 'client/src/staging/cli.ts', 'client/src/staging/cli/**'],
  ),
  boundary(['client/src/staging/engines/docker.ts'], [noVscode, onlyProtocol]),
  // The command line reads manifests itself: it may import the pure resolver and the checks besides.
  boundary(['client/src/staging/cli.ts', 'client/src/staging/cli/**/*.ts'], [noVscode, onlyDockerFile]),
);
