/**
 * Shopify: apps by client id, one file for each configuration; stores of themes, by environment. `--live` chooses the live theme.
 * Sources: https://shopify.dev/docs/apps/build/cli-for-apps/app-configuration,
 * https://shopify.dev/docs/storefronts/themes/tools/cli/environments
 */
import { at, textAt, tomlConfig } from '../config.ts';
import { Findings, configuration, environmentIn } from '../findings.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const shopifyApp: Recogniser = {
  tool: 'shopify',
  files: [/^shopify\.app(?:\.[\w-]{1,64})?\.toml$/],
  recognise(file) {
    const found = new Findings(file, 'shopify');
    const config = tomlConfig(file.text);
    const id = textAt(config, 'client_id');
    if (id === undefined) return found;
    const name = textAt(config, 'name') ?? textAt(config, 'handle') ?? id;
    const own = /^shopify\.app\.([\w-]+)\.toml$/.exec(baseName(file.path))?.[1];
    const environment = environmentIn(file, own, name);
    const line = at(config, 'client_id')?.line;
    found.identify(id, 'app', environment, line, name);
    if (own !== undefined) found.choice(own, 'configuration', environment, line);
    return found.link(own === undefined ? 'app' : configuration, name, environment, { line, says: `belongs to the Shopify app ${name}` });
  },
};

export const shopifyTheme: Recogniser = {
  tool: 'shopify',
  files: ['shopify.theme.toml'],
  variables: [
    { name: 'SHOPIFY_FLAG_STORE', kind: 'store' },
    { name: 'SHOPIFY_FLAG_ENVIRONMENT', kind: 'environment' },
  ],
  recognise(file) {
    const found = new Findings(file, 'shopify');
    for (const [name, value] of at(tomlConfig(file.text), 'environments')?.entries ?? []) {
      const store = textAt(value, 'store');
      const environment = environmentIn(file, name, store);
      found.choice(name, 'environment', environment, value.line);
      if (store === undefined) continue;
      const line = at(value, 'store')?.line;
      found
        .identify(store, 'store', environment, line, name)
        .link(name === 'default' ? 'store' : configuration, store, environment, { line, says: `sets the store ${store}` });
    }
    return found;
  },
};
