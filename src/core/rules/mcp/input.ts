import type { Json } from '../../types.ts';
import type { Target } from '../rule.ts';

export type JsonObject = { readonly [key: string]: Json };

export function objectOf(input: Json): JsonObject {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as JsonObject) : {};
}

/** Arguments that hold the arguments proper: `{"params": {"sql": …}}`. */
const holders = new Set(['params', 'arguments', 'args', 'input', 'payload', 'request', 'data', 'options']);

/** An input whose arguments stand one level deeper, as if they stood at the top, beside what does stand there. */
export function flattened(input: JsonObject): JsonObject {
  const inner = Object.entries(input).filter(([key, value]) => holders.has(plain(key)) && Object.keys(objectOf(value)).length > 0);
  if (inner.length === 0) return input;
  return { ...Object.assign({}, ...inner.map(([, value]) => objectOf(value))), ...input } as JsonObject;
}

/** The first of these arguments that is a text or a number. Names are compared without case and separators. */
export function textOf(input: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = valueOf(input, name);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

/** The same for an argument that may be a list of texts. */
export function textsOf(input: JsonObject, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value = valueOf(input, name);
    if (typeof value === 'string') return value === '' ? [] : [value];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '').slice(0, 200) : [];
  });
}

export function valueOf(input: JsonObject, name: string): Json | undefined {
  const wanted = plain(name);
  for (const key of Object.keys(input)) if (plain(key) === wanted) return input[key];
  return undefined;
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Every text in an input, but not what is long. */
export function stringsOf(input: Json, into: string[] = [], depth = 0): readonly string[] {
  if (typeof input === 'string') into.push(input);
  else if (input !== null && typeof input === 'object' && depth < 8 && into.length < 500)
    for (const value of Object.values(input)) stringsOf(value, into, depth + 1);
  return into;
}

/** What a person would call the resource: the argument that names it. */
export function nameFrom(tool: string, input: JsonObject): string {
  const entries = Object.entries(input).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '');
  const named =
    entries.find(([key]) => /(?:^|_)name$/i.test(key)) ??
    entries.find(([key]) => /id$|ref$|^(?:repo|path|bucket|table|database|key|collection|branch)$/i.test(key)) ??
    entries[0];
  return named && named[1].length <= 120 ? named[1] : tool;
}

/** Vendors by what their servers are called; their links decide the environment. */
const vendors: readonly (readonly [RegExp, string])[] = [
  [/supabase/, 'supabase'],
  [/railway/, 'railway'],
  [/neon/, 'neon'],
  [/postgres|psql|pgsql|^pg/, 'postgres'],
  [/mysql|mariadb/, 'mysql'],
  [/mongo|atlas/, 'mongodb'],
  [/redis|upstash/, 'redis'],
  [/kube|k8s|openshift|helm/, 'kubernetes'],
  [/cloudflare|wrangler/, 'cloudflare'],
  [/vercel/, 'vercel'],
  [/stripe/, 'stripe'],
  [/github/, 'github'],
  [/gitlab/, 'gitlab'],
  [/docker|podman/, 'docker'],
  [/terraform|tofu/, 'terraform'],
  [/aws|amazon/, 'aws'],
  [/gcloud|gcp|google-cloud/, 'gcloud'],
];

function vendorOf(server: string): string {
  const name = server.toLowerCase();
  return vendors.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}

/** Where a call goes, as far as its arguments tell. */
export function targetOf(server: string, input: Json): Target {
  const fields = objectOf(input);
  const says = textOf(fields, 'environment', 'env', 'environmentName', 'stage', 'context', 'profile');
  const hosts = textsOf(fields, 'host', 'hostname');
  const ids = stringsOf(input).filter((text) => text.length <= 200 && !/\s/.test(text));
  return { tool: vendorOf(server), ids, ...(says === undefined ? {} : { says }), ...(hosts.length > 0 ? { hosts } : {}) };
}
