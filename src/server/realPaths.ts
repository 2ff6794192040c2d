import { realpath } from 'node:fs/promises';
import type { Clock } from './clock.ts';

const keepTime = 5000;
const maxPaths = 500;

/** Resolves symbolic links; remembers for some seconds, since every call of a session asks for the same directory. */
export function createRealPaths(clock: Clock): (path: string) => Promise<string> {
  const known = new Map<string, { readonly real: string; readonly until: number }>();
  return async (path) => {
    const found = known.get(path);
    if (found && found.until > clock.now()) return found.real;
    const real = await realpath(path).catch(() => path);
    known.set(path, { real, until: clock.now() + keepTime });
    if (known.size > maxPaths) known.delete(known.keys().next().value!);
    return real;
  };
}
