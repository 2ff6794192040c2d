import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { entriesFrom, hidingFrom, mergePolicies, strictnessFrom } from '../core/policy/merge.ts';
import { factorFrom } from '../core/policy/secondFactor.ts';
import { defaultPolicy, type Policy } from '../core/policy/policy.ts';
import { isWithin } from '../core/paths.ts';
import { writeFileAtomic } from './atomicFile.ts';
import { isPrivateFile } from './stateFolder.ts';

/** What a window last said of a folder: in force for agents that work there with the window closed. */
export interface StoredPolicy {
  readonly folder: string;
  readonly policy: Policy;
}

/** One file for each workspace folder in `<state>/policy`. */
export function savePolicy(policyFolder: string, stored: StoredPolicy): void {
  const name = createHash('sha256').update(stored.folder).digest('hex').slice(0, 32);
  // A pause is a matter of the running server, and ends with it.
  const { pausedUntil: _, ...policy } = stored.policy;
  writeFileAtomic(join(policyFolder, `${name}.json`), `${JSON.stringify({ folder: stored.folder, policy }, undefined, 2)}\n`);
}

export function readPolicies(policyFolder: string): readonly StoredPolicy[] {
  let names: readonly string[];
  try {
    names = readdirSync(policyFolder);
  } catch {
    return []; // No folder yet: the default policy is in force.
  }
  return names.filter((name) => /^[0-9a-f]+\.json$/.test(name)).flatMap((name) => readPolicy(join(policyFolder, name)) ?? []);
}

function readPolicy(path: string): StoredPolicy | undefined {
  try {
    if (!isPrivateFile(path, false)) return undefined;
    const value = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly folder?: unknown;
      readonly policy?: Readonly<Record<string, unknown>>;
    };
    if (typeof value.folder !== 'string' || typeof value.policy !== 'object') return undefined;
    const policy = policyFrom(value.policy);
    return policy && { folder: value.folder, policy };
  } catch {
    return undefined; // Unreadable: the default policy, which loosens nothing.
  }
}

/** A policy from data that crossed a process; undefined when it is none. */
export function policyFrom(value: unknown): Policy | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  return {
    strictness: strictnessFrom(fields['strictness']) ?? 'standard',
    protectedPaths: entriesFrom(fields['protectedPaths']).entries,
    credentialFiles: entriesFrom(fields['credentialFiles']).entries,
    productionNames: entriesFrom(fields['productionNames']).entries,
    hideCredentials: hidingFrom(fields['hideCredentials']) ?? 'all',
    ...(fields['secondFactor'] === undefined ? {} : { secondFactor: factorFrom(fields['secondFactor']) ?? 'off' }),
    ignoredRules: entriesFrom(fields['ignoredRules']).entries,
  };
}

/** The strictest of what is stored for the folders that contain the directory. */
export function policyAt(stored: readonly StoredPolicy[], cwd: string): Policy {
  const found = stored.filter(({ folder }) => isWithin(cwd, folder)).map(({ policy }) => policy);
  const [first, ...others] = found;
  return first ? mergePolicies(first, ...others) : defaultPolicy;
}
