// The file of --services: the text of VCAP_SERVICES.
import { badInput } from '../report/failure';
import type { ReadGiven } from './givenFiles';

/** Throws StagingFailure `BadInput` when it is no JSON object. */
export function servicesText(file: string, read: ReadGiven): string {
  const text = read(file).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    // `cf env` prints it with its name.
    const services = isObject(value) && isObject(value.VCAP_SERVICES) ? value.VCAP_SERVICES : value;
    if (isObject(services)) return JSON.stringify(services);
  } catch {
    // said below
  }
  throw badInput(
    `${file} is not a JSON object. Write {"label": [{"name": …, "credentials": {…}}]}, as VCAP_SERVICES has it.`,
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
