// Whether JSON that came from elsewhere has the types it should have.

/** A list has one shape for all items, `{ of }` is a mapping of any keys; a field whose name ends with `?` may be missing. */
export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'anything'
  | readonly [Shape]
  | { of: Shape }
  | { orNull: Shape }
  | { fields: Record<string, Shape> };

/** Where `value` has another shape, as half a sentence: `announced.env.PORT is not a string`. Undefined: nowhere. */
export function misfit(value: unknown, shape: Shape, path = 'it'): string | undefined {
  if (shape === 'anything') return undefined;
  if (typeof shape === 'string') return typeof value === shape ? undefined : `${path} is not a ${shape}`;
  if (shape instanceof Array) {
    if (!Array.isArray(value)) return `${path} is not a list`;
    return firstOf(value, (item, i) => misfit(item, shape[0], `${path}[${i}]`));
  }
  if ('orNull' in shape) return value === null ? undefined : misfit(value, shape.orNull, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path} is not a mapping`;
  if ('of' in shape)
    return firstOf(Object.entries(value), ([key, item]) => misfit(item, shape.of, below(path, JSON.stringify(key))));
  return firstOf(Object.entries(shape.fields), ([field, inner]) => {
    const name = field.replace(/\?$/, '');
    const item = (value as Record<string, unknown>)[name];
    return item === undefined && name !== field ? undefined : misfit(item, inner, below(path, name));
  });
}

const below = (path: string, key: string): string => (path === 'it' ? key : `${path}.${key}`);

function firstOf<T>(items: T[], look: (item: T, index: number) => string | undefined): string | undefined {
  for (const [i, item] of items.entries()) {
    const found = look(item, i);
    if (found !== undefined) return found;
  }
  return undefined;
}
