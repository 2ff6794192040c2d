/**
 * Databricks: profiles with their workspace's host. Without a flag or variable the profile that `[__settings__]` names counts, else
 * DEFAULT.
 * Sources: https://docs.databricks.com/aws/en/dev-tools/auth/config-profiles.md,
 * https://learn.microsoft.com/azure/databricks/dev-tools/cli/profiles (`default_profile`).
 */
import { at, iniConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';
import { readAddress } from '../urls.ts';

export const databricks: Recogniser = {
  tool: 'databricks',
  files: ['.databrickscfg'],
  userFiles: ['~/.databrickscfg'],
  pathVariables: ['DATABRICKS_CONFIG_FILE'],
  domains: ['azuredatabricks.net', 'cloud.databricks.com'],
  quiet: true,
  variables: [{ name: 'DATABRICKS_CONFIG_PROFILE', kind: 'profile' }],
  recognise(file) {
    const found = new Findings(file, 'databricks');
    const profiles = iniConfig(file.text);
    const byDefault = textAt(profiles, '__settings__', 'default_profile') ?? 'DEFAULT';
    for (const [name, value] of profiles.entries) {
      const host = textAt(value, 'host');
      if (host === undefined) continue;
      const line = at(value, 'host')?.line;
      const plain = readAddress(host)?.hosts[0] ?? host;
      const environment = environmentOfNames(name, plain);
      found.choice(name, 'profile', environment, value.line).host(plain, environment, line, name);
      if (name === byDefault) found.link('profile', plain, environment, { line, says: `has ${plain} in its default profile` });
    }
    return found;
  },
};
