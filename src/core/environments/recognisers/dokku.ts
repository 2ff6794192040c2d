/**
 * Dokku: a Git remote `dokku@host:app`; a push to it is a release.
 * Source: https://github.com/dokku/dokku/blob/master/docs/deployment/application-deployment.md
 */
import { Findings, environmentOfNames } from '../findings.ts';
import { gitRemotes } from '../gitConfig.ts';
import { directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

const remote = /^(?:ssh:\/\/)?dokku@([\w.-]{1,253})(?::\d{1,5}\/|[:/])([\w.-]{1,100})$/i;

export const dokku: Recogniser = {
  tool: 'dokku',
  files: ['.git/config'],
  quiet: true,
  variables: [{ name: 'DOKKU_HOST', kind: 'host' }],
  recognise(file) {
    const found = new Findings(file, 'dokku', directoryOf(directoryOf(file.path)));
    for (const { name, url, line } of gitRemotes(file.text)) {
      const [, host, app] = remote.exec(url) ?? [];
      if (host === undefined || app === undefined) continue;
      const environment = environmentOfNames(name, app, host);
      found.link('app', app, environment, { line, says: `deploys to ${app} on the Dokku host ${host} by the remote ${name}` });
      found.choice(name, 'remote', environment, line).identify(app, 'app', environment, line).host(host, environment, line, app);
    }
    return found;
  },
};
