import { createAgentConnections, type AgentConnections } from '../../platform/agentConnections.ts';
import { openStateFolder, stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';
import { homeOf } from '../place.ts';

declare const PRODUCT_VERSION: string;

/** `write`: makes the state folder; without it nothing on disk changes. */
export function gateConnections(write: boolean): AgentConnections {
  const state = write ? openStateFolder() : stateFolderAt(stateFolderPath());
  return createAgentConnections({
    state,
    home: homeOf(state),
    environment: process.env,
    source: { dist: __dirname, version: PRODUCT_VERSION, runtime: process.execPath, path: process.env['PATH'] },
  });
}
