/**
 * Kamal: `config/deploy.yml`, joined with `config/deploy.<destination>.yml` for `-d <destination>`.
 * Source: https://github.com/basecamp/kamal/blob/main/lib/kamal/configuration.rb, read 2026-06-18.
 */
import { at, textAt, yamlConfig, type ConfigValue } from '../config.ts';
import { Findings, configuration, environmentIn, environmentOfNames } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const kamal: Recogniser = {
  tool: 'kamal',
  files: [/^deploy(?:\.[\w-]{1,64})?\.ya?ml$/],
  quiet: true,
  variables: [{ name: 'KAMAL_DESTINATION', kind: 'destination' }],
  wants: (path) => baseName(directoryOf(path)) === 'config',
  recognise(file) {
    const found = new Findings(file, 'kamal', directoryOf(directoryOf(file.path)));
    const config = yamlConfig(file.text);
    const destination = /^deploy\.([\w-]+)\.ya?ml$/.exec(baseName(file.path))?.[1];
    const hosts = serversOf(at(config, 'servers'));
    // Any tool may have a file of this name.
    if (hosts.length === 0 && textAt(config, 'service') === undefined) return found;
    const own = hosts.filter(({ host }) => !/^(?:192\.168\.0\.\d|10\.0\.0\.\d)$/.test(host));
    const said = destination === undefined ? environmentOfNames(textAt(config, 'service')) : environmentIn(file, destination);
    if (destination !== undefined) found.choice(destination, 'destination', said, 1);
    for (const { host, line } of own) found.host(host, said, line);
    const name = textAt(config, 'service') ?? destination;
    if (name === undefined || (own.length === 0 && destination === undefined)) return found;
    return found.link(destination === undefined ? 'app' : configuration, name, said, {
      line: at(config, 'servers')?.line ?? 1,
      says: `deploys ${name}${own[0] === undefined ? '' : ` to ${own[0].host}`}${destination === undefined ? '' : ` with -d ${destination}`}`,
    });
  },
};

/** A list of hosts, or roles with lists, or roles with `hosts`. */
function serversOf(servers: ConfigValue | undefined): readonly { readonly host: string; readonly line: number }[] {
  const lists = [servers, ...(servers?.entries ?? []).flatMap(([, role]) => [role, at(role, 'hosts')])];
  return lists.flatMap((list) =>
    (list?.items ?? []).flatMap((item) => {
      const host = item.scalar ?? item.entries[0]?.[0];
      return host === undefined || host.includes('<%') ? [] : [{ host, line: item.line }];
    }),
  );
}
