/**
 * Ansible: inventories by file and folder, the default one of `ansible.cfg`, groups. SSH: host aliases of the user's own file.
 * Sources: https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html,
 * https://docs.ansible.com/ansible/latest/reference_appendices/config.html, https://man.openbsd.org/ssh_config (unverified).
 */
import { at, iniConfig } from '../config.ts';
import { Findings, environmentIn, environmentOfNames, joinEnvironments } from '../findings.ts';
import { hostEnvironment } from '../hosts.ts';
import { baseName, directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';
import type { Environment } from '../../types.ts';

export const ansibleConfig: Recogniser = {
  tool: 'ansible',
  files: ['ansible.cfg'],
  userFiles: ['~/.ansible.cfg'],
  pathVariables: ['ANSIBLE_CONFIG'],
  quiet: true,
  variables: [
    { name: 'ANSIBLE_INVENTORY', kind: 'inventory' },
    { name: 'ANSIBLE_LIMIT', kind: 'limit' },
  ],
  recognise(file) {
    const found = new Findings(file, 'ansible');
    const inventory = at(iniConfig(file.text), 'defaults', 'inventory');
    if (inventory?.scalar === undefined || inventory.scalar === '') return found.use('is run with Ansible');
    const environment = environmentOfNames(inventory.scalar);
    // `hosts.ini` alone says nothing: the hosts in it are read there.
    if (environment === 'unknown') return found.use('is run with Ansible');
    return found.link('inventory', inventory.scalar, environment, {
      line: inventory.line,
      says: `has ${inventory.scalar} as default inventory`,
    });
  },
};

/** Hosts of an inventory in INI form, by group; of YAML ones only what named configuration says. */
export const ansibleInventory: Recogniser = {
  tool: 'ansible',
  files: [/^(?:hosts|inventory|production|prod|staging|stage)(?:\.ini|\.cfg)?$/i],
  quiet: true,
  wants: (path) =>
    /\.(?:ini|cfg)$/i.test(path) || /^(?:inventor(?:y|ies)|ansible|production|prod|staging|hosts)$/i.test(baseName(directoryOf(path))),
  recognise(file) {
    const found = new Findings(file, 'ansible');
    let group: string | undefined;
    for (const [i, row] of file.text.split('\n').entries()) {
      if (found.full) break;
      const line = row.trim();
      if (line === '' || line.startsWith('#') || line.startsWith(';') || line.length > 2000) continue;
      const header = /^\[([\w.:-]{1,100})\]$/.exec(line)?.[1];
      if (header !== undefined) {
        group = header;
        continue;
      }
      if (group?.includes(':') === true) continue;
      const alias = /^[\w.-]{1,253}/.exec(line)?.[0];
      if (alias === undefined || /^[\w.-]+\s*=/.test(line)) continue;
      const address = /\bansible_(?:ssh_)?host\s{0,4}=\s{0,4}["']?([\w.:-]{1,253})/.exec(line)?.[1] ?? alias;
      const where = hostEnvironment(address);
      if (!where.remote || !/[.:]/.test(address)) continue;
      const environment = joinEnvironments(where.environment, environmentIn(file, group, alias));
      found.host(address, environment, i + 1, alias);
      // A host is a link only where the inventory's name is that of an environment: others hold hosts of them all.
      if (found.links.length < 20)
        found.link('host', alias, environment, { line: i + 1, says: `lists ${alias}${group === undefined ? '' : ` in ${group}`}` });
    }
    return found;
  },
};

/** Aliases of hosts. None is a link by itself; a command that names one goes there. */
export const sshConfig: Recogniser = {
  tool: 'ssh',
  files: [],
  userFiles: ['~/.ssh/config'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'ssh');
    let aliases: readonly string[] = [];
    let at = 0;
    let host: string | undefined;
    const close = (): void => {
      for (const alias of aliases) {
        const environment = aliasEnvironment(alias, host);
        found.choice(alias, 'host', environment, at);
        if (host !== undefined) found.host(host, environment, at, alias);
      }
      aliases = [];
      host = undefined;
    };
    for (const [i, row] of file.text.split('\n').entries()) {
      const [, key, value] = /^\s{0,64}(Host|HostName|Match)(?:\s{1,64}|\s{0,64}=\s{0,64})(\S.{0,600})$/i.exec(row.slice(0, 800)) ?? [];
      if (key === undefined || value === undefined) continue;
      if (/^hostname$/i.test(key)) {
        host ??= value.trim().replace(/^"|"$/g, '');
        continue;
      }
      close();
      if (found.full) break;
      at = i + 1;
      if (/^host$/i.test(key))
        aliases = value
          .trim()
          .split(/\s+/)
          .filter((alias) => !/[*?!%]/.test(alias))
          .slice(0, 20);
    }
    close();
    return found;
  },
};

function aliasEnvironment(alias: string, host: string | undefined): Environment {
  const where = host === undefined ? undefined : hostEnvironment(host);
  if (where && !where.remote) return 'local';
  return joinEnvironments(where?.environment ?? 'unknown', environmentOfNames(alias));
}
