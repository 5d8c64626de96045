// All rules, by platform. A rule is one file; add it here.
import type { Rule } from './rule';

export const cloudFoundryRules: Rule[] = [];

/** Filled from rules/stackato/. */
export const stackatoRules: Rule[] = [];
