import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments } from '../arguments.ts';
import type { Draft, Rule, RuleContext, Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';

export const gcloudDelete: Rule = {
  id: 'gcloud.delete',
  effect: 'delete',
  resource: 'resource',
  title: 'Delete from Google Cloud: {name}',
  location: 'remote',
  recovery: 'none',
  source: 'https://cloud.google.com/sdk/gcloud/reference',
  examples: [
    'gcloud sql instances delete prod-db --quiet',
    'gcloud container clusters delete main --zone europe-west1-b',
    'gcloud compute disks delete data-1',
    'gcloud storage rm -r gs://acme-uploads',
    'gcloud firestore databases delete --database=main',
  ],
  nearMisses: [
    'gcloud sql instances list',
    'gcloud sql instances describe prod-db',
    'gcloud config configurations delete old',
    'gcloud storage ls gs://acme-uploads',
    'gcloud auth revoke',
  ],
};
export const gcloudDeleteProject: Rule = {
  ...gcloudDelete,
  id: 'gcloud.deleteProject',
  resource: 'project',
  title: 'Delete the Google Cloud project {name}',
  recovery: 'window',
  takes: 'Everything in the project goes with it after 30 days; services stop at once.',
  source: 'https://cloud.google.com/resource-manager/docs/creating-managing-projects#shutting_down_projects',
  examples: ['gcloud projects delete acme-prod'],
  nearMisses: ['gcloud projects list', 'gcloud projects undelete acme-prod'],
};

const syntax = {
  valued: new Set([
    '--project',
    '--account',
    '--configuration',
    '--region',
    '--zone',
    '--location',
    '--format',
    '--filter',
    '--impersonate-service-account',
    '--database',
    '--instance',
    '--cluster',
    '--keyring',
    '-i',
  ]),
};
const verbs = new Set([
  'delete',
  'rm',
  'purge',
  'destroy',
  'delete-instances',
  'delete-iam-policy',
  'bulk-delete',
  'delete-access-config-all',
  'reset',
]);
/** Groups in which deletion touches only this machine, or what is made again at once. */
const lightGroups = /^(config|auth|components|topic|emulators|alpha emulators|info|beta emulators)\b/;

function find(invocation: Invocation, _context: RuleContext): readonly Draft[] {
  const args = readArguments(invocation, syntax);
  const words = args.words.map((word) => word.text);
  if (lightGroups.test(words.join(' ')) || hasOption(args, '--help', '--dry-run', '-h')) return [];
  const at = words.findIndex((word) => verbs.has(word));
  if (at < 1 || (words[at] === 'reset' && !words.includes('backend-services'))) return [];
  const names = words.slice(at + 1);
  const named =
    names.length > 0 ? names : [optionValue(args, '--database', '--instance', '--cluster')?.text ?? words.slice(0, at).join(' ')];
  const project = optionValue(args, '--project')?.text ?? invocation.variables.get('CLOUDSDK_CORE_PROJECT')?.text;
  const rule = words[at - 1] === 'projects' ? gcloudDeleteProject : gcloudDelete;
  return named.map((name) => ({
    rule,
    resource: {
      kind: rule === gcloudDeleteProject ? 'project' : (words[at - 1] ?? 'resource').replace(/s$/, ''),
      name,
      provider: 'Google Cloud',
    },
    target: {
      tool: 'gcloud',
      ids: [name, ...(project === undefined ? [] : [project])],
      ...(project === undefined ? {} : { says: project }),
    },
  }));
}

export const gcloudTool: Tool = { names: ['gcloud'], family: 'clouds', rules: [gcloudDelete, gcloudDeleteProject], find };

export const gsutilTool = verbTool({
  names: ['gsutil'],
  family: 'clouds',
  provider: 'Google Cloud Storage',
  tool: 'gcloud',
  syntax: { valued: new Set(['-o', '-h', '-u', '-x', '-i']) },
  rules: [
    deletes({
      id: 'gsutil.remove',
      words: ['rm', 'rb'],
      each: true,
      resource: 'bucket',
      title: 'Delete from Google Cloud Storage: {name}',
      source: 'https://cloud.google.com/storage/docs/gsutil/commands/rm',
      examples: ['gsutil rm -r gs://acme-uploads', 'gsutil -m rm gs://acme-uploads/**', 'gsutil rb gs://acme-uploads'],
      nearMisses: ['gsutil ls gs://acme-uploads', 'gsutil cp a gs://acme-uploads/'],
    }),
    deletes({
      id: 'gsutil.mirror',
      words: ['rsync'],
      needs: ['-d'],
      unless: ['-n'],
      nameWord: 1,
      resource: 'bucket',
      title: 'Mirror onto {name}, deleting what is only there',
      source: 'https://cloud.google.com/storage/docs/gsutil/commands/rsync',
      safer: 'See what it would delete: gsutil rsync -n -d.',
      examples: ['gsutil -m rsync -d -r site gs://acme-site'],
      nearMisses: ['gsutil rsync -r site gs://acme-site', 'gsutil rsync -n -d -r site gs://acme-site'],
    }),
  ],
});

export const bqTool = verbTool({
  names: ['bq'],
  family: 'clouds',
  provider: 'BigQuery',
  tool: 'gcloud',
  syntax: { valued: new Set(['--project_id', '--dataset_id', '--location', '--format']) },
  idOptions: ['--project_id'],
  rules: [
    deletes({
      id: 'bigquery.remove',
      words: ['rm'],
      resource: 'dataset',
      title: 'Delete from BigQuery: {name}',
      recovery: 'window',
      source: 'https://cloud.google.com/bigquery/docs/reference/bq-cli-reference#bq_rm',
      takes: 'With -r every table in the dataset.',
      examples: ['bq rm -r -f acme:bookings', 'bq rm -t acme:bookings.rows'],
      nearMisses: ['bq ls acme:bookings', 'bq show acme:bookings'],
    }),
  ],
});
