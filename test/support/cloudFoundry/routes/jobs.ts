// Jobs.
import { notFound } from '../errors';
import { present } from '../links';
import type { Route } from '../route';
import { get, ok } from '../route';

export const jobRoutes: Route[] = [
  get('/v3/jobs/:guid', ({ foundation: { store, api }, params }) => {
    const job = store.jobs.get(params.guid);
    if (!job) throw notFound('Job');
    return ok(present(api, 'jobs', job));
  }),
];
