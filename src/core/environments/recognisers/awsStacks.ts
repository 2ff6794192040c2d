/**
 * Deployments to AWS from code: CDK, SAM, the Serverless Framework, SST. `--config-env`, `--stage` choose; without them the Serverless
 * Framework deploys to `dev`, SST to the personal stage.
 * Sources: https://github.com/serverless/serverless (default stage), read 2026-08-12; https://github.com/anomalyco/sst (`SST_STAGE`,
 * personal stage), read 2026-06-26; https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html,
 * https://docs.aws.amazon.com/cdk/v2/guide/context.html (unverified).
 */
import { at, jsonConfig, textAt, tomlConfig, yamlConfig, type ConfigValue } from '../config.ts';
import { Findings, configuration, environmentIn, environmentOfNames } from '../findings.ts';
import { lineFinder } from '../paths.ts';
import { baseName, directoryOf } from '../../paths.ts';
import { isTemplated } from '../templates.ts';
import type { Recogniser } from '../recogniser.ts';

export const cdk: Recogniser = {
  tool: 'cdk',
  files: ['cdk.json', 'cdk.context.json'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'cdk').use('is deployed to AWS', 'aws');
    const config = jsonConfig(file.text);
    if (baseName(file.path) === 'cdk.context.json') {
      // Lookups are cached by account: `vpc-provider:account=123456789012:…`.
      for (const [key, value] of config.entries)
        found.identify(/(?:^|:)account=(\d{12})(?:$|:)/.exec(key)?.[1], 'account', 'unknown', value.line);
      return found;
    }
    const context = at(config, 'context');
    for (const [key, value] of context?.entries ?? []) {
      // `context` mostly holds feature flags; teams put their stages there, too.
      if (!/^(?:env|environment|stage|stageName|deployEnv)$/i.test(key) || value.scalar === undefined) continue;
      found.link('stage', value.scalar, environmentOfNames(value.scalar), {
        line: value.line,
        says: `sets ${key} to ${value.scalar}`,
        tool: 'cdk',
      });
    }
    const profile = textAt(config, 'profile');
    if (profile !== undefined)
      found.link('profile', profile, environmentOfNames(profile), {
        line: at(config, 'profile')?.line,
        says: `deploys with the AWS profile ${profile}`,
        tool: 'cdk',
      });
    return found;
  },
};

export const sam: Recogniser = {
  tool: 'sam',
  files: ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'],
  recognise(file) {
    const found = new Findings(file, 'sam').use('is deployed to AWS', 'aws');
    const config = file.path.endsWith('.toml') ? tomlConfig(file.text) : yamlConfig(file.text);
    for (const [name, value] of config?.entries ?? []) {
      const parameters = [at(value, 'deploy', 'parameters'), at(value, 'global', 'parameters')];
      const get = (key: string): ConfigValue | undefined => parameters.map((one) => at(one, key)).find((one) => one !== undefined);
      const stack = get('stack_name');
      const profile = get('profile');
      if (stack?.scalar === undefined && profile?.scalar === undefined) continue;
      const environment = environmentOfNames(name, stack?.scalar, profile?.scalar);
      const title = stack?.scalar ?? name;
      const line = stack?.line ?? value.line;
      found.choice(name, 'environment', environment, value.line).identify(stack?.scalar, 'stack', environment, line);
      found.link(name === 'default' ? 'stack' : configuration, title, environment, {
        line,
        says: `deploys the stack ${title}${name === 'default' ? '' : ` with --config-env ${name}`}`,
      });
    }
    return found;
  },
};

export const serverless: Recogniser = {
  tool: 'serverless',
  files: ['serverless.yml', 'serverless.yaml', 'serverless.json', /^serverless\.[cm]?[jt]s$/],
  quiet: true,
  variables: [{ name: 'SLS_STAGE', kind: 'stage' }],
  recognise(file) {
    const found = new Findings(file, 'serverless').use('is deployed to AWS', 'aws');
    if (/\.[cm]?[jt]s$/.test(file.path)) {
      const lineOf = lineFinder(file.text);
      for (const match of file.text.matchAll(/(?:^|[\s{,])(stage|profile)\s{0,8}:\s{0,8}["']([\w.-]{1,64})["']/g))
        stage(match[1]!, match[2]!, lineOf(match.index + 1));
      return found;
    }
    const config = file.path.endsWith('.json') ? jsonConfig(file.text) : yamlConfig(file.text);
    for (const key of ['stage', 'profile']) {
      const value = at(config, 'provider', key);
      if (value?.scalar === undefined) continue;
      // `${opt:stage, 'dev'}`: the fallback is what a command without a flag goes to.
      const fallback = /,\s*["']?([\w-]{1,64})["']?\s*\}$/.exec(value.scalar)?.[1];
      stage(key, fallback ?? value.scalar, value.line);
    }
    return found;

    function stage(key: string, value: string, line: number): void {
      if (isTemplated(value)) return;
      found.link(key, value, environmentIn(file, value), {
        line,
        says: key === 'stage' ? `deploys the stage ${value} unless --stage names another` : `deploys with the AWS profile ${value}`,
      });
    }
  },
};

export const sst: Recogniser = {
  tool: 'sst',
  files: ['.sst/stage', /^sst\.config\.[cm]?[jt]s$/],
  quiet: true,
  variables: [{ name: 'SST_STAGE', kind: 'stage' }],
  recognise(file) {
    if (baseName(file.path) !== 'stage') return new Findings(file, 'sst').use('is deployed to AWS', 'aws');
    const found = new Findings(file, 'sst', directoryOf(directoryOf(file.path)));
    const name = file.text.trim();
    if (name === '' || name.length > 64 || /\s/.test(name)) return found;
    // The personal stage is called like the person unless somebody chose a name.
    return found.link('stage', name, environmentOfNames(name), { line: 1, says: `has ${name} as personal stage` });
  },
};
