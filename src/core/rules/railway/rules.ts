import { accessRules } from './accessRules.ts';
import { projectRules } from './projectRules.ts';
import type { RailwayRule } from './row.ts';
import { volumeRules } from './volumeRules.ts';

/** Everything of Railway that destroys, from its CLI's documentation and its API's schema. */
export const railwayRules: readonly RailwayRule[] = [...volumeRules, ...projectRules, ...accessRules];

/** Mutations that sound destructive and take nothing away that matters. */
export const railwayHarmless: ReadonlySet<string> = new Set([
  'purgeServiceCache',
  'featureFlagRemove',
  'projectFeatureFlagRemove',
  'serviceFeatureFlagRemove',
  'userFlagsRemove',
  'projectInvitationDelete',
  'botScopeBindingRemove',
  'usageLimitRemove',
  'workspacePolicyDeploySourceAllowlistRemove',
  'sessionDelete',
]);
