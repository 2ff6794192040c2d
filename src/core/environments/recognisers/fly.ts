/**
 * Fly.io: the app of `fly.toml`, or of the `fly.<name>.toml` that `-c` picks.
 * Source: https://github.com/superfly/flyctl/blob/master/internal/appconfig/config.go, read 2026-08-21.
 */
import { textAt, tomlConfig, at } from '../config.ts';
import { Findings, environmentIn } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const fly: Recogniser = {
  tool: 'fly',
  files: [/^fly(?:\.[\w-]{1,64})?\.toml$/],
  variables: [
    { name: 'FLY_APP', kind: 'app' },
    { name: 'FLY_APP_NAME', kind: 'app' },
  ],
  recognise(file) {
    const found = new Findings(file, 'fly');
    const config = tomlConfig(file.text);
    const app = textAt(config, 'app');
    if (app === undefined) return found;
    const environment = environmentIn(file, app);
    const line = at(config, 'app')?.line;
    return found.link('app', app, environment, { line, says: `deploys the Fly.io app ${app}` }).identify(app, 'app', environment, line);
  },
};
