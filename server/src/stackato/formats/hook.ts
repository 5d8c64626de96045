import type { Format } from '../../checks/rule';

/** A command of a hook; what it calls is checked by rules. */
export const hook: Format = (scalar) =>
  scalar.text.trim() === ''
    ? { message: 'This hook has no command', severity: 'information', data: { fix: 'remove' } }
    : undefined;
