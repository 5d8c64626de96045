// Requests and answers against the platform's own OpenAPI description, where it lies beside the project: so that neither the client
// nor this foundation drifts into imagination.
import Ajv2020 from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../setup/machine';
import type { Exchange } from './server';

const file = process.env.CF_OPENAPI ?? join(root, '../shared/cases/cf-api/openapi.json');

/** What differs from the description, one line each: `POST /v3/apps request /name must be string`. */
export type Check = (exchange: Exchange) => string[];

let made: Check | undefined;

/** Undefined where the description is not there. */
export function openApiCheck(): Check | undefined {
  if (!existsSync(file)) return undefined;
  return (made ??= checkBy(JSON.parse(readFileSync(file, 'utf8'))));
}

/** A part of the description, and the pointer that leads to it once `$ref`s are followed. */
interface Part {
  pointer: string;
  value: Json;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a JSON document of any shape
type Json = any;

function checkBy(description: Json): Check {
  // Its examples and discriminators are no JSON Schema.
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  ajv.addSchema({ $id: 'openapi', ...description });
  const compiled = new Map<string, ValidateFunction>();
  const part = (pointer: string): Part | undefined => {
    let value: Json = description;
    let at = '';
    for (const key of pointer.split('/').slice(1)) {
      value = value?.[key.replaceAll('~1', '/').replaceAll('~0', '~')];
      at = `${at}/${key}`;
      if (value?.$ref) [at, value] = [value.$ref.slice(1), part(value.$ref.slice(1))?.value];
    }
    return value === undefined ? undefined : { pointer: at, value };
  };
  const schemaErrors = (pointer: string, value: unknown) => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
    compiled.set(pointer, validate);
    return validate(value) ? [] : (validate.errors ?? []);
  };
  const paths = Object.keys(description.paths)
    .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }))
    .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);

  return ({ method, path, query, request, response }) => {
    const found = paths.find(({ pattern }) => pattern.test(path))?.path ?? path;
    const operation = part(`/paths/${pointerPart(found)}/${method.toLowerCase()}`);
    const name = `${method} ${found}`;
    if (!operation) return [`${name}: the description has no such operation`];
    const compare = (what: string, pointer: string, value: unknown) => {
      const json = part(`${pointer}/content/application~1json/schema`);
      const errors = json && value !== undefined ? schemaErrors(json.pointer, value) : [];
      return errors.map(
        ({ instancePath, message, params }) =>
          `${name} ${what} ${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`,
      );
    };
    const parameters = [...(operation.value.parameters ?? []).keys()]
      .map((index: number) => part(`${operation.pointer}/parameters/${index}`)!.value)
      .filter((one: Json) => one.in === 'query')
      .map((one: Json) => one.name.replace(/\[.*/, '') as string);
    const unknown = [...new Set(new URLSearchParams(query).keys())].filter(
      (key) => !parameters.includes(key.replace(/\[.*/, '')),
    );
    const { status } = response;
    const answer = [`${status}`, `${Math.floor(status / 100)}XX`, 'default']
      .map((key) => part(`${operation.pointer}/responses/${key}`))
      .find((one) => one !== undefined);
    return [
      ...unknown.map((key) => `${name} request: the description has no query parameter ${key}`),
      ...compare('request', `${operation.pointer}/requestBody`, request.body),
      ...(answer
        ? compare(`answer ${status}`, answer.pointer, response.body)
        : [`${name} answer: the description has no status ${status}`]),
    ].filter((deviation) => !descriptionErrors.some(({ deviates }) => deviates.test(deviation)));
  };
}

const pointerPart = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** Where the description, which calls itself experimental, says other than the documentation and the Cloud Controller's source. */
const descriptionErrors: { deviates: RegExp; because: string }[] = [
  {
    deviates: / \S*\/relationships\/(quota|organization)\/data must be object/,
    because:
      'a space without a quota of its own, and a role in a space, have null there (SpacePresenter, RolePresenter)',
  },
];
