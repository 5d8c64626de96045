// Log-cache's gateway.
import type { Answer, Route } from '../route';
import { get, ok } from '../route';
import { canRead } from '../permissions';

const bad = (error: string): Answer => ({ status: 400, body: { error, message: error, code: 3, details: [] } });

export const logCacheRoutes: Route[] = [
  get('/api/v1/read/:source', ({ foundation, params: { source = '' }, query, user }) => {
    const app = foundation.store.apps.get(source);
    // Of an app that is gone, too: it cannot be told from one that never was.
    if (!app || !canRead(foundation, user, app)) return { status: 404, body: 'source not found' };
    const limit = Number(query.get('limit') ?? 100);
    if (limit > 1000) return bad(`Limit (${limit}) must be 1000 or less`);
    const number = (name: string) => (query.has(name) ? BigInt(query.get(name)!) : undefined);
    const [start, end] = [number('start_time') ?? 0n, number('end_time') ?? 1n << 63n];
    if (end <= start) return bad(`StartTime (${start}) must be before EndTime (${end})`);
    const types = query.getAll('envelope_types');
    const isLog = types.length === 0 || types.includes('LOG') || types.includes('ANY');
    const options = { start, end, limit, descending: query.get('descending') === 'true' };
    return ok({ envelopes: { batch: isLog ? foundation.logCache.read(source, options) : [] } });
  }),
  get('/api/v1/info', () => ok({ version: '3.0.11', vm_uptime: '1000' }), 'open'),
];
