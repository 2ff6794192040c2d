import type { Invocation } from '../../shell/invocation.ts';

/**
 * The environment whose variables a command is given, if `railway run` runs it: undefined outside of it, empty for the linked one.
 * https://docs.railway.com/cli/run
 */
export function railwayEnvironment(invocation: Invocation): string | undefined {
  if (!invocation.via.includes('railway')) return undefined;
  return /\brailway\b[^|;&]*?\s(?:-e|--environment)[\s=]+['"]?([\w.-]+)/.exec(invocation.text.slice(0, 2000))?.[1] ?? '';
}
