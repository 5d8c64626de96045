// `npm run causes`: what is said of each failure of test/fixtures/failures, to be read aloud.
import { causeOf, failures } from './support/failures';

for (const { name, output, status } of failures()) {
  const cause = causeOf(output, status);
  const ended = `compile of ./bp failed (exit status ${status}).`;
  console.log(
    `${name}\n  ${cause ? [`${cause.what}: ${ended}`, cause.means, cause.next].filter(Boolean).join(' ') : ended}`,
  );
  for (const { file, line, column, holds } of cause?.places ?? [])
    console.log(`  at ${[file, line, column].filter(Boolean).join(':')}${holds ? `, the line with ${holds}` : ''}`);
}
