/**
 * Cloudflare Wrangler. The top level of the configuration is the default target; `env.<name>` is chosen by `-e` or CLOUDFLARE_ENV.
 * Source: https://github.com/cloudflare/workers-sdk/blob/main/packages/workers-utils/src/config/environment.ts and
 * https://github.com/cloudflare/workers-sdk/blob/main/packages/wrangler/src/config, read 2026-08-22.
 */
import { at, jsonConfig, textAt, tomlConfig, type ConfigValue } from '../config.ts';
import { Findings, configuration, environmentIn, environmentOfNames, joinEnvironments } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';
import type { Environment } from '../../types.ts';

/** Lists of bindings with the keys that identify what they are bound to. */
const bindings: readonly (readonly [list: string, kind: string, keys: readonly string[]])[] = [
  ['d1_databases', 'database', ['database_id', 'database_name']],
  ['kv_namespaces', 'namespace', ['id']],
  ['r2_buckets', 'bucket', ['bucket_name']],
  ['hyperdrive', 'database', ['id']],
  ['vectorize', 'index', ['index_name']],
];

export const cloudflare: Recogniser = {
  tool: 'cloudflare',
  files: ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'],
  variables: [
    { name: 'CLOUDFLARE_ENV', kind: 'environment' },
    { name: 'CLOUDFLARE_ACCOUNT_ID', kind: 'account', holdsAll: true },
  ],
  recognise(file) {
    const found = new Findings(file, 'cloudflare');
    const config = file.path.endsWith('.toml') ? tomlConfig(file.text) : jsonConfig(file.text);
    const name = textAt(config, 'name');
    const environments = (at(config, 'env')?.entries ?? []).map(([key, value]) => ({
      key,
      value,
      said: environmentOfNames(key, textAt(value, 'name')),
    }));
    let top = environmentIn(file, name);
    // Where only milder environments have a name, the one without is what they come before.
    if (top === 'unknown' && environments.length > 0 && environments.every(({ said }) => said === 'staging' || said === 'development'))
      top = 'production';
    if (name !== undefined)
      found.link('worker', name, top, { line: at(config, 'name')?.line, says: `deploys the Worker ${name} unless -e names another` });
    if (name !== undefined) found.identify(name, 'worker', top, at(config, 'name')?.line);
    found.identify(textAt(config, 'account_id'), 'account', 'unknown', at(config, 'account_id')?.line);
    bound(found, config, top);
    for (const { key, value, said } of environments) {
      const title = textAt(value, 'name') ?? (name === undefined ? key : `${name}-${key}`);
      found.choice(key, 'environment', said, value.line).identify(title, 'worker', said, value.line);
      found.link(configuration, title, said, { line: value.line, says: `deploys the Worker ${title} with -e ${key}` });
      bound(found, value, said);
    }
    return found;
  },
};

function bound(found: Findings, place: ConfigValue, environment: Environment): void {
  for (const [list, kind, keys] of bindings)
    for (const item of at(place, list)?.items ?? []) {
      const name = textAt(item, 'database_name') ?? textAt(item, 'bucket_name') ?? textAt(item, 'binding');
      const own = joinEnvironments(environmentOfNames(textAt(item, 'database_name'), textAt(item, 'bucket_name')), environment);
      for (const key of keys) found.identify(textAt(item, key), kind, own, at(item, key)?.line ?? item.line, name);
    }
}

/** What a build left for the next deploy: the configuration that it goes by, and the environment it was built for. */
export const cloudflareRedirect: Recogniser = {
  tool: 'cloudflare',
  files: ['.wrangler/deploy/config.json'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'cloudflare', directoryOf(directoryOf(directoryOf(file.path))));
    const config = jsonConfig(file.text);
    const target = textAt(config, 'targetEnvironment') ?? '';
    if (target === '') return found;
    return found.link('environment', target, environmentOfNames(target), {
      line: at(config, 'targetEnvironment')?.line,
      says: `was built for ${target} (${baseName(textAt(config, 'configPath') ?? '')})`,
    });
  },
};
