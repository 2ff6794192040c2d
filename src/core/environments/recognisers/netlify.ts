/**
 * Netlify: `.netlify/state.json` holds the site of a folder; the environment is chosen by `--prod` and `--context`.
 * Source: https://github.com/netlify/cli/blob/main/src/utils/state-config.ts, read 2026-08-21; the user's own file, which holds tokens
 * and no link: https://app.unpkg.com/netlify-cli@20.1.1/files/dist/utils/get-global-config-store.js
 */
import { jsonConfig, textAt } from '../config.ts';
import { Findings } from '../findings.ts';
import { directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const netlify: Recogniser = {
  tool: 'netlify',
  files: ['.netlify/state.json'],
  variables: [
    { name: 'NETLIFY_SITE_ID', kind: 'site', holdsAll: true },
    {
      name: 'CONTEXT',
      kind: 'environment',
      environmentOf: (value) =>
        value === 'production' ? 'production' : /^(?:deploy-preview|branch-deploy|dev)$/.test(value) ? 'staging' : undefined,
    },
  ],
  recognise(file) {
    const found = new Findings(file, 'netlify', directoryOf(directoryOf(file.path)));
    const config = jsonConfig(file.text);
    const id = textAt(config, 'siteId');
    if (id === undefined) return found;
    return found
      .link('site', id, 'unknown', { line: 1, says: `links this folder to the Netlify site ${id}` })
      .identify(id, 'site', 'unknown', 1);
  },
};

export const netlifyUse: Recogniser = {
  tool: 'netlify',
  files: ['netlify.toml'],
  quiet: true,
  recognise: (file) => new Findings(file, 'netlify').use('is deployed on Netlify'),
};
