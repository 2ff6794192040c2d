import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { callServer, openWindowStream } from '../../platform/connection.ts';
import { readDescriptor } from '../../platform/descriptor.ts';
import { installPrograms, type InstallSource } from '../../platform/install.ts';
import { ensureServer } from '../../platform/serverProcess.ts';
import { openStateFolder } from '../../platform/stateFolder.ts';
import type { Log } from '../log.ts';
import type { ServerRoad } from './serverRoad.ts';

declare const PRODUCT_VERSION: string;

/** This extension's programs, to be run by the editor's own runtime. */
export function installSource(dist: string): InstallSource {
  return { dist, version: PRODUCT_VERSION, runtime: process.execPath, path: process.env['PATH'] };
}

/** The road over this machine's loopback. The programs in the user's home are refreshed on the way. */
export function createPlatformRoad(dist: string, log: Log): ServerRoad {
  const source = installSource(dist);
  return {
    async reach(except) {
      const state = openStateFolder();
      try {
        await installPrograms(state, source);
      } catch (error) {
        // Hooks keep the programs they have; a window that can ask is worth more than fresh ones.
        log.error('the programs that agents run could not be refreshed', error);
      }
      const program = { script: join(dist, 'server.js'), runtime: source.runtime, version: source.version };
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
