import { entriesFrom, strictestHiding, strictnessFrom, tighten, type Tightening } from './merge.ts';
import type { Policy } from './policy.ts';
import { factorFrom, strictestFactor } from './secondFactor.ts';

/** Where records of the journal are sent. */
export interface ExportTarget {
  /** Of an OTLP/HTTP collector, with path: `https://collector.example/v1/logs`. */
  readonly endpoint: string;
  /** Also the words of the records: commands, names, evidence, persons. */
  readonly content: boolean;
  /** File with one header a line (`Authorization: Bearer …`), so that no secret stands in a settings file. */
  readonly headersFile?: string;
}

/** What an organisation lays down for a machine. It has no field that loosens. */
export interface Organisation {
  readonly tightening: Tightening;
  /** Rules that no person may switch off; `all` or identifiers. */
  readonly keepRules: 'all' | readonly string[];
  /** False: nobody may pause the guard. */
  readonly pause: boolean;
  readonly export?: ExportTarget;
}

export interface OrganisationRead {
  readonly organisation: Organisation;
  /** What could not be followed, one sentence each. Whatever cannot be, counts as its strictest. */
  readonly problems: readonly string[];
}

export const noOrganisation: Organisation = { tightening: {}, keepRules: [], pause: true };

/** In force where a file is there and cannot be read: nobody knows what it would have said. */
export const strictestOrganisation: Organisation = {
  tightening: { strictness: 'strict', hideCredentials: 'all', secondFactor: 'code' },
  keepRules: 'all',
  pause: false,
};

const known = new Set([
  '$schema',
  'strictness',
  'protectedPaths',
  'productionNames',
  'credentialFiles',
  'hideCredentials',
  'secondFactor',
  'keepRules',
  'pause',
  'export',
]);

/** The content of a policy file. Never throws. */
export function organisationFrom(text: string): OrganisationRead {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { organisation: strictestOrganisation, problems: ['it is not JSON'] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { organisation: strictestOrganisation, problems: ['it is not an object'] };
  const fields = value as Readonly<Record<string, unknown>>;
  const problems = Object.keys(fields)
    .filter((name) => !known.has(name))
    .map((name) => `"${name.slice(0, 60)}" is not known`);
  const list = (name: 'protectedPaths' | 'productionNames' | 'credentialFiles'): readonly string[] => {
    const { entries, rejected } = entriesFrom(fields[name]);
    if (rejected > 0) problems.push(`${rejected} entries of "${name}" are no plain texts`);
    return entries;
  };
  const strictness = strictnessFrom(fields['strictness']);
  const hiding = fields['hideCredentials'];
  const hides = hiding === 'all' || hiding === 'production' || hiding === 'ask' ? hiding : hiding === undefined ? undefined : 'all';
  const factor = factorFrom(fields['secondFactor']);
  if (factor === 'secondPerson' && fields['secondFactor'] !== factor) problems.push('"secondFactor" is none of off, code, secondPerson');
  const keep = fields['keepRules'];
  const kept = keep === 'all' ? keep : keep === undefined ? [] : Array.isArray(keep) ? entriesFrom(keep).entries : 'all';
  const pause = fields['pause'];
  if (strictness === 'strict' && fields['strictness'] !== 'strict') problems.push('"strictness" is neither standard nor strict');
  if (hides === 'all' && hiding !== 'all') problems.push('"hideCredentials" is none of all, production, ask');
  if (kept === 'all' && keep !== 'all') problems.push('"keepRules" is neither "all" nor a list');
  if (pause !== undefined && typeof pause !== 'boolean') problems.push('"pause" is neither true nor false');
  const target = exportFrom(fields['export'], problems);
  return {
    organisation: {
      tightening: {
        ...(strictness === undefined ? {} : { strictness }),
        ...(hides === undefined ? {} : { hideCredentials: hides }),
        ...(factor === undefined ? {} : { secondFactor: factor }),
        protectedPaths: list('protectedPaths'),
        productionNames: list('productionNames'),
        credentialFiles: list('credentialFiles'),
      },
      keepRules: kept,
      pause: pause === undefined || pause === true,
      ...(target === undefined ? {} : { export: target }),
    },
    problems,
  };
}

function exportFrom(value: unknown, problems: string[]): ExportTarget | undefined {
  if (value === undefined) return undefined;
  const { endpoint, content, headersFile } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof endpoint !== 'string' || !/^https?:\/\/[^\s]+$/.test(endpoint)) {
    problems.push('"export.endpoint" is no http or https address');
    return undefined;
  }
  return { endpoint, content: content === true, ...(typeof headersFile === 'string' ? { headersFile } : {}) };
}

/** Several files: each of them only adds. */
export function mergeOrganisations(a: Organisation, b: Organisation): Organisation {
  const target = a.export ?? b.export;
  const both = (name: 'protectedPaths' | 'productionNames' | 'credentialFiles'): readonly string[] => [
    ...(a.tightening[name] ?? []),
    ...(b.tightening[name] ?? []),
  ];
  return {
    tightening: {
      strictness: a.tightening.strictness === 'strict' || b.tightening.strictness === 'strict' ? 'strict' : 'standard',
      hideCredentials: strictestHiding(a.tightening.hideCredentials ?? 'off', b.tightening.hideCredentials ?? 'off'),
      secondFactor: strictestFactor(a.tightening.secondFactor ?? 'off', b.tightening.secondFactor ?? 'off'),
      protectedPaths: both('protectedPaths'),
      productionNames: both('productionNames'),
      credentialFiles: both('credentialFiles'),
    },
    keepRules: a.keepRules === 'all' || b.keepRules === 'all' ? 'all' : [...a.keepRules, ...b.keepRules],
    pause: a.pause && b.pause,
    ...(target === undefined ? {} : { export: target }),
  };
}

/** Never looser than the policy. */
export function underOrganisation(policy: Policy, { tightening, keepRules }: Organisation): Policy {
  return {
    ...tighten(policy, tightening),
    ignoredRules: keepRules === 'all' ? [] : policy.ignoredRules.filter((rule) => !keepRules.includes(rule)),
  };
}
