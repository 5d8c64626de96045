// What the foundation holds: resources as API v3 shows them, but for their links, which follow from kind and guid.
import { randomUUID } from 'node:crypto';

export interface ToOne {
  data: { guid: string } | null;
}

/** Members as the API names them; each kind adds its own. */
export interface Resource {
  guid: string;
  created_at: string;
  updated_at: string;
  name?: string;
  state?: string;
  relationships?: Record<string, ToOne | { data: { guid: string }[] } | null>;
  metadata: { labels: Record<string, string | null>; annotations: Record<string, string | null> };
  [member: string]: unknown;
}

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** Merges labels and annotations; null takes one away. */
export function changeMetadata({ metadata }: Resource, changes: Partial<Resource['metadata']> | undefined): void {
  for (const part of ['labels', 'annotations'] as const)
    for (const [name, value] of Object.entries(changes?.[part] ?? {}))
      if (value === null) delete metadata[part][name];
      else metadata[part][name] = value;
}

/** Resources of one kind, in the order in which they were made. */
export class Collection {
  private readonly byGuid = new Map<string, Resource>();

  create(members: Partial<Resource>): Resource {
    const time = now();
    const metadata = {
      labels: members.metadata?.labels ?? {},
      annotations: members.metadata?.annotations ?? {},
    };
    const resource = { guid: randomUUID(), created_at: time, updated_at: time, ...members, metadata };
    this.byGuid.set(resource.guid, resource);
    return resource;
  }

  get(guid: string | undefined): Resource | undefined {
    return guid === undefined ? undefined : this.byGuid.get(guid);
  }

  update(resource: Resource, members: Partial<Resource>): Resource {
    return Object.assign(resource, members, { updated_at: now() });
  }

  remove(guid: string): void {
    this.byGuid.delete(guid);
  }

  /** Those whose relationship leads to `guid`. */
  related(relationship: string, guid: string): Resource[] {
    return this.all.filter((resource) => relatedGuid(resource, relationship) === guid);
  }

  named(name: string): Resource | undefined {
    return this.all.find((resource) => resource.name === name);
  }

  get all(): Resource[] {
    return [...this.byGuid.values()];
  }
}

export const toOne = (guid: string | null | undefined): ToOne => ({ data: guid ? { guid } : null });

export function relatedGuid(resource: Resource, relationship: string): string | undefined {
  const data = resource.relationships?.[relationship]?.data;
  return data && !Array.isArray(data) ? data.guid : undefined;
}

export const kinds = [
  'organizations',
  'spaces',
  'stacks',
  'buildpacks',
  'domains',
  'isolation_segments',
  'service_offerings',
  'service_plans',
  'service_instances',
  'service_credential_bindings',
  'roles',
  'apps',
  'processes',
  'packages',
  'builds',
  'droplets',
  'jobs',
  'routes',
] as const;

export type Kind = (typeof kinds)[number];
export type Store = Record<Kind, Collection>;

export const emptyStore = (): Store =>
  Object.fromEntries(kinds.map((kind) => [kind, new Collection()])) as Record<Kind, Collection>;
