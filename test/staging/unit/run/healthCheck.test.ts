// The health check of type http, against a server that answers as it is told.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askHealth, checkOf } from '../../../../client/src/staging/run/healthCheck';
import { never } from '../../../support/engines';

describe('a health check of type http', () => {
  for (const [says, statuses, seconds, told] of [
    ['is fine with 200', [200], 60, [/GET \/health answers 200/]],
    ['asks again after anything else', [503, 200], 60, [/answers 503\. The platform needs 200/, /answers 200/]],
    [
      'is not fine with a redirect, and gives up in time',
      [302, 302],
      0.01,
      [/answers 302/, /After 0\.01 s.*still answers 302/],
    ],
  ] as const)
    it(says, async () => {
      const answers = [...statuses] as number[];
      const asked: string[] = [];
      const server = createServer(({ url }, response) => {
        asked.push(url!);
        response.writeHead(answers.shift() ?? 500, { location: '/' }).end();
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const said: string[] = [];
      try {
        await askHealth(
          `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
          checkOf('web', { type: 'http', endpoint: '/health', timeoutSeconds: seconds }),
          { onListening: () => {}, log: (line) => said.push(line), warn: ({ message }) => said.push(message) },
          never,
        );
      } finally {
        server.close();
      }
      assert.equal(said.length, told.length, said.join('\n'));
      told.forEach((one, i) => assert.match(said[i]!, one));
      assert.deepEqual(new Set(asked), new Set(['/health']));
    });
});
