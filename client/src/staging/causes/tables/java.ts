// Compilers and build tools of Java and its kin: javac, Kotlin, Maven, Gradle.
import { mend, mendBuildFile } from './advice';
import type { Row } from './row';

/** `  symbol:   variable frob`, below `cannot find symbol`. */
const symbol = /^(?:\[ERROR\]|\s*\[javac\])?\s*symbol\s*: +(?<detail>.+)/;

export const java: Row[] = [
  // [ERROR] /app/src/main/java/app/Main.java:[4,23] incompatible types: int cannot be converted to java.lang.String
  {
    pattern:
      /^\[ERROR\] (?:COMPILATION ERROR : )?(?<file>[^\s:]+):\[(?<line>\d+)(?:,(?<column>\d+))?\] (?:error: )?(?<message>.+)/,
    what: '{file}:{line}: {message}{detail}',
    next: mend,
    detail: symbol,
  },
  // src/app/Main.java:5: error: cannot find symbol     (javac; Gradle and Ant put blanks or [javac] in front)
  {
    pattern: /^(?:\s*\[javac\])?\s*(?<file>[^\s:]+\.(?:java|kt|scala|groovy)):(?<line>\d+): error: (?<message>.+)/,
    what: '{file}:{line}: error: {message}{detail}',
    next: mend,
    detail: symbol,
  },
  // e: file:///app/src/Main.kt:3:5 Unresolved reference: frob     (Kotlin)
  {
    pattern: /^e: (?:file:\/\/)?(?<file>[^\s:]+\.kts?):(?<line>\d+):(?<column>\d+):? (?<message>.+)/,
    what: '{file}:{line}: {message}',
    next: mend,
  },
  {
    pattern:
      /^error: release version (?<release>\d+) not supported|invalid (?:source|target) release: (?<other>[\d.]+)/,
    what: 'Java release {release}{other} is not supported by this JDK',
    next: 'Lower the release in the build file, or have the buildpack install a newer JDK',
    rank: 'root',
  },
  // [FATAL] Non-parseable POM /app/pom.xml: end tag name … @ line 12, column 16
  {
    pattern:
      /^\[(?:FATAL|ERROR)\] +Non-parseable POM (?<file>\S+): (?<message>.*?)(?: \(position:.*)? @ line (?<line>\d+), column (?<column>\d+)/,
    what: '{file}:{line}: {message}',
    next: mendBuildFile,
  },
  // [FATAL] 'version' is missing. @ line 1, column 10         [ERROR] Unknown packaging: frob @ line 1, column 121
  {
    pattern:
      /^\[(?:FATAL|ERROR)\] (?<message>.+?)\.? @ (?:(?<other>[^\s,]+), )?line (?<line>\d+), column (?<column>\d+)/,
    what: 'pom.xml: {message}',
    next: mendBuildFile,
    inFile: 'pom.xml',
  },
  {
    pattern: /^\[ERROR\] (?<message>The goal you specified requires a project to execute but there is no POM)/,
    what: 'there is no pom.xml at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },
  // Could not find artifact org.frob:frob:jar:1.0 in central (https://…)
  {
    pattern: /Could not find artifact (?<artifact>[^\s:]+:(?<name>[^\s:]+):\S+)/,
    what: 'Could not find artifact {artifact}',
    next: 'Check its name and version in pom.xml, and that its repository is named there',
    inFile: 'pom.xml',
  },
  {
    pattern: /^\[ERROR\] (?<message>Child module (?<folder>\S+) of (?<file>\S+) does not exist)/,
    what: '{message}',
    next: 'Check that its folder is part of the app (.cfignore), or take it out of `<modules>`',
  },
  // Cannot access central (https://…) in offline mode and the artifact org.frob:frob:jar:1.0 has not been downloaded from it before
  {
    pattern: /Cannot access \S+ \(\S+ in offline mode and the artifact (?<artifact>\S+)/,
    what: 'Maven runs offline and has no {artifact}',
    next: 'Let it download (leave out -o and --offline), or bring a repository with it along in the app',
    rank: 'root',
  },
  {
    pattern: /^Unable to parse command line options: (?<message>.+)/,
    what: 'Maven: {message}',
    next: 'Mend how the script calls it (MAVEN_OPTS and .mvn/maven.config count, too)',
  },
  // [ERROR] Unknown lifecycle phase "frob". You must specify a valid lifecycle phase or a goal in the format …
  {
    pattern: /^\[ERROR\] (?<message>Unknown lifecycle phase "[^"]+")/,
    what: 'Maven: {message}',
    next: 'Call one that exists, such as package or verify',
  },
  // [ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:2.12:test (default-test) on project a: There are test failures.
  {
    pattern: /^\[ERROR\] Failed to execute goal (?:on project [^\s:]+: )?(?<message>[^[]{1,300})/,
    what: 'Maven: {message}',
    next: 'Mend what that goal says, above that line in the log',
    rank: 'summary',
  },

  // Plugin [id: 'com.frob.nosuch', version: '1.0'] was not found in any of the following sources:
  {
    pattern: /^(?<message>Plugin \[id: '(?<name>[^']+)'.*?\]) was not found in any of the following sources/,
    what: 'Gradle: {message} was not found',
    next: 'Check its id and version, and `pluginManagement` of settings.gradle; without network it must be in the cache',
    nearby: true,
  },
  {
    pattern: /^(?<message>Task '(?<task>[^']+)' not found) in /,
    what: 'Gradle: {message}',
    next: 'Call one that the build file has; `gradle tasks` lists them',
  },
  // BUILD FAILED     Target "bild" does not exist in the project "app".
  {
    pattern: /^(?<message>Target "[^"]+" does not exist in the project)/,
    what: 'Ant: {message}',
    next: 'Call a target that build.xml has',
    inFile: 'build.xml',
  },
  {
    pattern: /^Buildfile: (?<path>\S+) does not exist/,
    what: 'there is no {path} at the top of the app',
    next: 'Check that it is part of the app (.cfignore), and `path:` of the manifest',
  },

  // Unrecognized option: --nosuch          Unrecognized VM option 'UseFrob'          Invalid maximum heap size: -Xmx1x
  {
    pattern: /^(?:Error: )?(?<message>Unrecognized (?:VM )?option:? \S+|Invalid (?:maximum|initial) heap size: \S+)/,
    what: 'Java: {message}',
    next: 'Mend the options that Java is given: by the script, JAVA_OPTS, JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS',
    rank: 'root',
  },
  // Error occurred during initialization of VM
  {
    pattern: /^Error occurred during initialization of (?:VM|boot layer)/,
    what: 'Java cannot start: {message}',
    next: 'Lower -Xmx and its like (JAVA_OPTS, JAVA_TOOL_OPTIONS), or raise `memory:`',
    below: 'line',
  },
  {
    pattern: /^Error: (?<message>Invalid or corrupt jarfile (?<path>\S+))/,
    what: '{message}',
    next: 'Build it anew: it is no jar, or only a part of one (a pointer of Git LFS is none)',
  },

  // > Could not find method frob() for arguments [1] on root project 'app'      Task 'bild' not found in root project 'app'
  {
    pattern:
      /^(?:> )?(?<message>Could not find (?:method|property) .{1,120}?|Could not get unknown property .{1,120}?|Task '[^']+' not found) (?:for arguments|for|on|in) (?:root )?project/,
    what: 'Gradle: {message}',
    next: mendBuildFile,
    nearby: true,
  },
  // build file '/app/build.gradle': 3: unexpected token:  @ line 3, column 1.
  {
    pattern:
      /^\s*build file '(?<file>[^']+)': (?<line>\d+): (?<message>.+?)\s*(?: @ line \d+, column (?<column>\d+)\.)?$/,
    what: '{file}:{line}: {message}',
    next: mendBuildFile,
  },
  // > Could not find org.frob:frob:1.0.        > Could not resolve org.frob:frob:1.0.
  {
    pattern: /^\s*> Could not (?:find|resolve) (?<artifact>[\w.-]+:(?<name>[\w.-]+):[\w.+-]+?)\.?$/,
    what: 'Gradle could not find {artifact}',
    next: 'Check its name and version in the build file, and that its repository is named there',
    inFile: 'build.gradle',
  },

  {
    pattern: /^> There were failing tests/,
    what: 'tests of the app fail',
    next: 'Mend what they test, or do not run tests while staging',
  },
];
