// The outputs of failed programs in test/fixtures/failures: `$ command`, `exit status N`, then what was said.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CauseFinder } from '../../../client/src/staging/causes/finder';
import type { Cause } from '../../../client/src/staging/causes/tables/row';

const folder = join(__dirname, '../../fixtures/failures');

export interface Failure {
  name: string;
  command: string;
  status: number;
  output: string[];
}

export function failures(): Failure[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => {
      const [command = '', status = '', ...output] = readFileSync(join(folder, file), 'utf8').split('\n');
      return { name: file.replace(/\.txt$/, ''), command, status: Number(status.replace('exit status ', '')), output };
    });
}

export function causeOf(output: readonly string[], status: number): Cause | undefined {
  const finder = new CauseFinder();
  for (const line of output) finder.add(line);
  return finder.cause(status);
}
