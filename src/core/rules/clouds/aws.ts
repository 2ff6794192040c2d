import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments, type Arguments } from '../arguments.ts';
import type { Draft, Rule, RuleContext, Target, Tool } from '../rule.ts';
import { awsDisable, awsOpen, awsTakeDown, deletesItems, deletesRecords, opens, takesDown, takesProtection } from './awsProtection.ts';

const reference = 'https://docs.aws.amazon.com/cli/latest/reference/';

function rule(row: Pick<Rule, 'id' | 'resource' | 'title' | 'examples' | 'nearMisses'> & Partial<Rule>): Rule {
  return { effect: 'delete', location: 'remote', recovery: 'none', source: reference, ...row };
}

export const awsDelete = rule({
  id: 'aws.delete',
  resource: 'resource',
  title: 'Delete from AWS: {name}',
  examples: [
    'aws dynamodb delete-table --table-name bookings',
    'aws ec2 terminate-instances --instance-ids i-0abc',
    'aws ecr batch-delete-image --repository-name api --image-ids imageTag=v1',
    'aws kms schedule-key-deletion --key-id 1234',
  ],
  nearMisses: [
    'aws dynamodb describe-table --table-name bookings',
    'aws ec2 describe-instances',
    'aws ec2 terminate-instances --instance-ids i-0abc --dry-run',
    'aws sqs delete-message --queue-url q --receipt-handle h',
    'aws s3 ls',
  ],
});
const awsDeleteDatabase = rule({
  id: 'aws.deleteDatabase',
  resource: 'database',
  title: 'Delete the AWS database {name}',
  takes: 'Automated backups go with it unless they are kept by name (--no-delete-automated-backups, a final snapshot).',
  safer: 'Take a final snapshot: --final-db-snapshot-identifier NAME, without --skip-final-snapshot.',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
  examples: [
    'aws rds delete-db-instance --db-instance-identifier prod-db --skip-final-snapshot',
    'aws rds delete-db-cluster --db-cluster-identifier main --skip-final-snapshot',
    'aws redshift delete-cluster --cluster-identifier dw --skip-final-cluster-snapshot',
  ],
  nearMisses: ['aws rds describe-db-instances', 'aws rds create-db-snapshot --db-instance-identifier prod-db --db-snapshot-identifier s1'],
});
const awsDeleteBackup = rule({
  id: 'aws.deleteBackup',
  resource: 'backup',
  title: 'Delete the AWS backup {name}',
  source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html',
  examples: [
    'aws rds delete-db-snapshot --db-snapshot-identifier s1',
    'aws backup delete-recovery-point --backup-vault-name v --recovery-point-arn arn:aws:backup:x',
    'aws ec2 delete-snapshot --snapshot-id snap-1',
  ],
  nearMisses: ['aws rds describe-db-snapshots', 'aws backup list-recovery-points-by-backup-vault --backup-vault-name v'],
});
const awsRemoveObjects = rule({
  id: 'aws.removeObjects',
  resource: 'bucket',
  title: 'Delete objects from {name}',
  source: 'https://docs.aws.amazon.com/cli/latest/reference/s3/rm.html',
  safer: 'See what it would delete: --dryrun.',
  examples: [
    'aws s3 rm s3://acme-uploads --recursive',
    'aws s3 rm s3://acme-uploads/a.png',
    'aws s3 sync . s3://acme-site --delete',
    'aws s3api delete-object --bucket b --key k',
  ],
  nearMisses: [
    'aws s3 ls s3://acme-uploads',
    'aws s3 cp a.png s3://acme-uploads/',
    'aws s3 rm s3://acme-uploads --recursive --dryrun',
    'aws s3 sync . s3://acme-site',
  ],
});
const awsRemoveBucket = rule({
  id: 'aws.removeBucket',
  resource: 'bucket',
  title: 'Delete the S3 bucket {name}',
  source: 'https://docs.aws.amazon.com/cli/latest/reference/s3/rb.html',
  takes: 'With --force every object in it goes with it.',
  examples: ['aws s3 rb s3://acme-uploads --force', 'aws s3api delete-bucket --bucket acme-uploads'],
  nearMisses: ['aws s3 mb s3://acme-uploads', 'aws s3api get-bucket-location --bucket acme-uploads'],
});
/** Operation names read as verb-noun. These verbs destroy in every service. */
const destroying =
  /^(delete|terminate|purge|destroy|batch-delete|bulk-delete|force-delete|admin-delete|schedule-key-deletion|close-account|cancel-spot-fleet-requests|deregister|dispose|wipe|release|revoke-snapshot|remove|disassociate-and-delete|detach-and-delete|cancel-and-delete|reboot-and-delete|reset-cluster|flush)(-|$)/;

/** Such names that destroy nothing anybody misses: messages of a queue, tags, sessions, links between things that stay. */
const light =
  /^(delete-message(-batch)?|delete-tags?|remove-tags?(-.*)?|untag-.*|delete-session|remove-permission|remove-targets|deregister-targets|deregister-instances-from-load-balancer|deregister-task-definition|deregister-container-instance|remove-role-from-instance-profile|remove-client-id-.*|delete-retention-policy|release-hosts-.*|remove-attributes|remove-notification-.*|delete-approval-rule|delete-comment-content|flush-stage-(authorizers-)?cache|delete-change-set)$/;

const databases =
  /^(rds|redshift|docdb|neptune|elasticache|memorydb|dax|opensearch|es|keyspaces|timestream-write|qldb|redshift-serverless)$/;
const backups = /(snapshot|recovery-point|backup-vault|backup-plan|backup$|automated-backup|image-recycle)/;

/** Options that name what is deleted, most telling first. */
const nameOptions =
  /-(identifier|name|names|ids?|arn|url|bucket|key|path)$|^--(bucket|key|name|table|cluster|cluster-name|stack-name|function-name|id|ids)$/;

const syntax = {
  singleDashLong: false,
  valued: new Set([
    '--profile',
    '--region',
    '--output',
    '--query',
    '--endpoint-url',
    '--color',
    '--ca-bundle',
    '--cli-read-timeout',
    '--cli-connect-timeout',
  ]),
};

function find(invocation: Invocation, context: RuleContext): readonly Draft[] {
  const args = readArguments(invocation, syntax);
  const [service, operation] = [args.words[0]?.text ?? '', args.words[1]?.text ?? ''];
  if (
    operation === '' ||
    hasOption(args, '--dry-run', '--dryrun', '--generate-cli-skeleton', '--help') ||
    operation === 'help' ||
    args.words[2]?.text === 'help'
  )
    return [];
  const profile = optionValue(args, '--profile')?.text;
  const endpoint = optionValue(args, '--endpoint-url')?.text;
  const target = (ids: readonly string[]): Target => ({
    tool: 'aws',
    ids,
    ...(profile === undefined ? {} : { says: profile }),
    ...(endpoint === undefined ? {} : { hosts: [endpoint] }),
  });
  const draft = (found: Rule, name: string, kind = found.resource): Draft => ({
    rule: found,
    resource: { kind, name, provider: 'AWS' },
    target: target([name, bucketOf(name)]),
  });
  if (service === 's3' && opens(operation, invocation, context)) return [draft(awsOpen, args.words.at(-1)!.text)];
  if (service === 's3') {
    const url = args.words.slice(2).findLast((word) => word.text.startsWith('s3://'))?.text ?? args.words[2]?.text ?? 's3';
    if (operation === 'rm') return [draft(awsRemoveObjects, url)];
    if (operation === 'rb') return [draft(awsRemoveBucket, url)];
    if (operation === 'sync' && hasOption(args, '--delete') && args.words[3]?.text.startsWith('s3://'))
      return [draft(awsRemoveObjects, args.words[3].text)];
    return [];
  }
  const name = nameOf(args, invocation) ?? `${service} ${operation}`;
  if (operation === 'delete-bucket') return [draft(awsRemoveBucket, name)];
  if (service === 's3api' && /^delete-objects?$/.test(operation)) return [draft(awsRemoveObjects, name)];
  if (opens(operation, invocation, context)) return [draft(awsOpen, name)];
  if (takesProtection(service, operation, invocation.argv)) return [draft(awsDisable, name)];
  if (takesDown(operation, invocation.argv)) return [draft(awsTakeDown, name)];
  if (deletesRecords(operation, invocation, context)) return [draft(awsDelete, name, 'records')];
  if (deletesItems(operation, invocation, context)) return [draft(awsDelete, name, 'items')];
  if (!destroying.test(operation) || light.test(operation)) return [];
  if (
    /^delete-(item|objects?-tagging|bucket-(tagging|cors|website|lifecycle|metrics-configuration|analytics-configuration))$/.test(operation)
  )
    return [{ ...draft(awsDelete, name), effect: 'change' }];
  if (backups.test(operation)) return [draft(awsDeleteBackup, name)];
  if (
    databases.test(service) &&
    /^delete-(db-|global-cluster|cluster|cache-cluster|replication-group|serverless|domain|keyspace|table|database|namespace|workgroup)/.test(
      operation,
    )
  )
    return [draft(awsDeleteDatabase, name)];
  return [draft(awsDelete, name, operation.replace(/^[a-z]+-/, '') || 'resource')];
}

function nameOf(args: Arguments, invocation: Invocation): string | undefined {
  for (const [option] of args.options) {
    if (!nameOptions.test(option) || option === '--profile') continue;
    // Options of the services are not in the syntax above: their value is the word after.
    const at = invocation.argv.findIndex((word) => word.text === option || word.text.startsWith(`${option}=`));
    const value = args.options.get(option)?.[0]?.text ?? invocation.argv[at + 1]?.text;
    if (value !== undefined && value !== '' && !value.startsWith('--')) return value;
  }
  return undefined;
}

function bucketOf(name: string): string {
  return /^s3:\/\/([^/]+)/.exec(name)?.[1] ?? name;
}

/** `aws SERVICE VERB-NOUN`: judged by the verb, with exceptions, since there are thousands of operations. */
export const awsTool: Tool = {
  names: ['aws', 'awslocal'],
  family: 'clouds',
  rules: [awsDelete, awsDeleteDatabase, awsDeleteBackup, awsRemoveObjects, awsRemoveBucket, awsDisable, awsOpen, awsTakeDown],
  find: (invocation, context) =>
    // `awslocal` speaks to LocalStack on this machine.
    invocation.program === 'awslocal'
      ? find(invocation, context).map((draft) => ({ ...draft, target: { environment: 'local' } }))
      : find(invocation, context),
};
