/**
 * Azure: the default subscription and group of the CLI; environments of the Developer CLI (azd), whose values are in
 * `.azure/<environment>/.env`.
 * Sources: https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/environment/azdcontext/azdcontext.go, read 2026-08-21;
 * https://learn.microsoft.com/en-us/cli/azure/azure-cli-configuration
 */
import { at, iniConfig, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const azd: Recogniser = {
  tool: 'azure',
  files: ['.azure/config.json'],
  variables: [{ name: 'AZURE_ENV_NAME', kind: 'environment' }],
  recognise(file) {
    const found = new Findings(file, 'azure', directoryOf(directoryOf(file.path)));
    const config = jsonConfig(file.text);
    const name = textAt(config, 'defaultEnvironment');
    if (name === undefined) return found;
    return found
      .link('environment', name, environmentOfNames(name), {
        line: at(config, 'defaultEnvironment')?.line,
        says: `has ${name} as default environment`,
      })
      .choice(name, 'environment', environmentOfNames(name), at(config, 'defaultEnvironment')?.line);
  },
};

export const azureUse: Recogniser = {
  tool: 'azure',
  files: ['azure.yaml', 'azure-pipelines.yml', 'main.bicep'],
  quiet: true,
  recognise: (file) => new Findings(file, 'azure').use('is deployed to Azure'),
};

export const azureSubscriptions: Recogniser = {
  tool: 'azure',
  files: [],
  userFiles: ['{AZURE_CONFIG_DIR:~/.azure}/azureProfile.json'],
  variables: [
    { name: 'AZURE_SUBSCRIPTION_ID', kind: 'subscription' },
    { name: 'ARM_SUBSCRIPTION_ID', kind: 'subscription' },
  ],
  recognise(file) {
    const found = new Findings(file, 'azure');
    for (const subscription of at(jsonConfig(file.text), 'subscriptions')?.items ?? []) {
      const id = textAt(subscription, 'id');
      const name = textAt(subscription, 'name') ?? id;
      if (name === undefined) continue;
      const environment = environmentOfNames(name);
      found.choice(name, 'subscription', environment, subscription.line).identify(id, 'subscription', environment, subscription.line, name);
      if (textAt(subscription, 'isDefault') === 'true')
        found.link('subscription', name, environment, { line: subscription.line, says: `has ${name} as default subscription` });
    }
    return found;
  },
};

export const azureDefaults: Recogniser = {
  tool: 'azure',
  files: [],
  userFiles: ['{AZURE_CONFIG_DIR:~/.azure}/config'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'azure');
    const group = at(iniConfig(file.text), 'defaults', 'group');
    if (group?.scalar === undefined || group.scalar === '') return found;
    return found.link('group', group.scalar, environmentOfNames(group.scalar), {
      line: group.line,
      says: `has ${group.scalar} as default resource group`,
    });
  },
};
