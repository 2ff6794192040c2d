import { businessApis } from '../apis/business.ts';
import { cloudApis } from '../apis/clouds.ts';
import { databaseApis } from '../apis/databases.ts';
import { hostingApis } from '../apis/hosting.ts';
import { selfHostedApis } from '../apis/selfHosted.ts';
import { railwayApi } from '../railway/api.ts';
import type { Rule } from '../rule.ts';
import type { Api } from './api.ts';

/** Every provider whose HTTP API is known. A new one is one file, or one entry of a file, and one entry here. */
export const apis: readonly Api[] = [railwayApi, ...hostingApis, ...databaseApis, ...cloudApis, ...businessApis, ...selfHostedApis];

/** Rules of REST endpoints, for docs and for the test of the tables. */
export function apiRules(): readonly Rule[] {
  return [...new Set(apis.flatMap((api) => (api.endpoints ?? []).map((row) => row.rule)))];
}
