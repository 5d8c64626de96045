// `npm run causes`: what is said of each failure of test/fixtures/failures, to be read aloud.
import { detailsOf, sentence } from '../../client/src/staging/causes/sentence';
import { advised, onCommandLine } from '../../server/src/base/remedy';
import { causeOf, failures } from './support/failures';

for (const { name, output, status } of failures()) {
  const cause = causeOf(output, status);
  const message = sentence(cause, `bin/compile of ./bp failed (exit status ${status})`);
  console.log(`${name}\n  ${advised({ message, ...detailsOf(cause) }, onCommandLine)}`);
  for (const { file, line, column, holds } of cause?.places ?? [])
    console.log(`  at ${[file, line, column].filter(Boolean).join(':')}${holds ? `, the line with ${holds}` : ''}`);
}
