// Traces of Python, Node, Ruby, PHP, Java and Perl: the exception, not its frames.
import type { Row } from './row';

const mend = 'Mend the program there, or give it what it asks for';

/** Below the frames of a trace of Python. */
export const uncaught: Row = {
  pattern: /^(?<message>[A-Za-z_][\w.]*(?:: .+)?)$/,
  what: '{message}',
  next: mend,
  rank: 'trace',
  nearby: true,
};

export const interpreters: Row[] = [
  // java.lang.UnsupportedClassVersionError: App has been compiled by a more recent version of the Java Runtime …
  {
    pattern: /UnsupportedClassVersionError: (?<message>.+)/,
    what: '{message}',
    next: 'Have the buildpack install a newer Java, or compile for an older release',
    rank: 'root',
  },
  // ImportError: cannot import name 'frob' from 'os' (/usr/lib/python3.11/os.py)
  {
    pattern: /^\s*(?<message>ImportError: cannot import name '[^']+' from '(?<module>[^']+)')/,
    what: '{message}',
    next: 'Pin a version of that package that has it, or mend the import',
    rank: 'trace',
    nearby: true,
  },
  // ModuleNotFoundError: No module named 'frob'
  {
    pattern: /^\s*(?<message>(?:ModuleNotFoundError|ImportError): (?:No module named '?(?<module>[^'\s]+)'?|.+))/,
    what: '{message}',
    next: 'Add it to requirements.txt (or pyproject.toml), or have it installed before',
    rank: 'trace',
    nearby: true,
  },
  // SyntaxError: /app/a.js: Unexpected token (1:8)        (Babel)        NameError: variable @c is undefined in /app/a.less on line 1, column 8:
  {
    pattern: /^(?:\[[^\]]+\] )?SyntaxError: (?<file>\/[^\s:]+): (?<message>.+?)(?: \((?<line>\d+):(?<column>\d+)\))?$/,
    what: '{file}:{line}: {message}',
    next: mend,
  },
  {
    pattern: /^(?<exception>\w+Error): (?<message>.+) in (?<file>\/\S+) on line (?<line>\d+), column (?<column>\d+):$/,
    what: '{file}:{line}: {message}',
    next: mend,
  },
  // TypeError: unsupported operand …       django.core.exceptions.ImproperlyConfigured: …
  {
    pattern:
      /^\s*(?<message>(?:[A-Za-z_]\w*\.)*(?:[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning)|ImproperlyConfigured)(?: \[\w+\])?: \S.*)/,
    what: '{message}',
    next: mend,
    rank: 'trace',
    nearby: true,
  },
  // /usr/bin/python3: can't open file '/app/manage.py': [Errno 2] No such file or directory
  {
    pattern:
      /(?:\bpython[\d.]*: can't open file '|Can't open perl script "|^Could not open input file: |^ruby: No such file or directory -- )(?<path>[^'"\s]+)/,
    what: 'there is no {path}',
    next: 'Check that the file is part of the app (.cfignore), and `path:` of the manifest',
  },
  // /usr/bin/python3: No module named flask
  {
    pattern: /\bpython[\d.]*: (?<message>No module named '?(?<module>[^'\s]+)'?)/,
    what: '{message}',
    next: 'Add it to requirements.txt (or pyproject.toml), or have it installed before',
  },
  // Error: /app/node_modules/x/build/x.node: invalid ELF header
  {
    pattern: /^(?:Uncaught )?Error: (?<file>\S+\.node): (?<message>.+)/,
    what: 'the module {file} was not built for this platform: {message}',
    next: 'Leave node_modules out of the app (.cfignore), so that it is installed for the platform of the image',
    rank: 'root',
  },
  // Error: Cannot find module '/app/server.js'          Cannot find package 'zork' imported from /app/i.mjs
  {
    pattern:
      /^(?:Uncaught )?(?:Error(?: \[\w+\])?: )(?<message>Cannot find (?:module|package) '(?<module>[^']+)')(?: imported from (?<file>\/\S+))?/,
    what: '{message}',
    next: 'Add the file to the app (check .cfignore, too), or the package to `dependencies` of package.json',
    rank: 'trace',
    nearby: true,
  },
  {
    pattern: /^Error: (?<message>Could not find or load main class (?<class>\S+))/,
    what: '{message}',
    next: 'Check the main class and the class path of the app, and that the app is compiled',
    rank: 'error',
  },
  {
    pattern: /^Error: (?<message>Unable to access jarfile (?<path>\S+))/,
    what: '{message}',
    next: 'Check its name, and that the jar is part of the app (.cfignore)',
    rank: 'error',
  },
  // Error: ENOENT: no such file or directory, open 'config.json'
  {
    pattern:
      /^(?:Uncaught )?Error(?: \[\w+\])?: (?!Could not create the Java Virtual Machine|A fatal exception has occurred)(?<message>.+)/,
    what: '{message}',
    next: mend,
    rank: 'trace',
    nearby: true,
  },

  // app.rb:2:in `require': cannot load such file -- sinatra (LoadError)
  {
    pattern: /: (?<message>cannot load such file -- (?<module>\S+)) \(LoadError\)/,
    what: '{message}',
    next: 'Add the gem to the Gemfile, or the file to the app',
    rank: 'trace',
    nearby: true,
  },
  // /app/lib/download.rb:41:in `escape_uri': undefined method `escape' for URI:Module (NoMethodError)
  {
    pattern: /^(?<file>[^\s:]+):(?<line>\d+):in [`'][^']*'{1,2}: (?<message>.+) \((?<exception>[A-Z][\w:]*)\)$/,
    what: '{message} ({exception})',
    next: mend,
    rank: 'trace',
    nearby: true,
  },
  // app.rb:3: syntax error, unexpected `end', expecting ')'
  {
    pattern: /^(?<file>[^\s:]+):(?<line>\d+): (?<message>syntax errors? ?.+)/,
    what: '{file}:{line}: {message}',
    next: 'Mend that line',
  },
  // rake aborted!
  {
    pattern: /^rake aborted!$/,
    what: 'rake aborted: {message}',
    next: mend,
    rank: 'trace',
    nearby: true,
    below: 'line',
  },
  {
    pattern: /^(?<message>Don't know how to build task '(?<task>[^']+)')/,
    what: '{message}',
    next: 'Add that task to the Rakefile, or check that the gem that defines it is in the group that is installed',
  },

  // PHP Fatal error:  Uncaught Error: Failed opening required 'vendor/autoload.php' (include_path='.') in /app/index.php:2
  {
    pattern:
      /^(?:PHP )?Fatal error: +(?:Uncaught \w+: )?.*(?<message>Failed opening required '(?<path>[^']+)').* in (?<file>\/?\S+\.\w+)(?: on line |:)(?<line>\d+)/,
    what: '{message}',
    next: 'Check that the file is part of the app (.cfignore), or is made before (`composer install`)',
    rank: 'trace',
  },
  // PHP Parse error:  syntax error, unexpected token "echo" in /app/index.php on line 3
  {
    pattern:
      /^(?:PHP )?(?:Parse|Fatal) error: +(?:Uncaught )?(?<message>.+?) in (?<file>\/?\S+\.\w+)(?: on line |:)(?<line>\d+)/,
    what: '{message} ({file}:{line})',
    next: mend,
    rank: 'trace',
  },

  // Can't locate Frob.pm in @INC (you may need to install the Frob module)
  {
    pattern: /^(?<message>Can't locate (?<module>[\w/]+)\.pm in @INC)/,
    what: '{message}',
    next: 'Add the module to the cpanfile, or have it installed before',
    rank: 'trace',
    nearby: true,
  },
  // ! Installing Frob failed. See …/build.log for details.
  {
    pattern: /^! (?<message>Installing (?<module>\S+) failed)/,
    what: '{message}',
    next: 'Mend what it says above in the log',
    rank: 'summary',
  },
  // Global symbol "$x" requires explicit package name (…) at app.pl line 2.       no settings at app.pl line 1.
  {
    pattern: /^(?<message>\S.*?) at (?<file>[^\s"']+) line (?<line>\d+)(?:\.$|, (?:near|at|<))/,
    what: '{message} ({file}:{line})',
    next: mend,
    rank: 'trace',
  },

  // Exception in thread "main" java.lang.IllegalStateException: no settings         Caused by: java.lang.NullPointerException: …
  {
    pattern: /^(?:Exception in thread "[^"]*"|Caused by:) (?<message>(?:[a-z]\w*\.)+\w+(?:: .+)?)/,
    what: '{message}',
    next: 'Mend the program where the trace below it in the log points, or give it what it asks for',
    rank: 'trace',
    nearby: true,
  },
];
