// Droplets whose label is not what a staging writes: `inspect` and the editor tell it, `run` and `export` refuse them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { exportDroplet } from '../../../client/src/staging/run/export';
import { never } from '../../support/engines';
import { launch, packDroplet } from '../support/launch';
import type { Cell } from './cell';
import { described } from './yamlBombs';

const result = {
  lifecycle_metadata: { detected_buildpack: '', buildpacks: [] },
  process_types: {},
  execution_metadata: '',
  lifecycle_type: 'buildpack',
};
const label = { application: 'app', platform: 'cloudfoundry', stack: 'cflinuxfs4', result };
const announced = { env: {}, processes: [], sidecars: [], services: [] };

const labels: Record<string, unknown> = {
  null: null,
  'a number': 5,
  'without a result': { ...label, result: undefined },
  'of an unknown platform': { ...label, platform: 'constructor' },
  'with a list of variables': { ...label, announced: { ...announced, env: ['x'] } },
  'with a number for a command': { ...label, result: { ...result, process_types: { web: 5 } } },
  'with an image that is a path of the engine’s API': { ...label, image: '../containers/json?x=' },
  'with a variable that ends its line': { ...label, announced: { ...announced, env: { 'A=1\nRUN id': '' } } },
  'with requirements that are no list': { ...label, requirements: 'curl' },
};

/** Puts the label into the header of a gzipped tar, as a staging does. */
function labelledDroplet(value: unknown): string {
  const file = packDroplet({}, 'true');
  const [bytes, payload] = [readFileSync(file), Buffer.from(JSON.stringify(value))];
  const field = Buffer.alloc(6);
  field.writeUInt16LE(payload.length + 4, 0);
  field.write('CS', 2);
  field.writeUInt16LE(payload.length, 4);
  bytes[3] = 4;
  writeFileSync(file, Buffer.concat([bytes.subarray(0, 10), field, payload, bytes.subarray(10)]));
  return file;
}

const why = /has a label that no staging has written: \w/;

const ofLabel = ([what, value]: [string, unknown]): Cell[] => [
  {
    input: `a droplet with a label ${what}`,
    holds: 'it is told, and the rest is shown',
    attempt: async () => assert.match((await described(labelledDroplet(value))).notes.join('\n'), why),
  },
  {
    input: `a droplet with a label ${what}, to be run or exported`,
    holds: 'is refused before anything is made',
    attempt: async (engine) => {
      const droplet = labelledDroplet(value);
      await assert.rejects(launch(engine, droplet), why);
      const options = { droplet, image: 'cf-staging-test-export', engine, log: () => {} };
      await assert.rejects(exportDroplet(options, never), why);
    },
  },
];

export const labelCells: Cell[] = [
  ...Object.entries(labels).flatMap(ofLabel),
  {
    input: 'a droplet that requires packages whose names are options, files or removals',
    holds: 'is not exported',
    attempt: async (engine) => {
      for (const name of ['./evil.deb', '--force-yes', 'bash-']) {
        const droplet = labelledDroplet({ ...label, requirements: [name] });
        const options = { droplet, image: 'cf-staging-test-export', from: 'scratch', engine, log: () => {} };
        await assert.rejects(exportDroplet(options, never), /no name of a package/);
      }
    },
  },
];
