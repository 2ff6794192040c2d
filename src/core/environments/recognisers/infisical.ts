/**
 * Infisical: the environment slug; a flag beats INFISICAL_ENVIRONMENT, which beats the file.
 * Source: https://github.com/Infisical/cli/blob/main/packages/util/config.go and packages/models/cli.go (`WorkspaceConfigFile`), read
 * 2026-08-08.
 */
import { at, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const infisical: Recogniser = {
  tool: 'infisical',
  files: ['.infisical.json'],
  variables: [
    { name: 'INFISICAL_ENVIRONMENT', kind: 'environment' },
    { name: 'INFISICAL_PROJECT_ID', kind: 'project', holdsAll: true },
  ],
  recognise(file) {
    const found = new Findings(file, 'infisical');
    const config = jsonConfig(file.text);
    const id = textAt(config, 'workspaceId');
    found.identify(id, 'project', 'unknown', at(config, 'workspaceId')?.line);
    for (const [branch, value] of at(config, 'gitBranchToEnvironmentMapping')?.entries ?? [])
      if (value.scalar !== undefined)
        found
          .choice(value.scalar, 'environment', environmentOfNames(value.scalar), value.line)
          .choice(branch, 'branch', environmentOfNames(value.scalar), value.line, 'infisical branch');
    const slug = textAt(config, 'defaultEnvironment');
    if (slug === undefined)
      return id === undefined
        ? found
        : found.link('project', id, 'unknown', { line: 1, says: `links this folder to the Infisical project ${id}` });
    return found.link('environment', slug, environmentOfNames(slug), {
      line: at(config, 'defaultEnvironment')?.line,
      says: `runs with the secrets of ${slug} unless --env names another`,
    });
  },
};
