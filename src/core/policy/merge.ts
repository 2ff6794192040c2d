import type { Hiding, Policy } from './policy.ts';
import { strictestFactor, type FactorLevel } from './secondFactor.ts';

/** Longest list and longest entry that are taken from settings: a workspace may not slow every decision down. */
export const maxEntries = 500;
export const maxEntryLength = 500;

/** What a scope that may only tighten can say. It has no field that loosens, so a workspace cannot even name one. */
export interface Tightening {
  readonly strictness?: Policy['strictness'];
  readonly protectedPaths?: readonly string[];
  readonly credentialFiles?: readonly string[];
  readonly productionNames?: readonly string[];
  readonly hideCredentials?: Hiding;
  readonly secondFactor?: FactorLevel;
}

const levels = ['standard', 'strict'] as const satisfies readonly Policy['strictness'][];

function strictest(a: Policy['strictness'], b: Policy['strictness']): Policy['strictness'] {
  return levels.indexOf(a) >= levels.indexOf(b) ? a : b;
}

/** What hides at least as much as either. */
export function strictestHiding(a: Hiding, b: Hiding): Hiding {
  if (a === b || b === 'off') return a;
  return a === 'off' ? b : 'all';
}

/** Sorted, so that the same settings give the same policy whatever the order of the scopes. */
function union(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}

/** The policy with everything that `by` adds; never looser than `policy`. */
export function tighten(policy: Policy, by: Tightening): Policy {
  return {
    ...policy,
    strictness: strictest(policy.strictness, by.strictness ?? 'standard'),
    protectedPaths: union(policy.protectedPaths, by.protectedPaths ?? []),
    credentialFiles: union(policy.credentialFiles, by.credentialFiles ?? []),
    productionNames: union(policy.productionNames, by.productionNames ?? []),
    hideCredentials: strictestHiding(policy.hideCredentials, by.hideCredentials ?? 'off'),
    ...secondFactorOf(strictestFactor(policy.secondFactor ?? 'off', by.secondFactor ?? 'off')),
  };
}

function secondFactorOf(level: FactorLevel): Pick<Policy, 'secondFactor'> {
  return level === 'off' ? {} : { secondFactor: level };
}

/**
 * One policy where several hold at once (two windows on one folder): united in what tightens, and only what every one of them
 * agrees on in what loosens.
 */
export function mergePolicies(first: Policy, ...others: readonly Policy[]): Policy {
  return others.reduce(
    (merged, other) => {
      const { pausedUntil: a, ...kept } = merged;
      const b = other.pausedUntil;
      return {
        ...tighten(kept, other),
        ignoredRules: union(merged.ignoredRules.filter((rule) => other.ignoredRules.includes(rule))),
        ...(a === undefined || b === undefined ? {} : { pausedUntil: Math.min(a, b) }),
      };
    },
    tighten(first, {}),
  );
}

/** What a settings value says once everything that is not a plain, short, non-empty text is left out, and what was left out. */
export interface EntriesRead {
  readonly entries: readonly string[];
  readonly rejected: number;
}

/** Entries that begin with `!` would take protection back: a workspace may not do that, and no other scope needs to. */
export function entriesFrom(value: unknown): EntriesRead {
  if (value === undefined) return { entries: [], rejected: 0 };
  if (!Array.isArray(value)) return { entries: [], rejected: 1 };
  const entries = value
    .filter((entry): entry is string => typeof entry === 'string')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '' && !entry.startsWith('!') && entry.length <= maxEntryLength)
    .slice(0, maxEntries);
  return { entries, rejected: value.length - entries.length };
}

/** A level that is set but not known counts as the strictest one: a typing error must not loosen. */
export function strictnessFrom(value: unknown): Policy['strictness'] | undefined {
  return value === undefined ? undefined : value === 'standard' ? 'standard' : 'strict';
}

/** What is set but not known hides everything: a typing error must not loosen. */
export function hidingFrom(value: unknown): Hiding | undefined {
  if (value === undefined) return undefined;
  return value === 'production' || value === 'ask' || value === 'off' ? value : 'all';
}
