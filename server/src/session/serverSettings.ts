// The user's settings as far as the server reads them (section `cfStaging`); anything malformed counts as not set.
import type { Severity } from '../schema/keywords';

export type CheckBuildpackUrls = 'off' | 'onSave' | 'onDemand';

export interface Settings {
  validation: {
    enable: boolean;
    /** Severity by the id of a rule; `off` silences it. */
    rules: Record<string, Severity | 'off'>;
    /** Whether repositories of buildpacks are asked for their branches and tags, and when. */
    checkBuildpackUrls: CheckBuildpackUrls;
  };
  staging: {
    /** Relative ones are relative to the workspace folder. */
    variablesFiles: string[];
    /** PEM files to trust besides the usual authorities; relative ones likewise. */
    caFiles: string[];
  };
}

export const defaultSettings: Settings = {
  validation: { enable: true, rules: {}, checkBuildpackUrls: 'onSave' },
  staging: { variablesFiles: [], caFiles: [] },
};

const severities = ['error', 'warning', 'information', 'hint', 'off'];

/** Reads what the client answered for the section `cfStaging`. */
export function readSettings(raw: unknown): Settings {
  const section = (value: unknown, key: string): unknown =>
    value && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
  const validation = section(raw, 'validation');
  const rules = Object.entries(section(validation, 'rules') ?? {}).filter(([, value]) =>
    severities.includes(value as string),
  );
  const check = section(validation, 'checkBuildpackUrls');
  const staging = section(raw, 'staging');
  const files = (key: string): string[] => {
    const value = section(staging, key);
    return Array.isArray(value) ? value.filter((file) => typeof file === 'string') : [];
  };
  return {
    validation: {
      enable: section(validation, 'enable') !== false,
      rules: Object.fromEntries(rules) as Settings['validation']['rules'],
      checkBuildpackUrls: check === 'off' || check === 'onDemand' ? check : 'onSave',
    },
    staging: { variablesFiles: files('variablesFiles'), caFiles: files('caFiles') },
  };
}
