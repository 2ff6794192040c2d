import type { Rule } from '../rule.ts';

/**
 * An action that carries a credential of the workspace and does nothing else that is known. It passes and is recorded with where the
 * credential came from; in production, from a file that the session was not given, it is asked about.
 */
export const useCredentialRule: Rule = {
  id: 'credentials.use',
  effect: 'read',
  resource: 'credential',
  title: 'Use the credential {name}',
  location: 'remote',
  recovery: 'none',
  source: 'docs/credentials.md',
  examples: [],
  nearMisses: [],
};
