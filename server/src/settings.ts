// The user's settings as far as the server reads them (section `cfStaging`); anything malformed counts as not set.
import type { Severity } from './schema/schema';

export interface Settings {
  validation: {
    enable: boolean;
    /** Severity by the id of a rule; `off` silences it. */
    rules: Record<string, Severity | 'off'>;
  };
  staging: {
    /** Relative ones are relative to the workspace folder. */
    variablesFiles: string[];
  };
}

export const defaultSettings: Settings = { validation: { enable: true, rules: {} }, staging: { variablesFiles: [] } };

const severities = ['error', 'warning', 'information', 'hint', 'off'];

/** Reads what the client answered for the section `cfStaging`. */
export function readSettings(raw: unknown): Settings {
  const section = (value: unknown, key: string): unknown =>
    value && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
  const validation = section(raw, 'validation');
  const rules = Object.entries(section(validation, 'rules') ?? {}).filter(([, value]) =>
    severities.includes(value as string),
  );
  const files = section(section(raw, 'staging'), 'variablesFiles');
  return {
    validation: {
      enable: section(validation, 'enable') !== false,
      rules: Object.fromEntries(rules) as Settings['validation']['rules'],
    },
    staging: { variablesFiles: Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [] },
  };
}
