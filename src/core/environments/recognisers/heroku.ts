/**
 * Heroku: a Git remote for each app; a push to it is a release, and the CLI takes the only one as default.
 * Source: https://github.com/heroku/cli/blob/main/packages/cli/src/lib/git/git.ts, read 2026-08-04.
 */
import { Findings, environmentOfNames } from '../findings.ts';
import { gitRemotes } from '../gitConfig.ts';
import { directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

const remote = /^(?:https?:\/\/(?:[^@/\s]{1,200}@)?git\.heroku\.com\/|(?:ssh:\/\/)?git@heroku\.com[:/])([a-z0-9][\w-]{1,62}?)(?:\.git)?$/i;

export const heroku: Recogniser = {
  tool: 'heroku',
  files: ['.git/config'],
  quiet: true,
  variables: [
    { name: 'HEROKU_APP', kind: 'app' },
    { name: 'HEROKU_APP_NAME', kind: 'app' },
  ],
  recognise(file) {
    const found = new Findings(file, 'heroku', directoryOf(directoryOf(file.path)));
    for (const { name, url, line } of gitRemotes(file.text)) {
      const app = remote.exec(url)?.[1];
      if (app === undefined) continue;
      const environment = environmentOfNames(name, app);
      found.link('app', app, environment, { line, says: `deploys to the Heroku app ${app} by the remote ${name}` });
      found.choice(name, 'remote', environment, line).identify(app, 'app', environment, line);
    }
    return found;
  },
};
