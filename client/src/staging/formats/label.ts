// A droplet of ours says itself what it is: result.json stands in the "extra field" of its gzip header, which every
// gunzip skips (Go's reader limits the header's comment to 512 bytes, but not this field). Droplets from elsewhere have none.
import { Transform } from 'node:stream';
import { open } from 'node:fs/promises';
import { toRead } from '../../../../server/src/base/disk';
import { withheld } from './announcement';
import { wrongImageName } from './imageName';
import type { Announcement } from './announcement';
import { misfit } from './shape';
import type { Shape } from './shape';
import type { StagingResult } from './stagingInfo';

export interface DropletLabel {
  application: string;
  platform: string;
  stack: string;
  result: StagingResult;
  /** It was staged in this one, by the name it had then. */
  image?: string;
  /** What the manifest adds, without its secrets. */
  announced?: Announcement;
  /** Stackato: hooks that run at each start, packages to install before it, lines of the crontab. */
  preRunning?: { command: string; ignoreFailure: boolean }[];
  requirements?: string[];
  cron?: string[];
}

const id = Buffer.from('CS');
const extraFlag = 0x04;
const headerSize = 10;

/** What the extra field takes, less its own header. */
const mostBytes = 65_000;

/** Inserts the label into a gzip stream whose header has no optional fields. Too large a label loses its variables, or is left out. */
export function labelled(label: DropletLabel): Transform {
  const payload = payloadOf(label);
  let header: Buffer | undefined = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!header) return done(null, chunk);
      header = Buffer.concat([header, chunk]);
      if (header.length < headerSize) return done();
      const whole = header;
      header = undefined;
      done(null, payload ? withExtra(whole, payload) : whole);
    },
    flush(done) {
      if (header?.length) this.push(header);
      done();
    },
  });
}

function payloadOf(label: DropletLabel): Buffer | undefined {
  const { announced } = label;
  const smaller = announced ? [{ ...label, announced: withheld(announced, () => true) }] : [];
  return [label, ...smaller]
    .map((one) => Buffer.from(JSON.stringify(one)))
    .find((payload) => payload.length <= mostBytes);
}

function withExtra(start: Buffer, payload: Buffer): Buffer {
  const fixed = Buffer.from(start.subarray(0, headerSize));
  fixed[3] = fixed[3]! | extraFlag;
  const lengths = Buffer.alloc(6);
  lengths.writeUInt16LE(payload.length + 4, 0);
  id.copy(lengths, 2);
  lengths.writeUInt16LE(payload.length, 4);
  return Buffer.concat([fixed, lengths, payload, start.subarray(headerSize)]);
}

/** The label of a droplet file; undefined for droplets of others. Rejects when it cannot be read, with BadLabel when it says what no staging of ours does. */
export async function readLabel(file: string): Promise<DropletLabel | undefined> {
  const handle = await open(file, toRead);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65536 + 16), 0, 65536 + 16, 0);
    if (bytesRead < headerSize + 6 || !(buffer[3]! & extraFlag) || !buffer.subarray(12, 14).equals(id))
      return undefined;
    return parsed(buffer.toString('utf8', 16, 16 + buffer.readUInt16LE(14)));
  } finally {
    await handle.close();
  }
}

function parsed(text: string): DropletLabel | undefined {
  let label: unknown;
  try {
    label = JSON.parse(text);
  } catch {
    return undefined; // bytes of others that look like ours
  }
  const why = misfit(label, shape) ?? wrongNames(label as DropletLabel);
  if (why !== undefined) throw new BadLabel(`has a label that no staging has written: ${why}`);
  return label as DropletLabel;
}

/** What is wrong with a label: the second half of a sentence that starts with the droplet's name. */
export class BadLabel extends Error {}

const process: Shape = { fields: { type: 'string', command: 'string' } };
const sidecar: Shape = {
  fields: { name: 'string', process_types: ['string'], command: 'string', 'memory?': 'number' },
};
const buildpack: Shape = {
  fields: {
    key: 'string',
    name: 'string',
    'version?': 'string',
    'config?': { fields: { 'entrypoint_prefix?': 'string' } },
    'output_metadata?': { of: 'anything' },
  },
};
const announcedProcess: Shape = {
  fields: {
    type: 'string',
    'command?': 'string',
    'memoryMb?': 'number',
    'healthCheck?': { fields: { 'type?': 'string', 'endpoint?': 'string', 'timeoutSeconds?': 'number' } },
  },
};

/** A droplet may come from anybody, and what it says ends up in commands, names of images and tables. */
const shape: Shape = {
  fields: {
    application: 'string',
    platform: 'string',
    stack: 'string',
    result: {
      fields: {
        lifecycle_metadata: {
          fields: { 'buildpack_key?': 'string', detected_buildpack: 'string', buildpacks: [buildpack] },
        },
        process_types: { orNull: { of: 'string' } },
        'processes?': [process],
        'sidecars?': [sidecar],
        execution_metadata: 'string',
        lifecycle_type: 'string',
      },
    },
    'image?': 'string',
    'announced?': {
      fields: {
        env: { of: 'string' },
        'withheld?': ['string'],
        processes: [announcedProcess],
        sidecars: [sidecar],
        services: ['string'],
      },
    },
    'preRunning?': [{ fields: { command: 'string', ignoreFailure: 'boolean' } }],
    'requirements?': ['string'],
    'cron?': ['string'],
  },
};

function wrongNames({ platform, image, announced }: DropletLabel): string | undefined {
  if (platform !== 'cloudfoundry' && platform !== 'stackato') return `platform is neither cloudfoundry nor stackato`;
  const wrong = image === undefined ? undefined : wrongImageName(image);
  if (wrong) return `image is no name of an image, because ${wrong}`;
  const odd = Object.keys(announced?.env ?? {}).find((name) => !name || /[=\0\n]/.test(name));
  return odd === undefined ? undefined : `announced.env has the name ${JSON.stringify(odd)}`;
}
