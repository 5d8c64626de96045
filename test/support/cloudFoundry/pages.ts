// Lists of API v3: filters, order and pages.
import { PlatformError } from './errors';
import type { Kind, Resource } from './resources';
import { relatedGuid } from './resources';
import { present } from './links';
import type { Answer, Call } from './route';
import { ok } from './route';

const paging = new Set(['page', 'per_page', 'order_by', 'include', 'fields', 'label_selector']);

/** Query parameter → what of a resource it is compared with. `names`, `guids`, `states` and `app_guids` follow from their names. */
function valueFor(parameter: string, resource: Resource): unknown {
  const name = parameter.replace(/s$/, '');
  const relationship = /^(\w+)_guids?$/.exec(parameter)?.[1];
  return relationship && !(name in resource) ? relatedGuid(resource, relationship) : resource[name];
}

/** `a=b,!c,d in (e, f)` of label selectors. */
function isSelected(selector: string, { metadata: { labels } }: Resource): boolean {
  return [...selector.matchAll(/(!?)([\w./-]+)\s*(?:(=|==|!=)\s*([\w.-]*)|(in|notin)\s*\(([^)]*)\))?(?:,|$)/g)].every(
    ([, not, key = '', comparison, value, set, values = '']) => {
      const label = labels[key];
      if (not) return label === undefined;
      if (comparison) return (label === value) === (comparison !== '!=');
      if (set) return values.split(',').some((one) => one.trim() === label) === (set === 'in');
      return label !== undefined;
    },
  );
}

/** The page that was asked for, of those resources that pass the filters. */
export function list(call: Call, kind: Kind, resources: Resource[]): Answer {
  const { query, foundation, url } = call;
  const [page, perPage] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 50)];
  if (!(page >= 1)) throw new PlatformError('BadQueryParameter', 'Page must be greater than 0');
  if (!(perPage >= 1 && perPage <= 5000))
    throw new PlatformError('BadQueryParameter', 'Per page must be between 1 and 5000');
  const filters = [...query].filter(([name]) => !paging.has(name) && !name.startsWith('fields['));
  const selector = query.get('label_selector');
  const found = resources.filter(
    (resource) =>
      filters.every(([name, values]) => values.split(',').includes(String(valueFor(name, resource)))) &&
      (!selector || isSelected(selector, resource)),
  );
  const order = query.get('order_by') ?? (kind === 'buildpacks' ? 'position' : 'created_at');
  const [key, down] = [order.replace(/^[-+]/, ''), order.startsWith('-')];
  const size = Math.min(perPage, foundation.mostPerPage);
  const sorted = found.toSorted((a, b) => (down ? -1 : 1) * compare(a[key], b[key]));
  const pages = Math.max(1, Math.ceil(found.length / size));
  const at = (page: number) => {
    const target = new URL(url);
    target.searchParams.set('page', String(page));
    target.searchParams.set('per_page', String(size));
    return { href: target.href };
  };
  return ok({
    pagination: {
      total_results: found.length,
      total_pages: pages,
      first: at(1),
      last: at(pages),
      next: page < pages ? at(page + 1) : null,
      previous: page > 1 ? at(page - 1) : null,
    },
    resources: sorted
      .slice((page - 1) * size, page * size)
      .map((resource) => hidden(kind, present(foundation.api, kind, resource))),
    ...included(call, kind, sorted.slice((page - 1) * size, page * size)),
  });
}

const compare = (a: unknown, b: unknown) =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));

/** Lists do not tell commands and environments. */
function hidden(kind: Kind, shown: Record<string, unknown>): Record<string, unknown> {
  const secret = '[PRIVATE DATA HIDDEN IN LISTS]';
  if (kind === 'droplets') return { ...shown, execution_metadata: secret, process_types: { redacted_message: secret } };
  return kind === 'processes' ? { ...shown, command: secret } : shown;
}

/** `include=space.organization` and `fields[service_plan]=…` add what the resources lead to. */
function included({ query, foundation }: Call, kind: Kind, resources: Resource[]): object {
  const { store, api } = foundation;
  const wanted = new Set((query.get('include') ?? '').split(',').filter(Boolean));
  const fields = [...query.keys()].filter((name) => name.startsWith('fields['));
  if (!wanted.size && !fields.length) return {};
  const guidsOf = (some: Resource[], relationship: string) => [
    ...new Set(some.map((one) => relatedGuid(one, relationship)).filter((guid) => guid !== undefined)),
  ];
  const byGuid = (of: Kind, guids: string[]) => guids.map((guid) => store[of].get(guid)!).filter(Boolean);
  const shown = (of: Kind, some: Resource[]) => some.map((one) => present(api, of, one));
  const spaces = byGuid('spaces', guidsOf(resources, 'space'));
  const parts: Record<string, unknown> = {};
  if (wanted.has('space') || wanted.has('space.organization')) parts.spaces = shown('spaces', spaces);
  if (wanted.has('space.organization'))
    parts.organizations = shown('organizations', byGuid('organizations', guidsOf(spaces, 'organization')));
  if (wanted.has('organization'))
    parts.organizations = shown('organizations', byGuid('organizations', guidsOf(resources, 'organization')));
  if (kind === 'service_instances' && fields.length) {
    const plans = byGuid('service_plans', guidsOf(resources, 'service_plan'));
    parts.service_plans = plans.map(({ guid, name, relationships }) => ({ guid, name, relationships }));
    parts.service_offerings = byGuid('service_offerings', guidsOf(plans, 'service_offering')).map(({ guid, name }) => ({
      guid,
      name,
    }));
  }
  return { included: parts };
}
