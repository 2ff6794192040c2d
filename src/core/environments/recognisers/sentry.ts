/**
 * Sentry: organisation, project and environment of the CLI, nearest file first, over the user's own.
 * Source: https://github.com/getsentry/sentry-cli/blob/master/src/config.rs, read 2026-06-29.
 */
import { at, iniConfig, type ConfigValue } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const sentry: Recogniser = {
  tool: 'sentry',
  files: ['.sentryclirc', 'sentry.properties'],
  userFiles: ['~/.sentryclirc'],
  pathVariables: ['SENTRY_PROPERTIES'],
  quiet: true,
  variables: [
    { name: 'SENTRY_ENVIRONMENT', kind: 'environment' },
    { name: 'SENTRY_PROJECT', kind: 'project', holdsAll: true },
  ],
  recognise(file) {
    const found = new Findings(file, 'sentry');
    const config = iniConfig(file.text);
    const get = (key: string): ConfigValue | undefined =>
      baseName(file.path).endsWith('.properties') ? at(config, `defaults.${key}`) : at(config, 'defaults', key);
    const project = get('project');
    const environment = get('environment');
    const said = environmentOfNames(environment?.scalar, project?.scalar);
    const name = project?.scalar ?? environment?.scalar;
    if (name === undefined || name === '') return found;
    found.identify(project?.scalar, 'project', said, project?.line);
    return found.link('project', name, said, { line: (project ?? environment)?.line, says: `belongs to the Sentry project ${name}` });
  },
};
