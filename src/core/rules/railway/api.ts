import type { Api } from '../http/api.ts';
import { railwayHarmless, railwayRules } from './rules.ts';

/** The public GraphQL API: every mutation that destroys, by name. https://docs.railway.com/integrations/api */
export const railwayApi: Api = {
  provider: 'Railway',
  tool: 'railway',
  hosts: ['backboard.railway.com', 'backboard.railway.app', 'backboard.railway-staging.com', 'backboard.railway-develop.com'],
  mutations: railwayRules.flatMap((rule) => (rule.mutations ?? []).map((row) => ({ ...row, rule }))),
  harmless: railwayHarmless,
};
