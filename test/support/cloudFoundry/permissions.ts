// Who may see and change what: the roles of a space.
import { notFound, PlatformError } from './errors';
import type { Foundation } from './foundation';
import type { Kind, Resource } from './resources';
import { relatedGuid } from './resources';
import type { Call } from './route';
import type { User } from './users';

/** The space that a resource is in, by way of its app when it has one; undefined for what belongs to no space. */
function spaceOf({ store }: Foundation, resource: Resource): string | undefined {
  const app = store.apps.get(relatedGuid(resource, 'app'));
  return relatedGuid(resource, 'space') ?? (app && relatedGuid(app, 'space'));
}

export function canRead(foundation: Foundation, user: User, resource: Resource): boolean {
  return spaceOf(foundation, resource) === undefined || user.role !== 'none';
}

/** The resource of `params.guid`, as far as the user may see it. Throws the platform's 404. */
export function readable({ foundation, params, user }: Call, kind: Kind, called: string): Resource {
  const resource = foundation.store[kind].get(params.guid);
  if (!resource || !canRead(foundation, user, resource)) throw notFound(called);
  return resource;
}

/** Throws the platform's 403 for who may only read. */
export function mustWrite({ user }: Call): void {
  if (user.role !== 'space_developer' && user.role !== 'admin') throw new PlatformError('NotAuthorized');
}

/** The resource of `params.guid`, to be changed. */
export function writable(call: Call, kind: Kind, called: string): Resource {
  const resource = readable(call, kind, called);
  mustWrite(call);
  return resource;
}

/** Those of a kind that the user may see. */
export function visible({ foundation, user }: Call, kind: Kind): Resource[] {
  const inSpaces = kind === 'spaces' && user.role === 'none';
  return inSpaces ? [] : foundation.store[kind].all.filter((resource) => canRead(foundation, user, resource));
}
