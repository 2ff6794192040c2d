/**
 * Convex: the deployment is chosen by a variable, mostly from `.env.local`. A deploy key without a prefix is production's.
 * Source: https://github.com/get-convex/convex-js/blob/main/src/cli/lib/deployment.ts and deploymentSelection.ts, read 2026-08-21.
 */
import { Findings } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';
import type { Environment } from '../../types.ts';

function deploymentEnvironment(value: string): Environment | undefined {
  const type = /^([a-z]{3,12}):/.exec(value)?.[1];
  if (type === 'prod') return 'production';
  if (type === 'preview') return 'staging';
  if (type === 'dev') return 'development';
  return type === 'local' || type === 'anonymous' ? 'local' : undefined;
}

export const convex: Recogniser = {
  tool: 'convex',
  files: ['convex.json'],
  domains: ['convex.cloud'],
  quiet: true,
  variables: [
    { name: 'CONVEX_DEPLOYMENT', kind: 'environment', environmentOf: (value) => deploymentEnvironment(value) ?? 'unknown' },
    {
      name: 'CONVEX_DEPLOY_KEY',
      kind: 'deployment',
      secret: true,
      environmentOf: (value) => (value.length < 12 ? undefined : (deploymentEnvironment(value) ?? 'production')),
    },
  ],
  recognise: (file) => new Findings(file, 'convex').use('runs on Convex'),
};
