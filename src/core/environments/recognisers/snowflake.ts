/**
 * Snowflake: connections of the CLI and of the connectors, and which one is the default.
 * Source: https://docs.snowflake.com/developer-guide/snowflake-cli/connecting/configure-connections
 */
import { at, textAt, tomlConfig, type ConfigValue } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const snowflake: Recogniser = {
  tool: 'snowflake',
  files: [],
  userFiles: [
    '{SNOWFLAKE_HOME:~/.snowflake}/config.toml',
    '{SNOWFLAKE_HOME:~/.snowflake}/connections.toml',
    '{config}/snowflake/config.toml',
  ],
  variables: [{ name: 'SNOWFLAKE_DEFAULT_CONNECTION_NAME', kind: 'connection' }],
  recognise(file) {
    const found = new Findings(file, 'snowflake');
    const config = tomlConfig(file.text);
    const connections = baseName(file.path) === 'connections.toml' ? config : at(config, 'connections');
    const environmentOf = (name: string, value: ConfigValue | undefined) =>
      environmentOfNames(name, textAt(value, 'database'), textAt(value, 'account'), textAt(value, 'role'), textAt(value, 'warehouse'));
    for (const [name, value] of connections?.entries ?? []) {
      if (value.entries.length === 0) continue;
      found.choice(name, 'connection', environmentOf(name, value), value.line);
      found.identify(textAt(value, 'account'), 'account', 'unknown', at(value, 'account')?.line);
    }
    const name = textAt(config, 'default_connection_name') ?? (at(connections, 'default') ? 'default' : undefined);
    if (name === undefined) return found;
    return found.link('connection', name, environmentOf(name, at(connections, name)), {
      line: at(config, 'default_connection_name')?.line ?? 1,
      says: `has ${name} as default connection`,
    });
  },
};
