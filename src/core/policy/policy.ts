import type { FactorLevel } from './secondFactor.ts';
import type { Orders } from './orders.ts';

/**
 * `production`: those of production, and those of which nobody can tell. `ask`: a person is asked about each. `all` and `ask` differ from
 * `production` in both directions; what is stricter than either is `all`.
 */
export type Hiding = 'all' | 'production' | 'ask' | 'off';

/**
 * Settings as `decide` reads them. Whatever a workspace sets can only tighten: lists are united and the strictest level of all
 * scopes wins before this is made (`mergePolicies`).
 */
export interface Policy {
  readonly strictness: 'standard' | 'strict';
  /** Globs, relative to a workspace folder or absolute: changing what they match is held, too. */
  readonly protectedPaths: readonly string[];
  /** Globs, as those: files that hold credentials beside those known by their names. */
  readonly credentialFiles: readonly string[];
  /** Identifiers, host and resource names, also `tool:glob`, that are production whatever the files say. */
  readonly productionNames: readonly string[];
  /** Which credentials are kept from agents. */
  readonly hideCredentials: Hiding;
  /** What confirming an action in production asks for beside the name. */
  readonly secondFactor?: FactorLevel;
  /** Rules that the person switched off, at application scope only. */
  readonly ignoredRules: readonly string[];
  /** Guard is paused until then (ms since 1970), by a person in a modal. */
  readonly pausedUntil?: number;
  /** What a person laid down for the workspace. Never from settings. */
  readonly orders?: Orders;
}

export const defaultPolicy: Policy = {
  strictness: 'standard',
  protectedPaths: [],
  credentialFiles: [],
  productionNames: [],
  ignoredRules: [],
  hideCredentials: 'all',
};
