// Applications that would be staged under one name.
import type { ResolvedApplication } from '../../../server/src/base/protocol';

/** The second of two applications of one name and what to say of it; undefined when all names differ. */
export function equalNames(
  applications: ResolvedApplication[],
): { name: ResolvedApplication['name']; message: string } | undefined {
  const names = applications.map(({ name }) => name).filter(({ value }) => value);
  const again = names.find(({ value }, index) => names.findIndex((one) => one.value === value) < index);
  return (
    again && {
      name: again,
      message: `The manifest has two applications called “${again.value}”, and a push would keep only the last. Give each a name of its own.`,
    }
  );
}
