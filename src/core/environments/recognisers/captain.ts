/**
 * CapRover: `captain-definition` says how a folder is deployed, not where to.
 * Source: https://caprover.com/docs/reference/captain-definition; Coolify keeps nothing in the workspace.
 */
import { Findings } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const captain: Recogniser = {
  tool: 'caprover',
  files: ['captain-definition'],
  quiet: true,
  recognise: (file) => new Findings(file, 'caprover').use('is deployed with CapRover'),
};
