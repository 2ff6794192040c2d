/**
 * AWS: profiles of the CLI and the SDKs. Only names, roles and account numbers are looked at.
 * Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-config-files.html
 */
import { at, iniConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { hostEnvironment } from '../hosts.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';
import { readAddress } from '../urls.ts';

export const aws: Recogniser = {
  tool: 'aws',
  files: ['.aws/config', '.aws/credentials'],
  userFiles: ['{AWS_CONFIG_FILE:~/.aws/config}', '{AWS_SHARED_CREDENTIALS_FILE:~/.aws/credentials}'],
  quiet: true,
  variables: [
    { name: 'AWS_PROFILE', kind: 'profile' },
    { name: 'AWS_DEFAULT_PROFILE', kind: 'profile' },
    { name: 'AWS_VAULT', kind: 'profile' },
    { name: 'AWS_ACCOUNT_ID', kind: 'account' },
    { name: 'CDK_DEFAULT_ACCOUNT', kind: 'account' },
  ],
  recognise(file) {
    const found = new Findings(file, 'aws');
    const names = baseName(file.path) === 'credentials';
    for (const [section, value] of iniConfig(file.text).entries) {
      if (value.entries.length === 0 && !names) continue;
      const name = names
        ? section
        : section === 'default'
          ? section
          : /^profile\s+(\S.*)$/s.exec(section)?.[1]?.replace(/^["']/, '').replace(/["']$/, '');
      if (name === undefined) continue;
      const role = textAt(value, 'role_arn');
      const endpoint = textAt(value, 'endpoint_url');
      const host = endpoint === undefined ? undefined : readAddress(endpoint)?.hosts[0];
      const environment =
        host !== undefined && !hostEnvironment(host).remote
          ? 'local'
          : environmentOfNames(name, role, textAt(value, 'sso_role_name'), textAt(value, 'source_profile'));
      found.choice(name, 'profile', environment, value.line);
      // An account may hold several environments: that of one profile says nothing about it, but where it is production's.
      const account = textAt(value, 'sso_account_id') ?? /^arn:aws[\w-]*:iam::(\d{12}):/.exec(role ?? '')?.[1];
      found.identify(
        account,
        'account',
        environment === 'production' ? environment : 'unknown',
        at(value, 'sso_account_id')?.line ?? value.line,
        name,
      );
      if (!names) found.identify(role, 'role', environment, at(value, 'role_arn')?.line, name);
      if (name === 'default')
        found.link('profile', name, environment, {
          line: value.line,
          says: `has a default profile${role === undefined ? '' : ` with the role ${role.split('/').pop()}`}`,
        });
    }
    return found;
  },
};
