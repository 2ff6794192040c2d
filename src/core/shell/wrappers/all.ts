import type { Handler } from '../call.ts';
import { containerWrappers } from './containers.ts';
import { eachWrappers } from './each.ts';
import { laterWrappers } from './later.ts';
import { localWrappers } from './local.ts';
import { machineWrappers } from './machines.ts';
import { packageWrappers } from './packages.ts';
import { remoteWrappers } from './remote.ts';
import { shellWrappers } from './shells.ts';
import { windowsWrappers } from './windows.ts';

/** Programs that run other programs, by name. One program may run others in several ways: the first that knows its words opens it. */
export const wrappers: ReadonlyMap<string, Handler> = merge([
  ...localWrappers,
  ...packageWrappers,
  ...laterWrappers,
  ...shellWrappers,
  ...windowsWrappers,
  ...eachWrappers,
  ...remoteWrappers,
  ...machineWrappers,
  ...containerWrappers,
]);

function merge(list: readonly (readonly [string, Handler])[]): ReadonlyMap<string, Handler> {
  const merged = new Map<string, Handler>();
  for (const [name, handler] of list) {
    const first = merged.get(name);
    merged.set(name, first ? (call, run, called) => first(call, run, called) ?? handler(call, run, called) : handler);
  }
  return merged;
}
