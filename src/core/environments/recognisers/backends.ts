/**
 * Backends with an endpoint or project in the workspace: Hasura, Appwrite, Nhost. Snaplet's hosted product has closed; what is left of it
 * in a workspace is a hint at most.
 * Sources: https://hasura.io/docs/2.0/hasura-cli/config-reference/; https://appwrite.io/docs/tooling/command-line/installation
 * (unverified).
 */
import { at, jsonConfig, textAt, yamlConfig } from '../config.ts';
import { Findings, environmentIn } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import { isSharedHost } from '../hosts.ts';
import { isTemplated } from '../templates.ts';
import type { Recogniser } from '../recogniser.ts';
import { readAddress } from '../urls.ts';

export const hasura: Recogniser = {
  tool: 'hasura',
  files: ['config.yaml'],
  domains: ['hasura.app'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'hasura');
    const config = yamlConfig(file.text);
    const endpoint = at(config, 'endpoint');
    // `config.yaml` is everybody's name: Hasura's has these.
    if (
      endpoint?.scalar === undefined ||
      (at(config, 'metadata_directory') ?? at(config, 'version')) === undefined ||
      isTemplated(endpoint.scalar)
    )
      return found;
    return found.address(endpoint.scalar, environmentIn(file), endpoint.line);
  },
};

export const appwrite: Recogniser = {
  tool: 'appwrite',
  files: ['appwrite.json', 'appwrite.config.json'],
  recognise(file) {
    const found = new Findings(file, 'appwrite');
    const config = jsonConfig(file.text);
    const id = textAt(config, 'projectId');
    if (id === undefined) return found;
    const name = textAt(config, 'projectName') ?? id;
    const host = readAddress(textAt(config, 'endpoint') ?? '')?.hosts[0];
    const environment = environmentIn(file, name, host !== undefined && !isSharedHost(host) ? host : undefined);
    const line = at(config, 'projectId')?.line;
    return found
      .link('project', name, environment, { line, says: `belongs to the Appwrite project ${name}` })
      .identify(id, 'project', environment, line, name)
      .host(host, environment, at(config, 'endpoint')?.line);
  },
};

export const nhost: Recogniser = {
  tool: 'nhost',
  files: ['nhost/nhost.toml', '.nhost/project.json'],
  domains: ['nhost.run'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'nhost', directoryOf(directoryOf(file.path)));
    if (baseName(file.path) === 'nhost.toml') return found.use('belongs to Nhost');
    const config = jsonConfig(file.text);
    const name = textAt(config, 'subdomain') ?? textAt(config, 'name');
    if (name === undefined) return found;
    const environment = environmentIn(file, textAt(config, 'name'));
    return found
      .link('project', name, environment, { line: 1, says: `links this folder to the Nhost project ${name}` })
      .identify(name, 'project', environment, 1);
  },
};

export const snaplet: Recogniser = {
  tool: 'snaplet',
  files: ['.snaplet/config.json'],
  quiet: true,
  recognise: (file) => new Findings(file, 'snaplet', directoryOf(directoryOf(file.path))).use('copies a database with Snaplet'),
};
