// Which system buildpack an app is for, by the files at its top; for new manifests, and for apps that none detected.

/** The first that is there counts. */
const telling: readonly [file: string, buildpack: string][] = [
  ['package.json', 'nodejs_buildpack'],
  ['Gemfile', 'ruby_buildpack'],
  ['requirements.txt', 'python_buildpack'],
  ['pyproject.toml', 'python_buildpack'],
  ['pom.xml', 'java_buildpack'],
  ['build.gradle', 'java_buildpack'],
  ['go.mod', 'go_buildpack'],
  ['composer.json', 'php_buildpack'],
  ['index.php', 'php_buildpack'],
  ['nginx.conf', 'nginx_buildpack'],
  ['Staticfile', 'staticfile_buildpack'],
  ['index.html', 'staticfile_buildpack'],
];

/** `names`: those of the files in the app's folder. The file that tells is part of the answer. */
export function guessBuildpack(names: Iterable<string>): { file: string; buildpack: string } | undefined {
  const present = new Set(names);
  const [file, buildpack] = telling.find(([name]) => present.has(name)) ?? [];
  return file && buildpack ? { file, buildpack } : undefined;
}
