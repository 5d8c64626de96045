// What an app is, by the files at its top: which system buildpack it is for, what it is called, what of it is staged. For new
// manifests, and for apps that no buildpack detected.

export interface Guess {
  /** The file that tells. */
  file: string;
  buildpack: string;
  memory: string;
  /** What it calls itself. */
  name?: string;
  /** What is staged, where that is not the folder: an archive, built or yet to be built. */
  path?: string;
}

/** Text of a file at the top; undefined when it cannot be read. */
export type ReadTop = (name: string) => string | undefined;

interface Row {
  file: string;
  buildpack: string;
  memory?: string;
  name?: (text: string) => string | undefined;
  path?: (text: string) => string | undefined;
}

const nameInJson = (text: string): string | undefined => {
  try {
    const { name } = JSON.parse(text) as { name?: unknown };
    return typeof name === 'string' ? lastPart(name) : undefined;
  } catch {
    return undefined;
  }
};

/** `@org/shop`, `github.com/org/shop` → `shop`. */
const lastPart = (name: string) => name.split('/').at(-1);

/** An element of the project itself: those of its parent and of its dependencies are left out. */
function ofProject(pom: string, element: string): string | undefined {
  const own = pom.replace(/<(parent|dependencies|dependencyManagement|build|profiles|reporting)>[^]*?<\/\1>/g, '');
  return new RegExp(`<${element}>\\s*([^<\\s]+)\\s*</${element}>`).exec(own)?.[1];
}

/** What `mvn package` makes. */
function mavenArchive(pom: string): string | undefined {
  const [artifact, version] = [ofProject(pom, 'artifactId'), ofProject(pom, 'version') ?? versionOfParent(pom)];
  const packaging = ofProject(pom, 'packaging') ?? 'jar';
  return artifact && version ? `target/${artifact}-${version}.${packaging}` : undefined;
}

const versionOfParent = (pom: string) =>
  /<parent>[^]*?<version>\s*([^<\s]+)\s*<\/version>[^]*?<\/parent>/.exec(pom)?.[1];

const found = (pattern: RegExp) => (text: string) => pattern.exec(text)?.[1];

/** The first that is there counts. */
const rows: readonly Row[] = [
  { file: 'package.json', buildpack: 'nodejs_buildpack', name: nameInJson },
  { file: 'Gemfile', buildpack: 'ruby_buildpack' },
  { file: 'requirements.txt', buildpack: 'python_buildpack' },
  { file: 'pyproject.toml', buildpack: 'python_buildpack', name: found(/^name\s*=\s*["']([^"']+)/m) },
  {
    file: 'pom.xml',
    buildpack: 'java_buildpack',
    memory: '1G',
    name: (text) => ofProject(text, 'artifactId'),
    path: mavenArchive,
  },
  { file: 'build.gradle', buildpack: 'java_buildpack', memory: '1G' },
  { file: 'build.gradle.kts', buildpack: 'java_buildpack', memory: '1G' },
  { file: 'go.mod', buildpack: 'go_buildpack', name: (text) => lastPart(found(/^module\s+(\S+)/m)(text) ?? '') },
  { file: 'composer.json', buildpack: 'php_buildpack', name: nameInJson },
  { file: 'index.php', buildpack: 'php_buildpack' },
  { file: 'nginx.conf', buildpack: 'nginx_buildpack', memory: '64M' },
  { file: 'Staticfile', buildpack: 'staticfile_buildpack', memory: '64M' },
  { file: 'index.html', buildpack: 'staticfile_buildpack', memory: '64M' },
];

/** `names`: those of the files in the app's folder. */
export function guessApp(names: Iterable<string>, read: ReadTop = () => undefined): Guess | undefined {
  const present = new Set(names);
  const row = rows.find(({ file }) => present.has(file));
  if (!row) return undefined;
  const { file, buildpack, memory = '512M' } = row;
  const text = row.name || row.path ? read(file) : undefined;
  const told = (ask: Row['name']) => (text === undefined ? undefined : ask?.(text)) || undefined;
  return { file, buildpack, memory, name: told(row.name), path: told(row.path) };
}

/** A name that a route can have: `My Shop` → `my-shop`. */
export const hostName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'my-app';
