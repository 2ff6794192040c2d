/**
 * BigQuery's `bq`: flags before the first section hold for every command. The project is otherwise gcloud's.
 * Source: https://docs.cloud.google.com/bigquery/docs/bq-command-line-tool (unverified).
 */
import { at, iniConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const bigquery: Recogniser = {
  tool: 'gcloud',
  files: [],
  userFiles: ['~/.bigqueryrc'],
  pathVariables: ['BIGQUERYRC'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'gcloud');
    const config = iniConfig(file.text);
    const project = textAt(config, 'project_id') ?? textAt(config, '--project_id');
    if (project === undefined) return found;
    const line = (at(config, 'project_id') ?? at(config, '--project_id'))?.line;
    return found
      .link('project', project, environmentOfNames(project), { line, says: `has the project ${project} set for bq` })
      .identify(project, 'project', environmentOfNames(project), line);
  },
};
