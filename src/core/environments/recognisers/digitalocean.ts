/**
 * DigitalOcean: the app of an App Platform spec; the selected context of doctl.
 * Sources: https://docs.digitalocean.com/reference/doctl/reference/auth/switch (contexts);
 * https://github.com/digitalocean/doctl/blob/main/commands/doit.go (keys, and the place of `config.yaml`).
 */
import { at, textAt, yamlConfig } from '../config.ts';
import { Findings, environmentIn, environmentOfNames } from '../findings.ts';
import { directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const digitaloceanApp: Recogniser = {
  tool: 'digitalocean',
  files: ['.do/app.yaml', '.do/app.yml', '.do/deploy.template.yaml'],
  recognise(file) {
    const found = new Findings(file, 'digitalocean', directoryOf(directoryOf(file.path)));
    const config = yamlConfig(file.text);
    const spec = at(config, 'spec') ?? config;
    const name = textAt(spec, 'name');
    if (name === undefined) return found;
    const line = at(spec, 'name')?.line;
    const environment = environmentIn(file, name);
    found.link('app', name, environment, { line, says: `deploys the DigitalOcean app ${name}` }).identify(name, 'app', environment, line);
    for (const database of at(spec, 'databases')?.items ?? []) {
      const cluster = textAt(database, 'cluster_name');
      found.identify(cluster, 'cluster', environmentIn(file, cluster, name), database.line);
    }
    return found;
  },
};

export const digitaloceanUser: Recogniser = {
  tool: 'digitalocean',
  files: [],
  userFiles: ['{config}/doctl/config.yaml'],
  variables: [{ name: 'DIGITALOCEAN_CONTEXT', kind: 'context' }],
  recognise(file) {
    const found = new Findings(file, 'digitalocean');
    const config = yamlConfig(file.text);
    // Names only: what they are for are tokens.
    for (const [name, value] of at(config, 'auth-contexts')?.entries ?? [])
      found.choice(name, 'context', environmentOfNames(name), value.line);
    const context = textAt(config, 'context');
    if (context === undefined) return found;
    return found.link('context', context, environmentOfNames(context), {
      line: at(config, 'context')?.line,
      says: `has the context ${context} selected`,
    });
  },
};
