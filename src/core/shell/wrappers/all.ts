import type { Handler } from '../call.ts';
import { containerWrappers } from './containers.ts';
import { eachWrappers } from './each.ts';
import { localWrappers } from './local.ts';
import { remoteWrappers } from './remote.ts';
import { shellWrappers } from './shells.ts';

/** Programs that run other programs, by name. */
export const wrappers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...localWrappers,
  ...shellWrappers,
  ...eachWrappers,
  ...remoteWrappers,
  ...containerWrappers,
]);
