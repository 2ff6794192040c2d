/**
 * Google Cloud: the active configuration, its project, and whose project the application's own credentials bill.
 * Source: https://cloud.google.com/sdk/docs/configurations
 */
import { at, iniConfig, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const gcloud: Recogniser = {
  tool: 'gcloud',
  files: [],
  userFiles: ['{CLOUDSDK_CONFIG:~/.config/gcloud}/active_config', '{CLOUDSDK_CONFIG:~/.config/gcloud}/configurations/config_*'],
  quiet: true,
  variables: [
    { name: 'GOOGLE_CLOUD_PROJECT', kind: 'project' },
    { name: 'GCLOUD_PROJECT', kind: 'project' },
    { name: 'GCP_PROJECT', kind: 'project' },
    { name: 'CLOUDSDK_CORE_PROJECT', kind: 'project' },
    { name: 'CLOUDSDK_ACTIVE_CONFIG_NAME', kind: 'selection' },
  ],
  recognise(file) {
    const found = new Findings(file, 'gcloud');
    const base = baseName(file.path);
    if (base === 'active_config') {
      const name = file.text.trim();
      if (name === '' || name.length > 100 || /\s/.test(name)) return found;
      return found.link('selection', name, environmentOfNames(name), { line: 1, says: `has the configuration ${name} active` });
    }
    const name = base.replace(/^config_/, '');
    const config = iniConfig(file.text);
    const project = textAt(config, 'core', 'project');
    const environment = environmentOfNames(name, project, textAt(config, 'core', 'account'));
    const line = at(config, 'core', 'project')?.line ?? 1;
    found.choice(name, 'configuration', environment, line);
    if (project !== undefined) found.choice(project, 'project', environment, line);
    return found;
  },
};

/** The keys of applications: type and project, nothing else. */
export const gcloudKeys: Recogniser = {
  tool: 'gcloud',
  files: ['application_default_credentials.json', /service[-_]?account[\w.-]{0,60}\.json$/i],
  userFiles: ['{CLOUDSDK_CONFIG:~/.config/gcloud}/application_default_credentials.json'],
  pathVariables: ['GOOGLE_APPLICATION_CREDENTIALS'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'gcloud');
    const config = jsonConfig(file.text);
    const project = textAt(config, 'project_id') ?? textAt(config, 'quota_project_id');
    const type = textAt(config, 'type');
    if (project === undefined || type === undefined) return found;
    const environment = environmentOfNames(project, textAt(config, 'client_email'));
    const line = at(config, 'project_id')?.line ?? at(config, 'quota_project_id')?.line;
    found.identify(project, 'project', environment, line);
    if (type === 'service_account') found.link('account', project, environment, { line, says: `is a key of the project ${project}` });
    return found;
  },
};

/** App Engine and Cloud Build: deployed to the project that gcloud has selected. */
export const gcloudUse: Recogniser = {
  tool: 'gcloud',
  files: ['app.yaml', 'cloudbuild.yaml', 'cloudbuild.yml', '.gcloudignore'],
  quiet: true,
  recognise: (file) => new Findings(file, 'gcloud').use('belongs to Google Cloud'),
};
