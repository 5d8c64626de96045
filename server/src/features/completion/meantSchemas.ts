// Which schemas a path of the cursor means.
import { schemasAt } from '../../schema/walk';
import type { Schema } from '../../schema/schema';
import type { ManifestDocument } from '../../session/document';
import { follow, resolve } from '../../yaml/tree';
import type { Path } from '../../yaml/tree';

/**
 * Schemas at a path, and the path they were found at. A top-level key that is none of the platform's holds what applications share:
 * the schema is that of the place where its anchor is used, or that of an application.
 */
export function meantSchemas(document: ManifestDocument, path: Path): { schemas: Schema[]; path: Path } {
  const { schema } = document.platform!;
  const [first] = path;
  const items = schema.listed('applications');
  if (typeof first !== 'string' || schema.listed(first) || !items || schema.unknownKeys !== 'fine') {
    return { schemas: schemasAt(schema, path), path };
  }
  for (let length = path.length; length > 0; length--) {
    const node = resolve(follow(document.tree.root, path.slice(0, length)));
    const visit = node && document.visits.get(node);
    if (visit && visit.path[0] === 'applications') {
      const known = [...visit.path, ...path.slice(length)];
      return { schemas: schemasAt(schema, known), path: known };
    }
  }
  const known = ['applications', 0, ...path.slice(1)];
  return { schemas: schemasAt(schema, known), path: known };
}
