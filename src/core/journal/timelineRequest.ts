import { agentIds, effects, environments, verdicts } from '../types.ts';
import { outcomes } from './record.ts';
import type { PinnedChain, TimelineFilter, TimelineQuery, TimelineRequest } from './timeline.ts';

const maxChains = 2000;
const maxText = 500;

/** What came over a stream, or from a page: undefined when it is no request. */
export function timelineRequestFrom(value: unknown): TimelineRequest | undefined {
  const fields = fieldsOf(value);
  switch (fields['type']) {
    case 'sources':
      return { type: 'sources' };
    case 'advance':
    case 'report': {
      const query = queryFrom(fields['query']);
      return query && { type: fields['type'], query };
    }
    case 'rows': {
      const query = queryFrom(fields['query']);
      const from = countFrom(fields['from']);
      const count = countFrom(fields['count']);
      return query === undefined || from === undefined || count === undefined ? undefined : { type: 'rows', query, from, count };
    }
    case 'record': {
      const n = countFrom(fields['n']);
      const { file } = fields;
      return n === undefined || !isChainName(file) ? undefined : { type: 'record', file, n };
    }
    default:
      return undefined;
  }
}

function queryFrom(value: unknown): TimelineQuery | undefined {
  const { chains, filter } = fieldsOf(value);
  if (!Array.isArray(chains) || chains.length > maxChains) return undefined;
  const pinned: PinnedChain[] = [];
  for (const chain of chains) {
    const { file, records } = fieldsOf(chain);
    const count = countFrom(records);
    if (!isChainName(file) || count === undefined) return undefined;
    pinned.push({ file, records: count });
  }
  return { chains: pinned, filter: timelineFilterFrom(filter) };
}

/** What is not understood is left out: it shows more, never less. */
export function timelineFilterFrom(value: unknown): TimelineFilter {
  const fields = fieldsOf(value);
  const one = <T extends string, K extends string>(name: K, values: readonly T[]): { readonly [P in K]?: T } => {
    const found = values.find((each) => each === fields[name]);
    return (found === undefined ? {} : { [name]: found }) as { readonly [P in K]?: T };
  };
  const text = <K extends string>(name: K): { readonly [P in K]?: string } => {
    const found = fields[name];
    return (typeof found === 'string' && found !== '' ? { [name]: found.slice(0, maxText) } : {}) as { readonly [P in K]?: string };
  };
  const time = <K extends string>(name: K): { readonly [P in K]?: number } => {
    const found = fields[name];
    return (typeof found === 'number' && Number.isFinite(found) ? { [name]: found } : {}) as { readonly [P in K]?: number };
  };
  return {
    ...time('since'),
    ...time('until'),
    ...one('agent', agentIds),
    ...text('session'),
    ...one('verdict', verdicts),
    ...one('outcome', outcomes),
    ...one('effect', effects),
    ...one('environment', environments),
    ...text('search'),
  };
}

/** A file of the journal's folder, and nothing else. */
function isChainName(value: unknown): value is string {
  return typeof value === 'string' && value.length < 300 && /^[^/\\\0]+-\d{4}-\d{2}\.jsonl$/.test(value) && !value.startsWith('alone-');
}

function countFrom(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
