/**
 * Doppler: project and config of a folder, in the workspace or in the user's own file; `prd` is the default production config.
 * Sources: https://docs.doppler.com/docs/secrets-setup-guide (scopes of the user's file), https://fnox.jdx.dev/providers/doppler (form of a
 * service token); keys of `doppler.yaml`: unverified.
 */
import { at, textAt, yamlConfig, type ConfigValue } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const doppler: Recogniser = {
  tool: 'doppler',
  files: ['doppler.yaml', 'doppler.yml'],
  variables: [
    { name: 'DOPPLER_CONFIG', kind: 'config' },
    { name: 'DOPPLER_ENVIRONMENT', kind: 'environment' },
    { name: 'DOPPLER_PROJECT', kind: 'project', holdsAll: true },
    // A service token carries the name of its config before the secret part.
    { name: 'DOPPLER_TOKEN', kind: 'config', secret: true, environmentOf: (value) => configOfToken(value) },
  ],
  recognise(file) {
    const found = new Findings(file, 'doppler');
    const setup = at(yamlConfig(file.text), 'setup');
    for (const one of setup?.items.length ? setup.items : [setup]) read(found, one);
    return found;
  },
};

function configOfToken(token: string) {
  const name = /^dp\.st\.([\w-]{1,60})\.[A-Za-z0-9]{8}/.exec(token)?.[1];
  const said = name === undefined ? 'unknown' : environmentOfNames(name);
  return said === 'unknown' ? undefined : said;
}

function read(found: Findings, setup: ConfigValue | undefined): void {
  const project = textAt(setup, 'project');
  const config = textAt(setup, 'config');
  if (config === undefined) return;
  const name = project === undefined ? config : `${project}/${config}`;
  const line = at(setup, 'config')?.line;
  found.choice(config, 'config', environmentOfNames(config), line);
  found.link('config', name, environmentOfNames(config), { line, says: `runs with the secrets of ${name}` });
}

export const dopplerUser: Recogniser = {
  tool: 'doppler',
  files: [],
  userFiles: ['{DOPPLER_CONFIG_DIR:~/.doppler}/.doppler.yaml'],
  recognise(file) {
    const found = new Findings(file, 'doppler');
    for (const [folder, value] of at(yamlConfig(file.text), 'scoped')?.entries ?? []) {
      const config = textAt(value, 'enclave.config') ?? textAt(value, 'enclave', 'config');
      const project = textAt(value, 'enclave.project') ?? textAt(value, 'enclave', 'project');
      // `/` is the scope of the token.
      if (config === undefined) continue;
      const name = project === undefined ? config : `${project}/${config}`;
      found.link('config', name, environmentOfNames(config), { line: value.line, says: `sets ${name} for ${folder}`, scope: folder });
    }
    return found;
  },
};
