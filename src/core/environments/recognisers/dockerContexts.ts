/**
 * Docker: which daemon the commands go to. DOCKER_HOST wins over the context; a socket of this machine is local.
 * Source: https://github.com/docker/cli/blob/master/cli/command/context.go and cli/context/store, read 2026-08-20.
 */
import { at, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames, joinEnvironments } from '../findings.ts';
import { hostEnvironment } from '../hosts.ts';
import type { Recogniser } from '../recogniser.ts';
import { readAddress } from '../urls.ts';

export const dockerConfig: Recogniser = {
  tool: 'docker',
  files: [],
  userFiles: ['{DOCKER_CONFIG:~/.docker}/config.json'],
  variables: [
    {
      name: 'DOCKER_CONTEXT',
      kind: 'context',
      environmentOf: (value) => (value === 'default' || value === 'desktop-linux' ? 'local' : environmentOfNames(value)),
    },
  ],
  recognise(file) {
    const found = new Findings(file, 'docker');
    const config = jsonConfig(file.text);
    const name = textAt(config, 'currentContext');
    if (name === undefined || name === 'default') return found;
    const local = /^(?:desktop-linux|desktop-windows|colima[\w-]*|orbstack|rancher-desktop|rootless)$/.test(name);
    return found.link('context', name, local ? 'local' : environmentOfNames(name), {
      line: at(config, 'currentContext')?.line,
      says: `has ${name} as current context`,
    });
  },
};

export const dockerContexts: Recogniser = {
  tool: 'docker',
  files: [],
  userFiles: ['{DOCKER_CONFIG:~/.docker}/contexts/meta/*/meta.json'],
  recognise(file) {
    const found = new Findings(file, 'docker');
    const config = jsonConfig(file.text);
    const name = textAt(config, 'Name');
    const endpoint = textAt(config, 'Endpoints', 'docker', 'Host');
    if (name === undefined) return found;
    const line = at(config, 'Endpoints', 'docker', 'Host')?.line ?? 1;
    const host = endpoint === undefined || /^(?:unix|npipe|fd):/.test(endpoint) ? '' : (readAddress(endpoint)?.hosts[0] ?? '');
    const where = hostEnvironment(host);
    const environment = where.remote ? joinEnvironments(where.environment, environmentOfNames(name)) : 'local';
    return found.choice(name, 'context', environment, line).host(host, environment, line, name);
  },
};
