/**
 * AWS Amplify. Gen 1 keeps the checked-out backend environment in a file, gen 2 what the last deployment made.
 * Source: https://github.com/aws-amplify/amplify-cli/blob/dev/packages/amplify-cli-core/src/state-manager, read 2026-03-22; gen 2:
 * unverified.
 */
import { at, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const amplify: Recogniser = {
  tool: 'amplify',
  files: ['amplify/.config/local-env-info.json', 'amplify/.config/local-aws-info.json', 'amplify/team-provider-info.json'],
  variables: [
    { name: 'AWS_BRANCH', kind: 'branch' },
    { name: 'USER_BRANCH', kind: 'branch' },
  ],
  recognise(file) {
    const isConfig = file.path.endsWith('/.config/local-env-info.json') || file.path.endsWith('/.config/local-aws-info.json');
    const folder = directoryOf(isConfig ? directoryOf(file.path) : file.path);
    const found = new Findings(file, 'amplify', directoryOf(folder));
    const config = jsonConfig(file.text);
    if (baseName(file.path) === 'local-env-info.json') {
      const name = textAt(config, 'envName');
      if (name === undefined) throw new Error('no environment');
      return found
        .link('environment', name, environmentOfNames(name), {
          line: at(config, 'envName')?.line,
          says: `has the backend environment ${name} checked out`,
        })
        .choice(name, 'environment', environmentOfNames(name), at(config, 'envName')?.line);
    }
    for (const [name, value] of config.entries) {
      const profile = textAt(value, 'profileName');
      const environment = environmentOfNames(name, profile);
      found.choice(name, 'environment', environment, value.line);
      if (profile !== undefined) found.choice(profile, 'profile', environment, value.line, 'aws');
      const provider = at(value, 'awscloudformation');
      for (const key of ['StackId', 'StackName', 'DeploymentBucketName', 'AmplifyAppId', 'AuthRoleName'])
        found.identify(
          textAt(provider, key),
          key.replace(/^Amplify|Id$|Name$/g, '').toLowerCase(),
          environment,
          at(provider, key)?.line,
          name,
        );
    }
    return found;
  },
};

export const amplifyOutputs: Recogniser = {
  tool: 'amplify',
  files: ['amplify_outputs.json'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'amplify').use('is deployed on AWS', 'aws');
    const config = jsonConfig(file.text);
    for (const [part, key] of [
      ['auth', 'user_pool_id'],
      ['auth', 'identity_pool_id'],
      ['storage', 'bucket_name'],
      ['data', 'url'],
    ] as const) {
      const value = textAt(config, part, key);
      if (value === undefined) continue;
      const line = at(config, part, key)?.line;
      if (key === 'url') found.address(value, 'unknown', line);
      else {
        found.identify(value, key.replace(/_(?:id|name)$/, ''), environmentOfNames(value), line);
        found.link(part, value, environmentOfNames(value), { line, says: `points to ${value}` });
      }
    }
    return found;
  },
};
