// What a cluster with rules of its own wants of every pod, from a file that looks like a pod:
//
//     metadata:
//       labels: {team: web}
//     spec:
//       nodeSelector: {pool: builds}
//       tolerations: [{key: dedicated, operator: Equal, value: builds, effect: NoSchedule}]
//       serviceAccountName: stager
//       imagePullSecrets: [{name: registry}]
//       containers:
//         - resources: {requests: {cpu: 500m}}
import { readFile } from 'node:fs/promises';
import { parseYaml, UnusableYaml } from '../../formats/yaml';
import type { YamlValue } from '../../formats/yaml';
import { badInput } from '../../report/failure';
import { systemReason } from '../../report/systemReason';

export interface PodTemplate {
  metadata?: { labels?: Texts; annotations?: Texts };
  spec?: {
    nodeSelector?: Texts;
    tolerations?: object[];
    serviceAccountName?: string;
    imagePullSecrets?: { name: string }[];
    priorityClassName?: string;
    runtimeClassName?: string;
    containers?: { resources?: { requests?: Texts; limits?: Texts } }[];
  };
}

type Texts = Record<string, string>;

type Shape = 'text' | 'number' | 'texts' | { each: Shape } | { [key: string]: Shape };

/** All that is taken over. */
const shape: Shape = {
  apiVersion: 'text',
  kind: 'text',
  metadata: { labels: 'texts', annotations: 'texts' },
  spec: {
    nodeSelector: 'texts',
    tolerations: {
      each: { key: 'text', operator: 'text', value: 'text', effect: 'text', tolerationSeconds: 'number' },
    },
    serviceAccountName: 'text',
    imagePullSecrets: { each: { name: 'text' } },
    priorityClassName: 'text',
    runtimeClassName: 'text',
    containers: { each: { name: 'text', resources: { requests: 'texts', limits: 'texts' } } },
  },
};

/** Throws StagingFailure `BadInput` that names the file and the key. */
export async function readPodTemplate(file: string): Promise<PodTemplate> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw badInput(`The pod template ${file} cannot be read: ${systemReason(error)}. Correct the path.`);
  });
  const wrong = (why: string) => badInput(`${file} is no pod template: ${why}.`);
  try {
    const template = taken(parseYaml(text) ?? new Map(), shape, '', wrong) as PodTemplate;
    if ((template.spec?.containers?.length ?? 1) !== 1)
      throw wrong('spec.containers must have one entry, for the only container there is');
    return template;
  } catch (error) {
    if (error instanceof UnusableYaml) throw wrong(error.message);
    throw error;
  }
}

/** The value as JSON for the API server. */
function taken(value: YamlValue, as: Shape, path: string, wrong: (why: string) => Error): unknown {
  if (as === 'text' || as === 'number') {
    const number = Number(value);
    if (typeof value !== 'string') throw wrong(`${path} must be a ${as}`);
    if (as === 'number' && !Number.isInteger(number)) throw wrong(`${path} must be a whole number`);
    return as === 'text' ? value : number;
  }
  if (as !== 'texts' && 'each' in as) {
    if (!Array.isArray(value)) throw wrong(`${path} must be a list`);
    return value.map((one, index) => taken(one, as.each as Shape, `${path}[${index}]`, wrong));
  }
  if (!(value instanceof Map)) throw wrong(`${path || 'the file'} must be a mapping`);
  const entries = [...value].map(([key, one]) => {
    const below = path ? `${path}.${key}` : key;
    const known: Shape | undefined = as === 'texts' ? 'text' : as[key];
    if (!known) throw wrong(`${below} is not taken over. What is: ${leaves(shape).join(', ')}`);
    return [key, taken(one, known, below, wrong)];
  });
  return Object.fromEntries(entries);
}

/** `spec.nodeSelector`, … */
function leaves(as: Shape, path = ''): string[] {
  if (typeof as === 'string') return ['apiVersion', 'kind', 'name'].some((one) => path.endsWith(one)) ? [] : [path];
  if ('each' in as) return path === 'spec.containers' ? leaves(as.each as Shape, `${path}[0]`) : [path];
  return Object.entries(as).flatMap(([key, below]) => leaves(below, path ? `${path}.${key}` : key));
}
