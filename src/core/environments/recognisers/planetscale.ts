/**
 * PlanetScale: organisation, database and branch; only these three are honoured in a workspace.
 * Source: https://github.com/planetscale/cli/blob/main/internal/config/config.go and internal/cmd/root.go, read 2026-08-05.
 */
import { at, textAt, yamlConfig } from '../config.ts';
import { Findings, environmentOfNames, joinEnvironments } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';
import { environmentFromBranch } from '../tokens.ts';

export const planetscale: Recogniser = {
  tool: 'planetscale',
  files: ['.pscale.yml'],
  userFiles: ['~/.config/planetscale/pscale.yml'],
  domains: ['psdb.cloud'],
  variables: [{ name: 'PLANETSCALE_DATABASE_BRANCH', kind: 'branch', environmentOf: (value) => environmentFromBranch(value) }],
  recognise(file) {
    const found = new Findings(file, 'planetscale');
    const config = yamlConfig(file.text);
    const database = textAt(config, 'database');
    const branch = textAt(config, 'branch');
    const organisation = textAt(config, 'org');
    if (database === undefined && branch === undefined) return found;
    const environment = joinEnvironments(
      branch === undefined ? 'unknown' : (environmentFromBranch(branch) ?? 'unknown'),
      environmentOfNames(database),
    );
    const line = at(config, branch === undefined ? 'database' : 'branch')?.line;
    found.identify(database, 'database', environmentOfNames(database), at(config, 'database')?.line);
    if (branch !== undefined) found.choice(branch, 'branch', environment, line);
    const name = [organisation, database, branch].filter((part) => part !== undefined).join('/');
    return found.link(branch === undefined ? 'database' : 'branch', name, environment, { line, says: `selects ${name} of PlanetScale` });
  },
};
