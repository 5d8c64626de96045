import { parseMemory, parseSidecarMemory } from '../../base/sizes';
import { asScalar, asSequence, lookup } from '../../yaml/tree';
import type { Application, Attributes } from '../application';
import type { Mapping, Scalar } from '../../yaml/tree';
import { attributesPage } from '../../checks/pages';
import type { CloudFoundryRule } from '../context';

const megabyte = 2 ** 20;
const usualMemory = 1024 * megabyte;

/** Sidecars share the memory of their process, and together they must leave some of it. */
export const sidecarMemory: CloudFoundryRule = {
  id: 'sidecar-memory',
  severity: 'error',
  docs: `${attributesPage}#sidecars`,
  check({ applications }, report) {
    for (const app of applications) {
      const processes = processesByType(app);
      for (const [type, sidecars] of sidecarsByType(app)) {
        const sizes = sidecars.flatMap((sidecar) => sidecarBytes(sidecar) ?? []);
        const limit = processMemory(processes.get(type) ?? (type === 'web' ? app : undefined));
        const total = sizes.reduce((sum, size) => sum + size, 0);
        if (!sizes.length || !limit || total < limit.bytes) continue;
        const memory = sidecars.map((sidecar) => asScalar(lookup(sidecar, 'memory')?.value)).find((scalar) => scalar);
        const whole = `${Math.round(total / megabyte)} MB`;
        const room = `${Math.round(limit.bytes / megabyte)} MB${limit.written ? '' : ', the usual default'}`;
        report({
          at: memory!,
          severity: limit.written ? 'error' : 'warning',
          message: `The sidecars of the \`${type}\` process are to get ${whole}, but the whole process has ${room}: the memory is too large to run with it. Sidecars must get less than their process.`,
          related: limit.written && [
            { start: limit.written.start, end: limit.written.end, message: `The memory of \`${type}\`.` },
          ],
        });
      }
    }
  },
};

function sidecarsByType(app: Application): Map<string, Mapping[]> {
  const byType = new Map<string, Mapping[]>();
  for (const sidecar of app.sidecars) {
    for (const type of new Set(processTypes(sidecar))) {
      const same = byType.get(type);
      if (same) same.push(sidecar);
      else byType.set(type, [sidecar]);
    }
  }
  return byType;
}

const processTypes = (sidecar: Mapping): string[] =>
  (asSequence(lookup(sidecar, 'process_types')?.value)?.items ?? []).flatMap((item) => asScalar(item)?.text ?? []);

function sidecarBytes(sidecar: Mapping): number | undefined {
  const text = asScalar(lookup(sidecar, 'memory')?.value)?.text.trim();
  if (!text) return undefined;
  const size = parseSidecarMemory(text);
  return 'bytes' in size ? size.bytes : undefined;
}

/** The first of each type counts. */
const processesByType = (app: Application): Map<string | undefined, Attributes> =>
  new Map(app.processes.map((process) => [process.text('type'), process] as const).reverse());

/** The memory of a process (of type web: those of the application when there is no such entry); undefined when it cannot be known. */
function processMemory(process: Attributes | undefined): { bytes: number; written?: Scalar } | undefined {
  const memory = process?.scalar('memory');
  if (!memory) return process && { bytes: usualMemory };
  const size = parseMemory(memory.text);
  return 'bytes' in size ? { bytes: size.bytes, written: memory } : undefined;
}
