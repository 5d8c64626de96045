// Compilers, bundlers and tests of JavaScript: tsc, webpack, Vite, Rollup, esbuild, Jest. Its package managers are in npm.ts.
import { mend } from './advice';
import type { Row } from './row';

const addImport =
  'Add the file to the app (check .cfignore, too), or the package to `dependencies` of package.json (devDependencies are left out in production)';

export const javascript: Row[] = [
  // server/index.ts(3,5): error TS2322: Type …
  {
    pattern: /^(?<file>[^\s(]+)\((?<line>\d+),(?<column>\d+)\): error (?<message>TS\d+: .+)/,
    what: '{file}({line},{column}): error {message}',
    next: mend,
  },
  // server/index.ts:3:5 - error TS2322: Type …      (tsc --pretty)
  {
    pattern: /^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+) - error (?<message>TS\d+: .+)/,
    what: '{file}({line},{column}): error {message}',
    next: mend,
  },
  // error TS2688: Cannot find type definition file for 'node'.
  {
    pattern: /^error (?<message>TS2688: Cannot find type definition file for '(?<name>[^']+)')/,
    what: '{message}',
    next: 'Add @types/{name} to `dependencies` of package.json (devDependencies are left out in production)',
    inFile: 'package.json',
  },
  {
    pattern: /^error (?<message>TS(?:5057|5058|5081): .+)/,
    what: '{message}',
    next: 'Check that tsconfig.json is part of the app (.cfignore), and the folder that tsc is called in',
  },
  {
    pattern: /^error (?<message>TS18003: No inputs were found in config file '(?<file>[^']+)')/,
    what: '{message}',
    next: 'Check `include` and `files` there, and that the sources are part of the app (.cfignore)',
  },
  {
    pattern: /^error (?<message>TS\d+: .+)/,
    what: '{message}',
    next: 'Mend that option of tsconfig.json',
    inFile: 'tsconfig.json',
  },
  // Module not found: Error: Can't resolve './frob' in '/tmp/app/src'        (webpack; the place stands above)
  {
    pattern: /^Module not found: Error: Can't resolve '(?<module>[^']+)'/,
    what: "cannot resolve the import '{module}'",
    next: addImport,
    nearby: true,
  },
  {
    pattern: /^Module parse failed: (?<message>.+)/,
    what: '{message}',
    next: 'Mend that line, or give webpack a loader for such files',
    nearby: true,
  },
  {
    pattern:
      /^\[webpack-cli\] \W*(?:Error: )?(?<message>Invalid configuration object|Cannot find module .+|Failed to load .+)/,
    what: 'webpack: {message}',
    next: 'Mend webpack.config.js as the lines below it in the log say',
    inFile: 'webpack.config.js',
  },
  // [UNRESOLVED_IMPORT] Could not resolve './frob' in m.js        RollupError: Could not resolve "./frob" from "m.js"
  {
    pattern: /Could not resolve ["'](?<module>[^"']+)["'] (?:in|from|imported by) ["']?(?<file>[^\s"']+)/,
    what: "cannot resolve the import '{module}' of {file}",
    next: addImport,
  },
  // [PARSE_ERROR] Unexpected token        Cannot resolve entry module index.html.      (rolldown)
  {
    pattern: /^\[[A-Z]+_[A-Z_]+\] (?<message>.+)/,
    what: '{message}',
    next: 'Mend that file, or the settings of the bundler that name it',
    nearby: true,
  },
  // [vite]: Rollup failed to resolve import "frob" from "/tmp/app/src/main.ts".
  {
    pattern: /^(?:Error: )?\[vite\]: Rollup failed to resolve import "(?<module>[^"]+)" from ["'](?<file>[^"']+)["']/,
    what: "cannot resolve the import '{module}' of {file}",
    next: addImport,
  },
  // FAIL ./a.test.js          (Jest)
  {
    pattern: /^FAIL +(?<file>\S+\.[cm]?[jt]sx?)\b/,
    what: 'tests fail in {file}',
    next: 'Mend what they test, or do not run tests while staging',
  },
  // ✘ [ERROR] Could not resolve "frob"        (esbuild; the place follows)
  { pattern: /^✘ \[ERROR\] (?<message>.+)/, what: '{message}', next: 'Mend that line', nearby: true },
];
