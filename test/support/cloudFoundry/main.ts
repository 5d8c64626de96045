// npm run foundation [-- --fast]: starts the Cloud Foundry of the tests by hand, to try the extension and the command line with.
import { join } from 'node:path';
import { startCloudFoundry } from './cloudFoundry';
import { samples } from './samples';

void main();

async function main(): Promise<void> {
  const foundation = await startCloudFoundry({
    ...samples,
    builds: process.argv.includes('--fast') ? 'fast' : 'sandbox',
  });
  const { api, cfHome, user } = foundation;
  console.log(`A Cloud Foundry listens at ${api}. Ctrl+C ends it; nothing is kept.

  export CF_HOME=${cfHome}

is a login as ${user.name} (password ${user.password}) in organization samples, space development, as cf login leaves it in
${join(cfHome, '.cf', 'config.json')}. Start VS Code with it (code .), stage with it:

  npm run --silent cli -- stage FOLDER --engine cloudfoundry

or log in yourself: cf login -a ${api} -u ${user.name} -p ${user.password}
`);
  const stop = () => void foundation.stop().finally(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
