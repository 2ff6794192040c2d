/**
 * Cloud Foundry: the organisation and space that are targeted.
 * Source: https://github.com/cloudfoundry/cli/blob/main/util/configv3/json_config.go
 */
import { at, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const cloudFoundry: Recogniser = {
  tool: 'cloudfoundry',
  files: [],
  userFiles: ['{CF_HOME:~}/.cf/config.json'],
  recognise(file) {
    const found = new Findings(file, 'cloudfoundry');
    const config = jsonConfig(file.text);
    const organisation = textAt(config, 'OrganizationFields', 'Name') ?? textAt(config, 'OrganizationFields', 'name');
    const space = textAt(config, 'SpaceFields', 'Name') ?? textAt(config, 'SpaceFields', 'name');
    if (space === undefined) return found;
    const name = organisation === undefined ? space : `${organisation}/${space}`;
    const line = (at(config, 'SpaceFields', 'Name') ?? at(config, 'SpaceFields'))?.line;
    return found.link('space', name, environmentOfNames(space, textAt(config, 'Target')), { line, says: `targets the space ${name}` });
  },
};

export const cloudFoundryUse: Recogniser = {
  tool: 'cloudfoundry',
  files: ['manifest.yml'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'cloudfoundry');
    // Browser extensions and others have a manifest, too: Cloud Foundry's lists applications.
    return /^applications:/m.test(file.text) ? found.use('is deployed to Cloud Foundry') : found;
  },
};
