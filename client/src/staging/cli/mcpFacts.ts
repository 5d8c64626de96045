// What the platforms know, for agents to read: the same data that checks, completion and hovers are made of.
import buildpacks from '../../../../schemas/buildpacks.json';
import manifest from '../../../../schemas/manifest.schema.json';
import stackato from '../../../../schemas/stackato.schema.json';
import stacks from '../../../../schemas/stacks.json';
import { exitCodes } from '../report/events';

interface Fact {
  name: string;
  uri: string;
  title: string;
  description: string;
  mimeType: string;
  read(): string;
}

const fact = (name: string, title: string, description: string, data: unknown): Fact => ({
  ...{ name, title, description },
  uri: `cf-staging://${name}`,
  mimeType: 'application/json',
  read: () => JSON.stringify(data),
});

export const facts: Fact[] = [
  fact(
    'manifest.yml',
    'Keys of a Cloud Foundry manifest',
    'JSON Schema of manifest.yml: every key with its documentation, values, defaults, what is deprecated and what excludes what.',
    manifest,
  ),
  fact(
    'stackato.yml',
    'Keys of stackato.yml',
    'JSON Schema of stackato.yml of Stackato and Helion: every key with its documentation, hooks included.',
    stackato,
  ),
  fact(
    'buildpacks',
    'Buildpacks',
    'Buildpacks that platforms have installed, with their repositories, and repositories that have moved.',
    buildpacks,
  ),
  fact('stacks', 'Stacks', 'Stacks of both platforms, which of them are gone, and their images.', stacks),
  fact(
    'exit-codes',
    'Exit codes',
    'How a staging ends: the outcome and the exit status of cf-staging stage.',
    exitCodes,
  ),
];
