// `npm run pictures`: stages apps that fail in a real VS Code and takes a picture of each failure into a temporary folder, to be looked at.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simple, writeBuildpack } from '../staging/support/buildpacks';
import { writeFiles } from '../staging/support/files';
import { Session } from './session';

interface Failing {
  manifest?: string;
  /** Of the app. */
  files?: Record<string, string>;
  /** Body of the buildpack's bin/compile. */
  compile?: string;
}

const failures: Record<string, Failing> = {
  'compile-error': {
    files: { 'src/server.c': 'int main(void) {\n  return frob();\n}\n' },
    compile: `echo "-----> Compiling"
echo "gcc -c src/server.c"
echo "src/server.c:2:10: error: call to undeclared function 'frob'"
echo "    2 |   return frob();"
echo "      |          ^"
echo "make: *** [Makefile:3: server.o] Error 1"; exit 2`,
  },
  offline: { compile: 'curl -sSfO https://buildpacks.invalid/ruby.tgz' },
  'missing-program': { compile: 'echo "-----> Installing gems"; bundle install' },
  hook: {
    manifest: 'name: hook\nbuildpack: ../bp-hook\nhooks:\n  pre-staging:\n  - ./prepare.sh --all\n',
    files: { 'prepare.sh': 'echo preparing\ncat config/settings.yml\n' },
  },
  'out-of-memory': { compile: 'echo "-----> Precompiling assets"; head -c 3G /dev/zero | tail; exit 137' },
};

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'failure-pictures-'));
  const ui = await Session.open();
  try {
    for (const [name, { manifest, files, compile }] of Object.entries(failures)) {
      writeBuildpack(join(ui.folder, `bp-${name}`), simple({ compile }));
      const file = manifest ? 'stackato.yml' : 'manifest.yml';
      const text = manifest ?? `applications:\n- name: ${name}\n  memory: 64M\n  buildpacks:\n  - ../bp-${name}\n`;
      writeFiles(join(ui.folder, name), { 'app.txt': '', ...files, [file]: text });
      await ui.openFile(`${name}/${file}`);
      await ui.command('Cloud Foundry: Stage App');
      await ui.notification(`Staging ${name} failed`).waitFor({ timeout: 120_000 });
      await ui.page.screenshot({ path: join(folder, `${name}.png`) });
      await ui.command('View: Focus Problems');
      await ui.command('Notifications: Clear All Notifications').catch(() => {});
      await ui.page.screenshot({ path: join(folder, `${name}-problems.png`) });
    }
  } finally {
    await ui.close();
  }
  console.log(folder);
}

void main();
