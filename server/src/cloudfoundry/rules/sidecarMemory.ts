import { parseMemory, parseSidecarMemory } from '../../base/sizes';
import { asScalar, asSequence, lookup } from '../../yaml/tree';
import type { Application } from '../application';
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
      for (const type of new Set(app.sidecars.flatMap(processTypes))) {
        const sidecars = app.sidecars.filter((sidecar) => processTypes(sidecar).includes(type));
        const sizes = sidecars.flatMap((sidecar) => sidecarBytes(sidecar) ?? []);
        const limit = processMemory(app, type);
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

const processTypes = (sidecar: Mapping): string[] =>
  (asSequence(lookup(sidecar, 'process_types')?.value)?.items ?? []).flatMap((item) => asScalar(item)?.text ?? []);

function sidecarBytes(sidecar: Mapping): number | undefined {
  const text = asScalar(lookup(sidecar, 'memory')?.value)?.text.trim();
  if (!text) return undefined;
  const size = parseSidecarMemory(text);
  return 'bytes' in size ? size.bytes : undefined;
}

/** The memory of a process; undefined when it cannot be known. */
function processMemory(app: Application, type: string): { bytes: number; written?: Scalar } | undefined {
  const process = app.processes.find((one) => one.text('type') === type);
  const memory = process ? process.scalar('memory') : type === 'web' ? app.scalar('memory') : undefined;
  if (!memory) return process || type === 'web' ? { bytes: usualMemory } : undefined;
  const size = parseMemory(memory.text);
  return 'bytes' in size ? { bytes: size.bytes, written: memory } : undefined;
}
