// README’s troubleshooting begins with what people see: the messages quoted there are those of the program.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/machine';

const sources = ['client/src', 'server/src']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => join(folder, f)),
  )
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

describe('README’s troubleshooting', () => {
  const section = readFileSync(join(root, 'README.md'), 'utf8').split('## Troubleshooting')[1]!.split('\n## ')[0]!;
  const heads = [...section.matchAll(/\*\*(“[^*]+)\*\*/g)].flatMap(([, head = '']) => [...head.matchAll(/“([^”]+)”/g)]);
  for (const [, message = ''] of heads)
    it(`knows “${message}”`, () => {
      for (const part of message.replaceAll('\n', ' ').split('…'))
        assert.ok(sources.includes(part.trim()), `no message says “${part.trim()}”`);
    });
});
