import type { Operation } from '../types.ts';

/** What a provider's documentation says of backups when a resource is deleted. */
export interface BlastRadius {
  /** As in `Resource.provider`. */
  readonly provider: string;
  /** Tried on the rule, the kind of resource and the title: what of the provider's this is about. */
  readonly about: RegExp;
  /** Whether its backups go with it: one sentence. */
  readonly backups: string;
  /** How it can be undone, and for how long; undefined when nothing is documented. */
  readonly undo?: string;
  /** What a copy that the deletion does not reach could be: after *A copy out of its reach:*. */
  readonly independent: string;
  /** Address of the documentation that says so; `(unverified)` where it was not read, and then the modal says so, too. */
  readonly source: string;
}

const dump = 'a dump in the storage of another account or provider';

/** First match counts: the particular before the general. */
export const blastRadii: readonly BlastRadius[] = [
  {
    provider: 'Railway',
    about: /volume|database|postgres|mysql|mongo|redis/i,
    backups: 'Railway keeps the backups of a volume with the volume: they go with it.',
    undo: 'Railway documents 48 hours in which a deleted volume can be restored; a deletion through its API was final in April 2026.',
    independent: dump,
    source: 'https://docs.railway.com/volumes/backups',
  },
  {
    provider: 'Railway',
    about: /project|environment|service|deletion/i,
    backups: 'Volumes that belong to it go with their backups.',
    independent: dump,
    source: 'https://docs.railway.com/volumes/backups (unverified)',
  },
  {
    provider: 'Fly.io',
    about: /volume/i,
    backups: 'Daily snapshots of the volume stay for their retention, five days unless it was set, and can be restored into a new volume.',
    undo: 'Restore a snapshot: fly volumes create NAME --snapshot-id ID, within the retention.',
    independent: 'a copy of a snapshot on another account; snapshots are on the same one',
    source: 'https://fly.io/docs/volumes/snapshots',
  },
  {
    provider: 'Fly.io',
    about: /app|postgres|database|redis|store/i,
    backups: 'Volumes of the app go with it; for how long their snapshots stay after that is not documented.',
    independent: dump,
    source: 'https://fly.io/docs/volumes/snapshots (unverified)',
  },
  {
    provider: 'Supabase',
    about: /project/i,
    backups: 'Its database, storage, users, functions and backups go with it.',
    undo: 'Supabase cannot restore a deleted project.',
    independent: dump,
    source: 'https://github.com/orgs/supabase/discussions/47990',
  },
  {
    provider: 'Supabase',
    about: /reset|database/i,
    backups: 'Daily backups of the project stay: seven days on the Pro plan.',
    undo: 'A paid plan can restore a daily backup; what was written since is lost.',
    independent: 'a dump (supabase db dump)',
    source: 'https://github.com/orgs/supabase/discussions/38892',
  },
  {
    provider: 'Neon',
    about: /./,
    backups: 'The history that point-in-time restore works from goes with the branch or project.',
    undo: 'Neon documents seven days in which a deleted project or branch can be recovered, unless it was deleted for good (hard_delete).',
    independent: dump,
    source: 'https://neon.com/docs/reference/api/projects/delete-project.md',
  },
  {
    provider: 'PlanetScale',
    about: /./,
    backups: 'Backups belong to the database and go with it; those of a branch go with the branch.',
    independent: dump,
    source: 'https://planetscale.com/docs/concepts/back-up-and-restore (unverified)',
  },
  {
    provider: 'Turso',
    about: /./,
    backups: 'Point-in-time recovery works from the database itself: it goes with it.',
    undo: 'On a paid plan Turso can restore a deleted database or group for five days, unless that was switched off.',
    independent: 'a dump (turso db shell NAME .dump)',
    source: 'https://docs.turso.tech/features/recover-deleted-databases',
  },
  {
    provider: 'MongoDB Atlas',
    about: /./,
    backups: 'Snapshots of a cluster go with it, unless they are kept on purpose when it is terminated.',
    independent: 'snapshots exported to a bucket of your own, or a mongodump elsewhere',
    source: 'https://www.mongodb.com/docs/atlas/backup/cloud-backup/overview/ (unverified)',
  },
  {
    provider: 'Heroku',
    about: /./,
    backups: 'Backups of a Heroku database belong to the app and its add-on, and go with them.',
    independent: 'a backup that was downloaded (heroku pg:backups:download)',
    source: 'https://devcenter.heroku.com/articles/heroku-postgres-backups (unverified)',
  },
  {
    provider: 'DigitalOcean',
    about: /database|cluster/i,
    backups: 'The automated backups of a database cluster go with it.',
    undo: 'DigitalOcean calls it irreversible.',
    independent: dump,
    source: 'https://docs.digitalocean.com/docs/databases/redis/how-to/destroy/',
  },
  {
    provider: 'DigitalOcean',
    about: /./,
    backups: 'Snapshots stay; automatic backups of a droplet go with it.',
    independent: 'a copy of a snapshot on another account; snapshots are on the same one',
    source: 'https://docs.digitalocean.com/products/droplets/how-to/destroy/ (unverified)',
  },
  {
    provider: 'Render',
    about: /./,
    backups: 'Backups of a Render database and snapshots of a disk go with it.',
    independent: dump,
    source: 'https://render.com/docs/postgresql-backups (unverified)',
  },
  {
    provider: 'AWS',
    about: /deleteDatabase/,
    backups: 'Automated backups go with it unless --no-delete-automated-backups is given; manual snapshots and a final snapshot stay.',
    undo: 'Only from a snapshot or from automated backups that were kept.',
    independent: 'snapshots copied to another account, or AWS Backup with a locked vault',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
  },
  {
    provider: 'AWS',
    about: /dynamodb|table/i,
    backups: 'On-demand backups stay.',
    undo: 'With point-in-time recovery on, DynamoDB keeps a system backup of a deleted table for 35 days; without it nothing.',
    independent: 'an export to a bucket of another account',
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.md',
  },
  {
    provider: 'AWS',
    about: /bucket|object/i,
    backups: 'Older versions of objects stay only where versioning is on, and go with the bucket.',
    independent: 'a replica in a bucket of another account',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html (unverified)',
  },
  {
    provider: 'Google Cloud',
    about: /\bsql\b/i,
    backups: 'All backups of a Cloud SQL instance go with it, unless they are retained or a final backup is taken.',
    undo: 'Only from retained backups or a final backup (--enable-final-backup).',
    independent: 'an export to Cloud Storage of another project',
    source: 'https://docs.cloud.google.com/sql/docs/postgres/delete-instance.md.txt',
  },
  {
    provider: 'Google Cloud',
    about: /project/i,
    backups: 'Everything in the project goes with it, backups and snapshots too.',
    undo: 'The command gcloud projects undelete restores it until the deletion starts, at a time that Google does not say.',
    independent: 'one in another project',
    source: 'https://docs.cloud.google.com/resource-manager/reference/rest/v3/projects/undelete.md.txt',
  },
  {
    provider: 'BigQuery',
    about: /./,
    backups: 'Time travel keeps what a deleted table held, for two to seven days as the dataset is set.',
    undo: 'Within that window it can be copied back (bq cp TABLE@TIME), for seven days more only by Google.',
    independent: 'table snapshots or exports in another dataset or project',
    source: 'https://docs.cloud.google.com/bigquery/docs/restore-deleted-tables.md.txt',
  },
  {
    provider: 'Snowflake',
    about: /./,
    backups: 'Time Travel keeps what was dropped for its retention, one day unless it was set.',
    undo: 'UNDROP brings it back within that time; the Fail-safe after it is for Snowflake alone.',
    independent: 'a clone in another database, or an unload to a stage elsewhere',
    source: 'https://docs.snowflake.com/en/user-guide/data-time-travel',
  },
  {
    provider: 'Azure',
    about: /group/i,
    backups: 'Everything in the resource group goes with it; only locks and backup data have to be removed first.',
    independent: 'a vault in another group with soft delete, or one in another subscription',
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/management/delete-resource-group',
  },
  {
    provider: 'Azure',
    about: /sql|database|\bdb\b/i,
    backups: 'Long-term backups stay for their retention; automatic ones last as long as the server that the database was on.',
    independent: 'long-term retention, or an export to the storage of another subscription',
    source: 'https://learn.microsoft.com/azure/sql-database/sql-database-long-term-retention',
  },
  {
    provider: 'Cloudflare',
    about: /database|store|d1|r2|kv/i,
    backups: 'D1 Time Travel restores a database that is there to any minute of the last 30 days; of deleted ones nothing is said.',
    independent: 'an export (wrangler d1 export), or a copy of the bucket elsewhere',
    source: 'https://developers.cloudflare.com/d1/reference/time-travel',
  },
  {
    provider: 'Firebase',
    about: /./,
    backups: 'Backups of Firestore, where they were scheduled, stay for their retention when the database is deleted.',
    undo: 'Such a backup can be restored into a new database.',
    independent: 'an export to Cloud Storage of another project',
    source: 'https://firebase.google.com/docs/firestore/backups.md.txt',
  },
  {
    provider: 'Convex',
    about: /project/i,
    backups: 'All deployments and data of the project go with it.',
    undo: 'Convex cannot recover a deleted project.',
    independent: 'an export (npx convex export)',
    source: 'https://docs.convex.dev/dashboard/projects',
  },
  {
    provider: 'Convex',
    about: /./,
    backups: 'Manual and daily backups of a deployment are stored for seven days, weekly ones for 14.',
    undo: 'A backup can be restored; it replaces what is there then.',
    independent: 'an export (npx convex export)',
    source: 'https://docs.convex.dev/database/backup-restore',
  },
  {
    provider: 'Upstash',
    about: /./,
    backups: 'Backups belong to the database and go with it.',
    independent: dump,
    source: 'https://upstash.com/docs/redis/features/backup (unverified)',
  },
  {
    provider: 'Netlify',
    about: /database|blob|site/i,
    backups: 'Deploys, forms and stores of the site go with it.',
    independent: 'the repository for what is built; none for what was stored',
    source: 'https://docs.netlify.com/manage/sites/ (unverified)',
  },
  {
    provider: 'Vercel',
    about: /project|store/i,
    backups: 'The whole project goes with all its deployments.',
    independent: 'the repository for what is built; a dump for what a store holds',
    source: 'https://vercel.com/docs/cli/remove',
  },
  {
    provider: 'Kubernetes',
    about: /namespace|claim|pvc|statefulset|volume/i,
    backups: 'Volumes whose reclaim policy is Delete, the default of dynamic ones, go with their claims.',
    independent: 'snapshots of the storage provider, or a Velero backup in a bucket outside the cluster',
    source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming',
  },
  {
    provider: 'Terraform',
    about: /destroy|replace/i,
    backups: 'All objects that the configuration manages go, its backups and snapshots among them.',
    independent: 'one in an account that this configuration does not manage',
    source: 'https://developer.hashicorp.com/terraform/cli/commands/destroy',
  },
  {
    provider: 'GitHub',
    about: /repository|repo/i,
    backups: 'Issues, releases and the wiki go with it; clones have the code alone.',
    undo: 'GitHub can restore a deleted repository for 90 days in most cases.',
    independent: 'a clone made with --mirror',
    source: 'https://docs.github.com/repositories/creating-and-managing-repositories/restoring-a-deleted-repository',
  },
];

/** What is documented of the backups of what an operation would delete; undefined when nothing is known. */
export function blastRadiusOf(operation: Pick<Operation, 'effect' | 'location' | 'resource' | 'rule' | 'title'>): BlastRadius | undefined {
  if ((operation.effect !== 'delete' && operation.effect !== 'overwrite') || operation.location !== 'remote') return undefined;
  const { provider, kind } = operation.resource;
  if (provider === undefined || kind === 'backup' || kind === 'snapshot') return undefined;
  const text = `${operation.rule} ${kind} ${operation.title.slice(0, 300)}`;
  return blastRadii.find((one) => one.provider === provider && one.about.test(text));
}

/** The sentences of it for a modal, without what `said` says already. */
export function blastNotes(
  operation: Pick<Operation, 'effect' | 'location' | 'resource' | 'rule' | 'title'>,
  said: readonly string[],
): readonly string[] {
  const found = blastRadiusOf(operation);
  if (!found) return [];
  const isSaid = said.some((note) => /backup|snapshot/i.test(note));
  const isRead = !found.source.endsWith('(unverified)');
  return [
    ...(isSaid ? [] : [isRead ? found.backups : `${found.backups.slice(0, -1)} (not confirmed by its documentation).`]),
    found.undo ?? (isRead ? 'No way to undo it is documented.' : 'Whether it can be undone was not looked up.'),
    `A copy out of its reach: ${found.independent}.`,
  ];
}
