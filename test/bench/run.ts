// npm run bench [-- PART …]: prints figures beside budgets and peers; never fails because something was slow.
import { root, run } from '../setup/machine';
import { benchLanguageServer } from './languageServer';
import { benchStaging } from './staging';
import { benchDroplets } from './droplets';
import { benchEditor } from './editor';
import { benchTraps } from './traps';

const parts: Record<string, () => Promise<void>> = {
  server: benchLanguageServer,
  traps: benchTraps,
  staging: benchStaging,
  droplets: benchDroplets,
  editor: benchEditor,
};

void main();

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !parts[name]);
  if (unknown.length) {
    console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
    process.exit(2);
  }
  await run(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  for (const [name, bench] of Object.entries(parts)) if (!wanted.length || wanted.includes(name)) await bench();
  process.exit(0);
}
