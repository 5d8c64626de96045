// What is said of a failed script: the real output of failed programs → the words the sentence begins with, and the place.
import assert from 'node:assert/strict';
import { CauseFinder, longestLine } from '../../../../client/src/staging/causes/finder';
import { rows } from '../../../../client/src/staging/causes/tables';
import { causeOf, failures } from '../../support/failures';

/** Place: `file:line:column`, or `file word` for the line of the file that holds the word. */
const real: [fixture: string, what: string, place?: string][] = [
  ['apt-offline', 'cannot resolve nowhere.invalid'],
  ['apt-unable-to-locate', 'Unable to locate package frob-nosuch'],
  ['bundler-no-gem', "Could not find gem 'frob-nosuch' in locally installed gems", 'Gemfile frob-nosuch'],
  ['bundler-none', 'there is no Gemfile at the top of the app'],
  ['bundler-offline', 'cannot resolve nowhere.invalid'],
  ['bundler-path', 'the path /app/frob, which the Gemfile names, does not exist'],
  ['bundler-ruby', 'the Gemfile wants Ruby 1.9.3, here is 3.1.2', 'Gemfile'],
  ['bundler-source', 'Bundler got no list of gems from http://localhost:4873/404/'],
  ['bundler-syntax', "Gemfile: syntax error, unexpected end-of-input - gem 'a' 'b' do", '/app/Gemfile:3'],
  ['bundler-tls', 'a certificate is not trusted (of localhost:4874)'],
  ['cargo-error', 'error[E0308]: mismatched types', 'src/main.rs:2:18'],
  ['cargo-offline-dependency', 'no matching package named `frob` found', 'Cargo.toml frob'],
  ['cargo-toml', 'Cargo cannot read /app/Cargo.toml: could not parse input as TOML', '/app/Cargo.toml'],
  ['cat-no-file', 'cat: config/settings.yml: No such file or directory'],
  ['clang-error', "main.c:1:18: error: use of undeclared identifier 'retrun'", 'main.c:1:18'],
  [
    'cmake-package',
    'CMakeLists.txt:3: CMake Error (find_package): By not providing "FindFrob.cmake" in CMAKE_MODULE_PATH this project has',
    'CMakeLists.txt:3',
  ],
  [
    'composer-extension',
    'composer.json requires ext-frob * but it is missing from your system',
    'composer.json ext-frob',
  ],
  ['composer-json', 'composer.json is no valid JSON', 'composer.json'],
  [
    'composer-no-package',
    'composer.json requires frob/nosuch, it could not be found in any version, there may be a typo in the package name',
    'composer.json frob/nosuch',
  ],
  ['composer-offline', 'cannot resolve nowhere.invalid'],
  [
    'composer-php',
    'composer.json requires php ^99 but your php version (8.2.36) does not satisfy that requirement',
    'composer.json php',
  ],
  ['cp-no-file', 'cp: dist/*: No such file or directory'],
  ['curl-404', 'curl: the server answered 404'],
  ['curl-host-mute', 'curl cannot resolve a host name (it ends with 6 then): there is no network, or no such host'],
  ['curl-host', 'cannot resolve nowhere.invalid'],
  ['curl-proxy', 'cannot connect to the proxy proxy.invalid'],
  ['curl-refused', "cannot connect to localhost: Couldn't connect to server"],
  ['curl-tls-connect', 'cannot connect: OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number'],
  ['curl-tls', 'a certificate is not trusted: SSL certificate problem: self-signed certificate'],
  ['curl-write', 'curl: Failure writing output to destination'],
  ['env-missing', 'the image has no `frob`'],
  ['gcc-header', 'main.c:1:10: fatal error: frob.h: No such file or directory', 'main.c:1:10'],
  ['gcc-library', 'cannot find -lfrob'],
  ['gcc-undefined-reference', 'undefined reference to frob', 'main.c'],
  ['git-404', 'there is no git repository http://localhost:4873/404/x.git/'],
  ['git-auth', 'git needs credentials for http://localhost:4873'],
  ['git-host', 'cannot resolve nowhere.invalid'],
  ['git-no-repository', 'a script calls git in the app, which is not a git repository here'],
  ['git-page', 'http://localhost:4873/page/x.git is no git repository'],
  ['git-ref', 'git knows no v9.9'],
  ['git-ssh', 'cannot connect to localhost: Connection refused'],
  [
    'git-tls',
    'a certificate is not trusted (of localhost:4874): server certificate verification failed. CAfile: none CRLfile: none',
  ],
  [
    'go-compile',
    './main.go:4:14: cannot use "a" (untyped string constant) as int value in variable declaration',
    './main.go:4:14',
  ],
  ['go-mod-syntax', '/app/go.mod:1: unknown directive: modul', '/app/go.mod:1'],
  ['go-module-offline', 'cannot resolve proxy.invalid'],
  ['go-module-required', 'no required module provides package nowhere.invalid/frob', 'main.go:3:8'],
  ['go-panic', 'panic: assignment to entry in nil map', '/app/main.go:5'],
  ['go-proxyconnect', 'cannot connect to the proxy proxy.invalid'],
  ['go-refused', 'cannot connect to 127.0.0.1:1: connection refused'],
  ['go-sum-missing', 'missing go.sum entry for module providing package nowhere.invalid/frob', 'main.go:3:8'],
  ['go-syntax', "./main.go:4:1: expected operand, found '}'", './main.go:4:1'],
  ['go-test', 'the test TestX failed'],
  ['go-tls', 'a certificate is not trusted (of localhost:4874): certificate signed by unknown authority'],
  [
    'gradle-compile',
    '/app/src/main/java/app/Main.java:4: error: incompatible types: int cannot be converted to String',
    '/app/src/main/java/app/Main.java:4',
  ],
  ['gradle-dependency', 'cannot resolve nowhere.invalid'],
  ['gradle-evaluate', 'Gradle: Could not find method frob() for arguments [1]', '/app/build.gradle:2'],
  ['gradle-syntax', '/app/build.gradle:3: unexpected token', '/app/build.gradle:3:1'],
  ['gradle-task', "Gradle: Task 'bild' not found"],
  ['gxx-member', 'main.cpp:2:36: error: ‘class std::vector<int>’ has no member named ‘push’', 'main.cpp:2:36'],
  ['java-exception', 'java.lang.NullPointerException: Cannot invoke "String.length()" because "<parameter1>" is null'],
  ['java-heap', 'java.lang.OutOfMemoryError: Java heap space'],
  ['java-memory', 'insufficient memory for the Java Runtime'],
  ['java-no-class', 'Could not find or load main class app.Mein'],
  ['java-no-jar', 'Unable to access jarfile app.jar'],
  ['java-offline', 'cannot resolve nowhere.invalid'],
  ['java-pkix', 'a certificate is not trusted: PKIX path building failed'],
  ['javac-error', 'src/app/Main.java:5: error: cannot find symbol', 'src/app/Main.java:5'],
  ['javac-package', 'src/app/Main.java:2: error: package org.frob does not exist', 'src/app/Main.java:2'],
  ['javac-release', 'Java release 99 is not supported by this JDK'],
  ['make-first-error', 'src/x.c:3:1: error: unknown type name ‘thing’', 'src/x.c:3:1'],
  ['make-missing-program', 'the image has no `frobnicate`'],
  ['make-no-makefile', 'No targets specified and no makefile found'],
  ['make-no-rule', "No rule to make target 'frob.o', needed by 'app'", 'Makefile frob.o'],
  ['make-separator', 'Makefile:2: missing separator', 'Makefile:2'],
  ['maven-artifact', 'cannot resolve repo.example.org'],
  ['maven-no-pom', 'there is no pom.xml at the top of the app'],
  ['maven-parent', 'cannot resolve nowhere.invalid'],
  [
    'maven-pom',
    '/app/pom.xml:12: end tag name </dependency> must match start tag name <dependencies> from line 6',
    '/app/pom.xml:12:16',
  ],
  ['maven-tls', 'a certificate is not trusted: PKIX path building failed'],
  ['maven-version', "pom.xml: 'version' is missing", 'pom.xml:1:10'],
  ['node-enoent', "ENOENT: no such file or directory, open 'config.json'", '/app/index.js:1:15'],
  ['node-esm', "SyntaxError: Unexpected token 'export'", '/app/index.cjs:1'],
  ['node-heap', 'JavaScript heap out of memory'],
  ['node-module', "Cannot find module 'frob'", '/app/index.js:1:11'],
  ['node-no-file', "Cannot find module '/app/server.js'"],
  ['node-offline', 'cannot resolve nowhere.invalid'],
  ['node-syntax', "SyntaxError: Unexpected token ';'", '/app/index.js:1'],
  ['node-tls', 'a certificate is not trusted: self-signed certificate'],
  ['node-type-error', "TypeError: Cannot read properties of undefined (reading 'b')", '/app/index.js:3'],
  ['npm-401', 'npm may not read that registry (E401)'],
  ['npm-404', 'npm found no package left-padd-nosuch@^1.0.0', 'package.json left-padd-nosuch'],
  ['npm-ci-lock', 'npm ci needs a package-lock.json'],
  ['npm-ci-out-of-step', 'package.json and package-lock.json are not in step', 'package-lock.json'],
  ['npm-engine', 'package.json wants other versions than there are here: {"node":">=99"}', 'package.json'],
  ['npm-eresolve', 'npm: unable to resolve dependency tree', 'package.json'],
  ['npm-git', 'cannot connect to localhost: Connection refused'],
  ['npm-json', "package.json is no valid JSON: Expected ',' or '}' after property value", 'package.json'],
  ['npm-missing-script', 'package.json has no script bild', 'package.json'],
  ['npm-no-package', 'there is no package.json at the top of the app'],
  ['npm-offline', 'cannot resolve nowhere.invalid'],
  ['npm-refused', 'cannot connect to 127.0.0.1:1: ECONNREFUSED'],
  ['npm-script-missing-program', 'the image has no `tsk`'],
  ['npm-tls', 'a certificate is not trusted (of localhost:4874): self-signed certificate'],
  ['perl-die', 'no settings (app.pl:1)', 'app.pl:1'],
  ['perl-module', "Can't locate Frob.pm in @INC", 'app.pl:1'],
  [
    'perl-strict',
    'Global symbol "$x" requires explicit package name (did you forget to declare "my $x"?) (app.pl:2)',
    'app.pl:2',
  ],
  ['perl-syntax', 'syntax error (app.pl:1)', 'app.pl:1'],
  ['php-fatal', 'Error: Call to undefined function frob() (/app/index.php:2)', '/app/index.php:2'],
  ['php-parse', 'syntax error, unexpected token "echo", expecting "," or ";" (/app/index.php:3)', '/app/index.php:3'],
  ['php-require', "Failed opening required 'vendor/autoload.php'", '/app/index.php:2'],
  ['pip-managed', 'pip may not change the Python of the image (externally-managed-environment)'],
  ['pip-no-distribution', 'pip found no flask-nosuch==1.0', 'requirements.txt flask-nosuch'],
  ['pip-no-file', 'pip found no requirement.txt'],
  ['pip-not-installable', "Directory '/app' is not installable"],
  ['pip-offline', 'cannot resolve a host name: Name or service not known'],
  ['pip-setup', "ModuleNotFoundError: No module named 'frob'", '/app/setup.py:2'],
  ['pip-tls', 'a certificate is not trusted: self-signed certificate'],
  ['pnpm-404', 'pnpm found no package left-padd-nosuch', 'package.json left-padd-nosuch'],
  ['pnpm-frozen', 'pnpm: Cannot install with "frozen-lockfile"'],
  ['pnpm-missing-script', 'package.json has no script bild', 'package.json'],
  ['pnpm-offline', 'cannot resolve nowhere.invalid'],
  ['poetry-none', 'there is no pyproject.toml at the top of the app'],
  ['poetry-python', 'pyproject.toml wants Python ^99, here is 3.11.2', 'pyproject.toml'],
  [
    'poetry-toml',
    '/app/pyproject.toml:3: Control characters (codes less than 0x1f and 0x7f) are not allowed in strings, use \\u000a instead',
    '/app/pyproject.toml:3:16',
  ],
  ['python-chain', 'RuntimeError: settings: a is not set', '/app/app.py:4'],
  ['python-module', "ModuleNotFoundError: No module named 'frob'", '/app/app.py:1'],
  ['python-no-file', 'there is no /app/manage.py'],
  ['python-offline', 'cannot resolve a host name: Name or service not known'],
  ['python-syntax', 'SyntaxError: invalid syntax', '/app/app.py:1'],
  ['python-tls', 'a certificate is not trusted: self-signed certificate'],
  ['python-type-error', "TypeError: unsupported operand type(s) for +: 'int' and 'str'", '/app/app.py:2'],
  ['rake-abort', 'rake aborted: assets: no manifest', '/app/Rakefile:2'],
  ['rake-no-task', "Don't know how to build task 'assets:precompile'"],
  ['ruby-extconf', 'extconf.rb of a gem failed'],
  ['ruby-load-error', 'cannot load such file -- sinatra', 'app.rb:2'],
  ['ruby-no-method', "undefined method `escape' for nil:NilClass (NoMethodError)", '/app/lib/download.rb:2'],
  ['ruby-offline', 'cannot resolve nowhere.invalid'],
  ['ruby-require', 'cannot load such file -- frob', 'app.rb:1'],
  ['ruby-syntax', "app.rb:3: syntax error, unexpected `end', expecting ')'", 'app.rb:3'],
  ['ruby-tls', 'a certificate is not trusted: self-signed certificate'],
  ['sh-command', 'the image has no `frob`'],
  ['sha256-mismatch', 'the checksum of a does not match'],
  ['shell-command', 'the image has no `bundel`'],
  ['shell-crlf-command', 'b.sh met a CRLF line end'],
  ['shell-crlf-interpreter', './compile cannot run: the interpreter of its first line is not there'],
  ['shell-crlf-set', 'b.sh met a CRLF line end'],
  ['shell-crlf-syntax', 'step.sh: line 4: syntax error: unexpected end of file', 'step.sh:4'],
  ['shell-disk', 'No space left on device: the disk is full'],
  ['shell-exec-format', './tool2 is a program for another kind of machine (Exec format error)'],
  ['shell-fork', 'Resource temporarily unavailable: it reached the limit of processes and threads'],
  ['shell-mkdir', 'mkdir: /proc/x: No such file or directory'],
  ['shell-permission', './configure: Permission denied'],
  ['shell-source', 'lib/utils.sh: No such file or directory'],
  ['shell-stack', 'STACK is not set'],
  ['shell-syntax', './compile: line 5: syntax error: unexpected end of file', './compile:5'],
  ['shell-third-argument', 'the script wants an argument $3 that Cloud Foundry does not give'],
  ['shell-unbound', 'FROB_HOME is not set (unbound variable)'],
  ['tar-no-file', 'tar: y.tgz: No such file or directory'],
  ['tar-no-gzip', 'an archive is none: not in gzip format'],
  ['tar-truncated', 'an archive is cut off: unexpected end of file'],
  [
    'tsc-config',
    "server/index.ts(3,16): error TS2322: Type 'number' is not assignable to type 'string'",
    'server/index.ts:3:16',
  ],
  [
    'tsc-error',
    "server/index.ts(3,16): error TS2322: Type 'number' is not assignable to type 'string'",
    'server/index.ts:3:16',
  ],
  [
    'tsc-module',
    "server/index.ts(1,15): error TS2307: Cannot find module 'frob' or its corresponding type declarations",
    'server/index.ts:1:15',
  ],
  [
    'tsc-no-inputs',
    "TS18003: No inputs were found in config file '/app/tsconfig.json'. Specified 'include' paths were '[\"src\"]' and 'exclude' paths were '[]'",
    'tsconfig.json',
  ],
  ['unzip-no-file', 'unzip cannot open y.zip'],
  ['unzip-no-zip', 'an archive is none: End-of-central-directory signature not found'],
  ['wget-404', 'wget: the server answered 404 Not Found'],
  ['wget-host', 'cannot resolve nowhere.invalid'],
  ['wget-refused', 'cannot connect: Connection refused'],
  ['wget-tls', 'a certificate is not trusted (of localhost)'],
  ['yarn-404', 'yarn found no package left-padd-nosuch', 'package.json left-padd-nosuch'],
  [
    'yarn-engine',
    'app@1.0.0: The engine "node" is incompatible with this module. Expected version "99.x". Got "20.20.2"',
    'package.json node',
  ],
  ['yarn-missing-command', 'package.json has no script bild', 'package.json'],
  ['yarn-offline', 'cannot resolve nowhere.invalid'],
  ['cargo-offline-index', 'cannot resolve index.crates.io'],
  ['cmake-source', 'CMakeLists.txt:3: CMake Error (add_executable): Cannot find source file', 'CMakeLists.txt:3'],
  ['git-exists', 'git does not clone into z, which is there already and not empty'],
  ['git-identity', 'git wants to know who commits: no email was given'],
  ['git-nothing', 'there is no git repository /nowhere/x'],
  ['javac-symbol', 'B.java:2: error: cannot find symbol', 'B.java:2'],
  ['make-mute', 'a command of the rule all ended with 3, without a word (Makefile:2)', 'Makefile:2'],
  ['make-sub', 'make: sub: No such file or directory'],
  ['maven-goal', 'Maven: Unknown lifecycle phase "frob"'],
  ['node-rejection', 'cannot connect', '/app/p.js:1'],
  ['npm-script-mute', 'a script of package.json failed: `node build.js`'],
  ['perl-sub', 'Undefined subroutine &main::frob called (b.pl:1)', 'b.pl:1'],
  ['php-exception', 'Exception: no db (/app/a.php:2)', '/app/a.php:2'],
  ['pip-nested', 'pip found no other.txt'],
  ['python-import', "ImportError: cannot import name 'frob' from 'os'", '/app/d.py:1'],
  ['rustc-borrow', 'error[E0382]: borrow of moved value: `s`', 'z.rs:4:18'],
  ['rustc-syntax', 'error: unexpected closing delimiter: `}`', 'y.rs:3:2'],
  ['sed-no-file', 'sed: config.yml: No such file or directory'],
  ['shell-cd', 'nosuch: No such file or directory'],
];

/** Output of programs that are not run for these tests, or in words of other versions. */
const excerpts: [what: string, status: number, output: string, place?: string][] = [
  [
    'cannot resolve deb.example.org',
    100,
    "  Temporary failure resolving 'deb.example.org'\nE: Unable to locate package x",
  ],
  [
    'cannot resolve example.org',
    4,
    "Resolving example.org (example.org)... failed: Temporary failure in name resolution.\nwget: unable to resolve host address 'example.org'",
  ],
  [
    'cannot connect to index.example.org: Read timed out',
    1,
    "ReadTimeoutError: HTTPSConnectionPool(host='index.example.org', port=443): Read timed out.",
  ],
  [
    'pip found no Django==99',
    1,
    'ERROR: No matching distribution found for Django==99 (from -r requirements.txt (line 3))',
    'requirements.txt:3',
  ],
  [
    'package.json is no valid JSON: Unexpected token }',
    1,
    "npm ERR! code EJSONPARSE\nnpm ERR! JSON.parse Unexpected token } in JSON at position 200 while parsing near '{...'\nnpm ERR! JSON.parse Failed to parse JSON data.",
    'package.json',
  ],
  [
    'Could not resolve "frob"',
    1,
    '✘ [ERROR] Could not resolve "frob"\n\n    src/a.ts:1:7:\n      1 │ import "frob"',
    'src/a.ts:1:7',
  ],
  [
    "cannot resolve the import './frob' of /tmp/app/src",
    1,
    "Module not found: Error: Can't resolve './frob' in '/tmp/app/src'\nwebpack 5.88.0 compiled with 1 error in 200 ms",
    '/tmp/app/src',
  ],
  [
    'the header libpq-fe.h is not on the image',
    5,
    "Gem::Ext::BuildError: ERROR: Failed to build gem native extension.\nchecking for libpq-fe.h... no\nCan't find the 'libpq-fe.h header\n*** extconf.rb failed ***\nAn error occurred while installing pg (1.2.3), and Bundler cannot continue.",
  ],
  [
    'configure: zlib.h not found',
    1,
    "checking for zlib.h... no\nconfigure: error: zlib.h not found\nSee `config.log' for more details",
  ],
  [
    'there is no go.mod',
    1,
    'go: cannot find main module, but found .git/config in /tmp/app\n\tto create a module there, run:\n\tgo mod init',
  ],
  ['MSB1003: Specify a project or solution file', 1, 'MSBUILD : error MSB1003: Specify a project or solution file.'],
  ['git knows no nosuch', 128, "Cloning into 'x'...\nfatal: Remote branch nosuch not found in upstream origin"],
  [
    'cannot resolve buildpacks.example.org',
    14,
    '       **ERROR** Unable to install nginx: could not download: Get "https://buildpacks.example.org/x.tgz": dial tcp: lookup buildpacks.example.org: no such host',
  ],
  [
    'cannot connect to 203.0.113.7:443: i/o timeout',
    1,
    'Get "https://x.example.org/": dial tcp 203.0.113.7:443: i/o timeout',
  ],
  ['cannot resolve example.org', 4, "wget: unable to resolve host address 'example.org'\nInstallation failed"],
  [
    'cannot resolve deb.example.org',
    100,
    "  Temporary failure resolving 'deb.example.org'\nE: Unable to locate package x",
  ],
  ['cc1 was killed', 1, 'gcc: fatal error: Killed signal terminated program cc1'],
  [
    'app/src/Main.java:4: incompatible types: int cannot be converted to java.lang.String',
    1,
    '[INFO] BUILD FAILURE\n[ERROR] app/src/Main.java:[4,23] incompatible types: int cannot be converted to java.lang.String',
    'app/src/Main.java:4:23',
  ],
  [
    'Could not find artifact org.frob:frob:jar:1.0',
    1,
    '[ERROR] Failed to execute goal on project a: Could not resolve dependencies for project g:a:jar:1: Could not find artifact org.frob:frob:jar:1.0 in central (https://repo.example.org) -> [Help 1]',
    'pom.xml frob',
  ],
  [
    'src/a.ts(3,5): error TS2322: Type',
    2,
    '\u001b[96msrc/a.ts\u001b[0m:\u001b[93m3\u001b[0m:\u001b[93m5\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2322: \u001b[0mType',
    'src/a.ts:3:5',
  ],
  [
    'Unable to find package Frob',
    1,
    '/app/app.csproj : error NU1101: Unable to find package Frob. No packages exist with this id in source(s): example',
    '/app/app.csproj Frob',
  ],
  [
    'the C library of the image is too old: GLIBC_2.38 not found',
    1,
    "./node: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by ./node)",
  ],
  [
    "undefined method `escape' for URI:Module (NoMethodError)",
    1,
    "/buildpack/lib/download.rb:41:in `escape_uri': undefined method `escape' for URI:Module (NoMethodError)\n\n      URI.escape(uri)\n         ^^^^^^^\nDid you mean?  encode_www_form\n         ^^^^^^^",
    '/buildpack/lib/download.rb:41',
  ],
  ['STACK is not set', 1, '/tmp/bp/bin/compile: line 12: STACK: unbound variable'],
];

const fallbacks: [title: string, status: number, output: string, what: string | undefined][] = [
  [
    'the last sentence of a script',
    1,
    '-----> Checking\nThis buildpack needs a file named start.sh in the root of the app.',
    'This buildpack needs a file named start.sh in the root of the app',
  ],
  [
    'not a bare URL, a caret line, the path of a log or a reference',
    1,
    'Gemfile.lock is missing\n   ^^^^\nhttps://example.org/help\nSee https://example.org/x for details\n/tmp/x/build.log',
    'Gemfile.lock is missing',
  ],
  [
    'the first words behind a mark',
    14,
    '       **ERROR** Unable to select a version\n       **ERROR** failed to run finalize',
    'Unable to select a version',
  ],
  ['words behind a mark before those without', 1, ' !     No such stack\nCleaning up', 'No such stack'],
  ['of a line that repaints itself what is last to be seen', 1, '10 %\r50 %\rbroken', 'broken'],
  [
    'the status of curl when a script only said what it does',
    6,
    '-----> Download go 1.25.6',
    'curl cannot resolve a host name (it ends with 6 then): there is no network, or no such host',
  ],
  ['no status where the script explains itself', 6, 'The version 9 does not exist.', 'The version 9 does not exist'],
  ['nothing of a script that said nothing', 1, '', undefined],
];

describe('the cause of a failed script', () => {
  const all = new Map(failures().map((failure) => [failure.name, failure]));

  for (const [name, what, place] of real)
    it(`${name}: ${what}`, () => {
      const { output, status } = all.get(name)!;
      check(causeOf(output, status), what, place);
    });

  it('is tested with every output there is', () =>
    assert.deepEqual(
      [...all.keys()].filter((name) => !real.some(([tested]) => tested === name)),
      [],
    ));

  for (const [what, status, output, place] of excerpts)
    it(what, () => check(causeOf(output.split('\n'), status), what, place));

  for (const [title, status, output, what] of fallbacks)
    it(`without a row that knows it: ${title}`, () => assert.equal(causeOf(output.split('\n'), status)?.what, what));

  it('of compilers is the first error, of traces the last exception', () => {
    assert.equal(causeOf(['a.c:1:1: error: one', 'a.c:2:1: error: two'], 2)?.what, 'a.c:1:1: error: one');
    assert.equal(causeOf(['KeyError: 1', 'ValueError: 2'], 1)?.what, 'ValueError: 2');
  });

  it('is not what a script has survived: a new step forgets it', () =>
    assert.match(
      causeOf(['curl: (6) Could not resolve host: a', '-----> Compiling', 'a.c:1:1: error: one'], 1)!.what,
      /^a\.c/,
    ));

  it('is a missing program when the status says so, whatever else was said', () =>
    assert.match(
      causeOf(['ValueError: 1', 'x: line 2: bundle: command not found', 'ValueError: 2'], 127)!.what,
      /bundle/,
    ));

  it('names what mends it as data', () => {
    const { next } = causeOf(['curl: (60) SSL certificate problem: self-signed certificate'], 60)!;
    assert.deepEqual([next.setting, next.option], ['staging.caFiles', '--ca-file FILE']);
  });

  it('fills in all that a row refers to', () => {
    for (const { what, means = '', next, pattern, below } of rows)
      for (const [, group] of `${what}${means}${typeof next === 'string' ? next : ''}`.matchAll(/\{(\w+)\}/g))
        assert.ok((below && group === 'message') || pattern.source.includes(`(?<${group}>`), `${group} in ${what}`);
  });

  it('is found in linear time, however odd a line is', () => {
    const odd = [
      'a',
      '/',
      'a:1:',
      'a ',
      'a.',
      ' ',
      "'",
      '(',
      'a.b/',
      '[ERROR] ',
      'x: ',
      'at a ',
      '"',
      ' in a.b',
      'tar x',
      "host='",
    ];
    const started = performance.now();
    for (const piece of odd) new CauseFinder().add(piece.repeat(longestLine));
    assert.ok(performance.now() - started < 500);
  });
});

function check(cause: ReturnType<typeof causeOf>, what: string, place?: string): void {
  assert.equal(cause?.what, what);
  const { file, line, column, holds } = cause.places[0] ?? {};
  assert.equal([[file, line, column].filter(Boolean).join(':'), holds].filter(Boolean).join(' '), place ?? '');
  assert.doesNotMatch(cause.next.advice, /\.$|[{}]/);
}
