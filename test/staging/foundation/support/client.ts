// Asks the Cloud Foundry of the tests directly, with the token that `cf login` left.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudFoundry } from '../../../support/cloudFoundry/cloudFoundry';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of many shapes, looked into by hand
type Json = Record<string, any>;

interface Response {
  status: number;
  json: Json;
  /** Header Location. */
  location: string;
}

/** A body is sent as JSON, as a form, or, a text, as YAML. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<Response>;

export function askerOf(foundation: CloudFoundry): Ask {
  const config = JSON.parse(readFileSync(join(foundation.cfHome, '.cf', 'config.json'), 'utf8')) as Json;
  return async (method, path, body) => {
    const isForm = body instanceof FormData;
    const type = typeof body === 'string' ? 'application/x-yaml' : 'application/json';
    const response = await fetch(path.startsWith('http') ? path : `${foundation.api}${path}`, {
      method,
      redirect: 'manual',
      headers: { Authorization: config.AccessToken as string, ...(isForm ? {} : { 'Content-Type': type }) },
      body: isForm || typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Json;
    return { status: response.status, json, location: response.headers.get('location') ?? '' };
  };
}

/** Asks until the resource is in none of the passing states. */
export async function settled(ask: Ask, path: string): Promise<Json> {
  for (;;) {
    const { json } = await ask('GET', path);
    if (!/^(STAGING|PROCESSING.*|AWAITING_UPLOAD)$/.test(json.state as string)) return json;
    await new Promise((later) => setTimeout(later, 20));
  }
}
