/**
 * MongoDB Atlas: profiles of the Atlas CLI, each with a project; clusters have hosts below mongodb.net.
 * Sources: https://github.com/mongodb/mongodb-atlas-cli (variables), read 2026-08-21;
 * https://mongodb.com/docs/atlas/cli/v1.0/atlas-cli-save-connection-settings (place and keys).
 */
import { at, textAt, tomlConfig } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const mongodbAtlas: Recogniser = {
  tool: 'mongodb',
  files: [],
  userFiles: ['{config}/atlascli/config.toml'],
  domains: ['mongodb.net'],
  variables: [
    { name: 'MONGODB_ATLAS_PROJECT_ID', kind: 'project' },
    { name: 'MONGODB_ATLAS_ORG_ID', kind: 'account' },
    { name: 'MONGODB_ATLAS_PROFILE', kind: 'profile' },
  ],
  recognise(file) {
    const found = new Findings(file, 'mongodb');
    for (const [name, value] of tomlConfig(file.text).entries) {
      if (value.entries.length === 0) continue;
      const environment = environmentOfNames(name);
      const line = at(value, 'project_id')?.line ?? value.line;
      found.choice(name, 'profile', environment, value.line).identify(textAt(value, 'project_id'), 'project', environment, line, name);
      if (name === 'default')
        found.link('profile', textAt(value, 'project_id') ?? name, environment, { line, says: 'has this project in its default profile' });
    }
    return found;
  },
};
