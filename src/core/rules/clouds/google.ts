import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments } from '../arguments.ts';
import { commandTable, remoteRow } from '../commandTable.ts';
import type { Draft, Rule, RuleContext, Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';

const gcloudDelete: Rule = {
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
const gcloudDeleteProject: Rule = {
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

const gcloudWeaken: Rule = {
  ...gcloudDelete,
  id: 'gcloud.weaken',
  effect: 'escalate',
  resource: 'protection',
  title: 'Take away a protection, or open to everybody, in Google Cloud: {name}',
  recovery: 'window',
  examples: [
    'gcloud sql instances patch prod-db --no-backup',
    'gcloud compute instances update vm --no-deletion-protection',
    'gcloud sql instances patch prod-db --authorized-networks=0.0.0.0/0',
    'gcloud storage buckets update gs://acme-uploads --no-versioning',
    'gcloud storage buckets update gs://acme-uploads --clear-soft-delete',
    'gcloud storage buckets add-iam-policy-binding gs://acme-uploads --member=allUsers --role=roles/storage.objectAdmin',
    'gcloud projects add-iam-policy-binding acme --member=user:ada@example.com --role=roles/owner',
    'gcloud compute firewall-rules create all --allow=all --source-ranges=0.0.0.0/0',
    'gcloud projects set-iam-policy acme policy.json',
  ],
  nearMisses: [
    'gcloud sql instances patch prod-db --tier=db-f1-micro',
    'gcloud storage buckets update gs://acme-uploads --versioning',
    'gcloud projects add-iam-policy-binding acme --member=user:ada@example.com --role=roles/viewer',
    'gcloud compute firewall-rules create web --allow=tcp:443 --source-ranges=0.0.0.0/0',
    'gcloud run services add-iam-policy-binding api --member=allUsers --role=roles/run.invoker',
  ],
};
const gcloudTakeDown: Rule = {
  ...gcloudDelete,
  id: 'gcloud.takeDown',
  resource: 'service',
  title: 'Take down or take back in Google Cloud: {name}',
  recovery: 'window',
  examples: [
    'gcloud services disable compute.googleapis.com --force',
    'gcloud container clusters resize main --num-nodes=0',
    'gcloud compute instance-groups managed resize g --size 0',
    'gcloud kms keys versions disable 1 --key k',
    'gcloud iam service-accounts disable s@acme.iam.gserviceaccount.com',
    'gcloud sql backups restore 1 --restore-instance=prod-db',
    'gcloud pubsub subscriptions seek s --time=2030-01-01T00:00:00Z',
    'gcloud billing projects unlink acme',
  ],
  nearMisses: [
    'gcloud services enable compute.googleapis.com',
    'gcloud services list',
    'gcloud container clusters resize main --num-nodes=3',
    'gcloud sql backups list',
  ],
};

/** Arguments that weaken, whatever the group. */
function weakens(text: string): boolean {
  if (
    /(?:^| )--(?:no-(?:backup|deletion-protection|versioning|retain-backups-on-delete|enable-point-in-time-recovery|uniform-bucket-level-access|public-access-prevention|require-ssl|soft-delete|enforce-uniform-access|shielded-\S+)|clear-(?:soft-delete|retention-period|lifecycle)|remove-deletion-protection|no-enable-backups?|disable-pitr)(?: |$)/.test(
      text,
    )
  )
    return true;
  if (/--(?:authorized-networks|source-ranges|master-authorized-networks)[= ]\S*(?:0\.0\.0\.0\/0|::\/0)/.test(text))
    return !/firewall-rules/.test(text) || !/--(?:allow|rules)[= ]tcp:(?:80|443)(?:,tcp:(?:80|443))*(?: |$)/.test(text);
  if (/set-iam-policy /.test(text)) return true;
  if (!/add-iam-policy-binding /.test(text))
    return /--lifecycle-file[= ]|--retention-days[= ][1-6]\b|--soft-delete-duration[= ]0/.test(text);
  return (
    /--role[= ]"?roles\/(?:owner|editor|iam\.\w*[aA]dmin|resourcemanager\.\w+|storage\.admin)\b/.test(text) ||
    (/--member[= ]"?(?:allUsers|allAuthenticatedUsers)/.test(text) &&
      !/run\.invoker|cloudfunctions\.invoker|storage\.objectViewer/.test(text))
  );
}

const takesDown =
  /^(?:\S+ )*(?:services disable|versions disable|service-accounts (?:keys )?disable|keys disable|projects unlink|remove-iam-policy-binding|transaction remove|backups restore|restore-backup|instances restart-for-\w+|subscriptions seek|jobs cancel|instances failover)(?: |$)|(?:resize|update|scale) .*--(?:num-nodes|size|min-instances|max-instances)[= ]0(?: |$)/;

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
  'delete-access-config',
  'delete-backup',
  'reset',
]);
/** Groups in which deletion touches only this machine, or what is made again at once. */
const lightGroups = /^(config|auth|components|topic|emulators|alpha emulators|info|beta emulators)\b/;

function find(invocation: Invocation, _context: RuleContext): readonly Draft[] {
  const args = readArguments(invocation, syntax);
  const words = args.words.map((word) => word.text);
  if (lightGroups.test(words.join(' ')) || hasOption(args, '--help', '--dry-run', '-h')) return [];
  const project = optionValue(args, '--project')?.text;
  const text = invocation.argv
    .slice(1)
    .map((word) => word.text)
    .join(' ');
  const milder = weakens(text) ? gcloudWeaken : takesDown.test(text) ? gcloudTakeDown : undefined;
  if (milder) {
    const name = words.slice(0, 6).join(' ');
    return [
      {
        rule: milder,
        resource: { kind: milder.resource, name, provider: 'Google Cloud' },
        target: {
          tool: 'gcloud',
          ids: [...words.slice(2, 6), ...(project === undefined ? [] : [project])],
          ...(project === undefined ? {} : { says: project }),
        },
      },
    ];
  }
  if (words[0] === 'storage' && hasOption(args, '--delete-unmatched-destination-objects'))
    return [
      {
        rule: gcloudDelete,
        resource: { kind: 'bucket', name: words.at(-1)!, provider: 'Google Cloud' },
        target: { tool: 'gcloud', ids: [words.at(-1)!] },
      },
    ];
  const at = words.findIndex((word) => verbs.has(word));
  if (at < 1 || (words[at] === 'reset' && !words.includes('backend-services'))) return [];
  const names = words.slice(at + 1);
  const named =
    names.length > 0 ? names : [optionValue(args, '--database', '--instance', '--cluster')?.text ?? words.slice(0, at).join(' ')];
  const rule = words[at - 1] === 'projects' ? gcloudDeleteProject : gcloudDelete;
  return named.map((name) => ({
    rule,
    resource: {
      // An instance may be a machine or a database: of databases it is said what becomes of their backups.
      kind: `${words[0] === 'sql' ? 'sql ' : ''}${rule === gcloudDeleteProject ? 'project' : (words[at - 1] ?? 'resource').replace(/s$/, '')}`,
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

export const gcloudTool: Tool = {
  names: ['gcloud'],
  family: 'clouds',
  rules: [gcloudDelete, gcloudDeleteProject, gcloudWeaken, gcloudTakeDown],
  find,
};

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
      examples: ['gsutil -m rsync -d -r site gs://acme-site', 'gsutil -m rsync -rd site gs://acme-site'],
      nearMisses: ['gsutil rsync -r site gs://acme-site', 'gsutil rsync -n -d -r site gs://acme-site'],
    }),
  ],
});

/** Versions kept, lifecycles and who may read, from gsutil. https://cloud.google.com/storage/docs/gsutil */
export const gsutilProtectionTool = commandTable('clouds', [
  remoteRow({
    id: 'gsutil.weaken',
    effect: 'escalate',
    recovery: 'window',
    resource: 'bucket',
    title: 'Take away a protection of a bucket, or open it: {name}',
    source: 'https://cloud.google.com/storage/docs/gsutil/commands/versioning',
    tool: 'gcloud',
    on: {
      gsutil:
        /^(?:-\S+ )*(?:versioning set off|lifecycle set|retention (?:clear|lock)|iam ch (?:-\S+ )*\S*all(?:Authenticated)?Users\S*|(?:acl|defacl) (?:ch .*All(?:Authenticated)?Users|set public\S*)|ubla set off|pap set (?:inherited|unspecified)|softdelete clear)\b/,
    },
    examples: [
      'gsutil versioning set off gs://acme-uploads',
      'gsutil lifecycle set l.json gs://acme-uploads',
      'gsutil acl ch -u AllUsers:W gs://acme-uploads',
      'gsutil iam ch allUsers:objectAdmin gs://acme-uploads',
    ],
    nearMisses: [
      'gsutil versioning get gs://acme-uploads',
      'gsutil versioning set on gs://acme-uploads',
      'gsutil iam get gs://acme-uploads',
    ],
  }),
  remoteRow({
    id: 'bigquery.overwrite',
    effect: 'overwrite',
    recovery: 'window',
    resource: 'table',
    title: 'Replace or expire in BigQuery: {name}',
    source: 'https://cloud.google.com/bigquery/docs/reference/bq-cli-reference',
    tool: 'gcloud',
    on: {
      bq: /^(?:-\S+ )*load .*--replace\b|^(?:-\S+ )*query .*--replace\b|^(?:-\S+ )*cp\b.*\s(?:-f|--force)\b|^(?:-\S+ )*update .*--(?:expiration|default_table_expiration|time_partitioning_expiration)[= ]\d/,
    },
    examples: ['bq load --replace acme.bookings gs://x/y.csv', 'bq cp -f acme.a acme.b', 'bq update --expiration 60 acme.bookings'],
    nearMisses: ['bq load acme.bookings gs://x/y.csv', 'bq cp acme.a acme.b', 'bq update --description x acme.bookings'],
  }),
]);

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
