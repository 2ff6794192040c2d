import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createAgentConnections, type AgentConnections } from '../../platform/agentConnections.ts';
import { openStateFolder, stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';

declare const PRODUCT_VERSION: string;

/** `write`: makes the state folder; without it nothing on disk changes. */
export function gateConnections(write: boolean): AgentConnections {
  const state = write ? openStateFolder() : stateFolderAt(stateFolderPath());
  return createAgentConnections({
    state,
    home: homeOf(state.root),
    environment: process.env,
    source: { dist: __dirname, version: PRODUCT_VERSION, runtime: process.execPath, path: process.env['PATH'] },
  });
}

/** The installed gate belongs to the home it lies in, whatever HOME says. */
function homeOf(root: string): string {
  const home = homedir();
  return existsSync(join(__dirname, 'launcher')) && __dirname === join(root, 'bin') && process.platform !== 'win32' ? dirname(root) : home;
}
