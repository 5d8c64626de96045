// What a rule of Cloud Foundry looks at.
import type { Rule, RuleContext } from '../checks/rule';
import type { Application } from './application';

export interface CloudFoundryContext extends RuleContext {
  /** Those that are mappings, in order. */
  applications: Application[];
}

export type CloudFoundryRule = Rule<CloudFoundryContext>;
