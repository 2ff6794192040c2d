import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { callServer, openWindowStream } from '../../platform/connection.ts';
import { readDescriptor } from '../../platform/descriptor.ts';
import { ensureServer } from '../../platform/serverProcess.ts';
import { openStateFolder } from '../../platform/stateFolder.ts';
import type { ServerRoad } from './serverRoad.ts';

declare const PRODUCT_VERSION: string;

/** The road over this machine's loopback, to a server that runs in the editor's own runtime. */
export function createPlatformRoad(dist: string): ServerRoad {
  return {
    async reach(except) {
      const state = openStateFolder();
      const program = { script: join(dist, 'server.js'), runtime: process.execPath, version: PRODUCT_VERSION };
      const descriptor = await ensureServer(program, { state });
      if (descriptor === undefined) throw new Error('the server does not start');
      if (descriptor.pid === except) throw new Error('the newer server does not answer yet');
      return { socket: await openWindowStream(descriptor), pid: descriptor.pid, version: descriptor.version };
    },
    async forgetKeys() {
      const state = openStateFolder();
      const descriptor = readDescriptor(state.descriptor);
      // A server that is gone already has nothing to forget.
      if (descriptor !== undefined) await callServer(descriptor, { type: 'stop' }).catch(() => undefined);
      rmSync(state.keys, { force: true });
    },
  };
}
