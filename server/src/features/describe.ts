// What a value means, for hovers: sizes in bytes, parts of a route, the repository of a buildpack. One function per format.
import { redactUrls } from '../base/credentials';
import { parseBuildpack } from '../buildpacks/reference';
import { installedBuildpacks, repositoryPurpose, retiredRepository } from '../buildpacks/known';
import { describeBytes, parseBytes, parseLogRate, wholeMegabytes } from '../base/sizes';
import { parseRoute } from '../cloudfoundry/parseRoute';
import { goType } from '../yaml/roundTrip';
import { plainText } from '../yaml/scalars';
import type { Schema } from '../schema/schema';
import type { Scalar } from '../yaml/tree';
import { stacks } from '../base/stacks';

/** Markdown about a value, or undefined when there is nothing to add to its key's documentation. `text` has its variables replaced; `raw`: YAML's types mean nothing. */
export function describeValue(scalar: Scalar, text: string, schema: Schema, raw = false): string | undefined {
  const special = schema.format && describers[schema.format]?.(text, scalar);
  return special || describeOption(text, schema) || (raw ? undefined : describeReading(scalar));
}

type Describer = (text: string, scalar: Scalar) => string | undefined;

const size: Describer = (text) => {
  const parsed = parseBytes(text);
  if ('wrong' in parsed) return undefined;
  const { bytes } = parsed;
  return `\`${text}\` = ${describeBytes(bytes)}; the platform counts ${wholeMegabytes(bytes).toLocaleString('en-US')} MB.`;
};

const logRate: Describer = (text) => {
  const parsed = parseLogRate(text);
  if ('wrong' in parsed) return undefined;
  if (parsed.bytes < 0) return `\`${text}\`: unlimited.`;
  return parsed.bytes === 0
    ? `\`${text}\`: no logs at all.`
    : `\`${text}\` = ${describeBytes(parsed.bytes)} per second and instance.`;
};

const megabytes: Describer = (text, scalar) => (/^\d+$/.test(text) ? size(`${text}M`, scalar) : size(text, scalar));

const route: Describer = (text) => {
  const parsed = parseRoute(text);
  if ('wrong' in parsed) return undefined;
  const { host: whole, port, path } = parsed;
  const dot = whole.indexOf('.');
  const rows = [
    ['Host', whole.slice(0, dot)],
    ['Domain', whole.slice(dot + 1)],
    ['Port', port === undefined ? '' : String(port)],
    ['Path', path],
  ].filter(([, part]) => part !== '');
  const table = ['| | |', '| --- | --- |', ...rows.map(([name, part]) => `| ${name} | \`${part}\` |`)].join('\n');
  return `${table}\n\nIf \`${whole}\` is itself a domain of the platform, the route is that domain, without a host.`;
};

const buildpack: Describer = (text) => {
  const reference = parseBuildpack(text);
  switch (reference.kind) {
    case 'name': {
      const known = installedBuildpacks.find((one) => one.name === text);
      const about =
        known && ` for ${known.for}, from [${known.repository.replace('https://', '')}](${known.repository})`;
      return `The installed buildpack \`${text}\`${about ?? ': it must exist on the platform (`cf buildpacks`)'}.`;
    }
    case 'git': {
      const url = redactUrls(reference.url);
      const purpose = repositoryPurpose(reference.url);
      const retired = retiredRepository(reference.url);
      const ref = reference.ref
        ? `at the branch, tag or commit \`${reference.ref}\``
        : 'at its default branch (add `#branch-or-tag` to pin it)';
      const gone = retired && `\n\nThis repository is ${retired.status}${retired.use ? `: use ${retired.use}` : ''}.`;
      return `The git repository \`${url}\`${purpose ? `, for ${purpose},` : ''} ${ref}.${gone ?? ''}`;
    }
    case 'zip':
      return `The zip \`${redactUrls(reference.url)}\`, downloaded and unpacked at each staging.`;
    case 'image':
      return `The image \`${reference.image}\`; only with \`lifecycle: cnb\`.`;
    case 'local':
      return `A folder or zip on this machine: only staging here can read it, the platform cannot.`;
    default:
      return undefined;
  }
};

const stack: Describer = (text) => {
  const known = stacks.find((one) => one.name === text);
  if (!known) return undefined;
  return `\`${text}\`: ${known.description}.${known.retired ? ` Retired: use \`${known.retired}\`.` : ''}`;
};

const describers: Record<string, Describer> = {
  memory: size,
  'stackato-memory': megabytes,
  'sidecar-memory': megabytes,
  'log-rate': logRate,
  route,
  buildpack,
  stack,
};

/** The text that goes with one of the listed values. */
function describeOption(text: string, schema: Schema): string | undefined {
  const options = schema.enum ?? schema.examples;
  const index = options.findIndex((option) => option !== null && String(option) === text);
  const description = index < 0 ? undefined : schema.enumDescriptions[index];
  return description && `\`${text}\`: ${description}`;
}

/** Text that is read as something else: by cf, or by the platform, whatever the quotes. */
function describeReading(scalar: Scalar): string | undefined {
  const read = plainText(scalar);
  if (read === scalar.text) return undefined;
  const where = goType(scalar) === 'string' ? '' : ' without quotes';
  return `\`${scalar.text}\`${where} is read as \`${read || 'null'}\`.`;
}
