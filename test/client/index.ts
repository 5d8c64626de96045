// The entry point of the tests inside the extension host: runs what lies beside this file once it is bundled (see run.ts).
import { runMocha, testFiles } from '../setup/mocha';

export async function run(): Promise<void> {
  const { failed } = await runMocha({ files: testFiles([__dirname], '.test.js'), timeout: 60_000 });
  if (failed) throw new Error(`${failed} tests failed in the extension host`);
}
