import { readJson } from '../../payload/json.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import type { Rule, RuleContext } from '../rule.ts';

const reference = 'https://docs.aws.amazon.com/cli/latest/reference/';

export const awsDisable: Rule = {
  id: 'aws.disable',
  effect: 'escalate',
  resource: 'protection',
  title: 'Take away a protection in AWS: {name}',
  location: 'remote',
  recovery: 'window',
  source: reference,
  examples: [
    'aws cloudtrail stop-logging --name main',
    'aws rds modify-db-instance --db-instance-identifier prod-db --no-deletion-protection --apply-immediately',
    'aws s3api put-bucket-versioning --bucket b --versioning-configuration Status=Suspended',
    'aws rds modify-db-instance --db-instance-identifier p --backup-retention-period 0',
    'aws ec2 modify-instance-attribute --instance-id i --no-disable-api-termination',
    'aws kms disable-key --key-id k',
    'aws iam deactivate-mfa-device --user-name u --serial-number s',
    'aws s3api put-bucket-lifecycle-configuration --bucket b --lifecycle-configuration \'{"Rules":[{"Expiration":{"Days":1},"Status":"Enabled"}]}\'',
    'aws logs put-retention-policy --log-group-name g --retention-in-days 1',
  ],
  nearMisses: [
    'aws cloudtrail get-trail-status --name main',
    'aws rds modify-db-instance --db-instance-identifier dev --allocated-storage 20',
    'aws rds modify-db-instance --db-instance-identifier p --backup-retention-period 7',
    'aws s3api put-bucket-versioning --bucket b --versioning-configuration Status=Enabled',
    'aws logs put-retention-policy --log-group-name g --retention-in-days 90',
    'aws kms enable-key-rotation --key-id k',
  ],
};

export const awsOpen: Rule = {
  id: 'aws.open',
  effect: 'escalate',
  resource: 'access',
  title: 'Open to everybody, or give all powers, in AWS: {name}',
  location: 'remote',
  recovery: 'window',
  source: reference,
  safer: 'Name who may do what.',
  examples: [
    'aws iam attach-user-policy --user-name u --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
    'aws iam put-user-policy --user-name u --policy-name p --policy-document \'{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\'',
    'aws s3api put-bucket-acl --bucket b --acl public-read-write',
    'aws s3api put-bucket-policy --bucket b --policy \'{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}\'',
    'aws s3api delete-public-access-block --bucket b',
    'aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 22 --cidr 0.0.0.0/0',
    'aws ec2 modify-snapshot-attribute --snapshot-id s --attribute createVolumePermission --operation-type add --group-names all',
    'aws rds modify-db-instance --db-instance-identifier p --publicly-accessible',
  ],
  nearMisses: [
    'aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    'aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 443 --cidr 0.0.0.0/0',
    'aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 22 --cidr 203.0.113.0/24',
    'aws s3api put-bucket-acl --bucket b --acl private',
    'aws s3 cp index.html s3://acme-site/',
  ],
};

export const awsTakeDown: Rule = {
  id: 'aws.takeDown',
  effect: 'delete',
  resource: 'service',
  title: 'Take down in AWS: {name}',
  location: 'remote',
  recovery: 'window',
  source: reference,
  takes: 'Nothing serves its users until it is scaled or attached again.',
  examples: [
    'aws ecs update-service --cluster c --service s --desired-count 0',
    'aws autoscaling update-auto-scaling-group --auto-scaling-group-name a --min-size 0 --max-size 0 --desired-capacity 0',
    'aws lambda put-function-concurrency --function-name f --reserved-concurrent-executions 0',
    'aws iam detach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    'aws ec2 detach-volume --volume-id vol-1 --force',
  ],
  nearMisses: [
    'aws ecs update-service --cluster c --service s --desired-count 2',
    'aws autoscaling set-desired-capacity --auto-scaling-group-name a --desired-capacity 3',
    'aws ec2 detach-volume --volume-id vol-1',
  ],
};

/** Nothing is left running, or what runs may do nothing. */
export function takesDown(operation: string, argv: readonly Word[]): boolean {
  if (/^detach-(?:user|role|group)-policy$/.test(operation)) return true;
  const text = argv.map((word) => word.text).join(' ');
  if (operation === 'detach-volume') return /--force\b/.test(text);
  return (
    /^(?:update-|set-|put-|modify-)/.test(operation) &&
    /--(?:desired-count|desired-capacity|reserved-concurrent-executions)[= ]0\b|desiredSize=0\b|DesiredCapacity=0\b/.test(text)
  );
}

/** Operations that switch off what watches, keeps or encrypts. */
const switches =
  /^(?:stop-logging|stop-configuration-recorder|disable-(?:security-hub|macie|key|key-rotation|alarm-actions|ebs-encryption-by-default|domain-transfer-lock|domain-auto-renew|image-deprecation|insight-rules|aws-service-access|policy-type|snapshot-block-public-access|image-block-public-access|fast-snapshot-restores|organization-admin-account|rule|delegated-admin-account)|deactivate-mfa-device|delete-detector|decrease-(?:stream-retention-period|replica-count)|disassociate-(?:web-acl|from-master-account|from-administrator-account|members)|leave-organization|delete-(?:bucket-encryption|bucket-replication|account-password-policy|backup-vault-lock-configuration|flow-logs|resource-policy|bucket-ownership-controls)|cancel-archival|unlock-snapshot|detach-policy|delete-protection)$/;

const options =
  /^--no-(?:deletion-protection\S*|enable-deletion-protection|termination-protection|enable-termination-protection|disable-api-(?:termination|stop)|storage-encrypted|point-in-time-recovery\S*|multi-az|enable-log-file-validation|is-multi-region-trail|include-global-service-events|enable)$/;

/** What an operation takes away by its values. */
function lowers(operation: string, text: string): boolean {
  if (/--backup-retention-period[= ]0\b/.test(text)) return true;
  if (
    /deletion_protection\.enabled,\s*Value=false|PointInTimeRecoveryEnabled=false|"PointInTimeRecoveryEnabled":\s*false|DeletionProtectionEnabled=false|--backup-policy Status=DISABLED/i.test(
      text,
    )
  )
    return true;
  switch (operation) {
    case 'put-bucket-versioning':
      return /Suspended/.test(text);
    case 'put-bucket-lifecycle-configuration':
    case 'put-bucket-lifecycle':
      return /"(?:Expiration|NoncurrentVersionExpiration)"/.test(text);
    case 'put-lifecycle-policy':
      return /"expire"|DeleteRule|"Delete"/.test(text);
    case 'put-retention-policy':
      return /--retention-in-days[= ][1-6]\b/.test(text);
    case 'put-event-selectors':
      return /--event-selectors[= ]'?\[\s*\]/.test(text);
    case 'update-detector':
    case 'update-trail':
      return /--no-/.test(text);
    case 'update-recovery-point-lifecycle':
      return /DeleteAfterDays"?[=:]\s*\d{1,2}\b/.test(text);
    case 'update-access-key':
      return /--status[= ]Inactive/.test(text);
    case 'disable':
      return true;
    default:
      return false;
  }
}

export function takesProtection(service: string, operation: string, argv: readonly Word[]): boolean {
  if (operation === 'disable' && !/^(?:inspector2?|detective|guardduty)$/.test(service)) return false;
  if (switches.test(operation))
    return (
      !(operation === 'detach-policy' && service !== 'organizations') &&
      !(operation === 'delete-resource-policy' && service !== 'secretsmanager')
    );
  const texts = argv.map((word) => word.text);
  return texts.some((text) => options.test(text)) || lowers(operation, texts.join(' '));
}

/** Ports that are there to be open. */
const publicPorts = /(?:--port|--from-port)[= ](?:80|443)\b|FromPort[=":\s]+(?:80|443)\b/;

/** What an operation opens to everybody, or gives all powers. */
export function opens(operation: string, invocation: Invocation, context: RuleContext): boolean {
  const text = invocation.argv.map((word) => word.text).join(' ');
  switch (operation) {
    case 'attach-user-policy':
    case 'attach-role-policy':
    case 'attach-group-policy':
    case 'attach-managed-policy-to-permission-set':
      return /policy\/(?:AdministratorAccess|IAMFullAccess|PowerUserAccess)\b/.test(text);
    case 'add-user-to-group':
      return /--group-name[= ]\S{0,128}admin/i.test(text);
    case 'put-user-policy':
    case 'put-role-policy':
    case 'put-group-policy':
    case 'create-policy':
    case 'create-policy-version':
    case 'put-inline-policy-to-permission-set':
      return documents(invocation, context).some((document) => allows(document, 'Action'));
    case 'put-bucket-policy':
    case 'put-key-policy':
    case 'put-resource-policy':
    case 'set-repository-policy':
    case 'set-queue-attributes':
    case 'set-topic-attributes':
    case 'add-permission':
    case 'update-assume-role-policy':
    case 'put-backup-vault-access-policy':
      return /--principal[= ]\*/.test(text) || documents(invocation, context).some((document) => allows(document, 'Principal'));
    case 'put-bucket-acl':
    case 'put-object-acl':
      return /--acl[= ](?:public-read|public-read-write|authenticated-read)\b|AllUsers|AuthenticatedUsers/.test(text);
    case 'delete-public-access-block':
    case 'delete-bucket-policy':
      return true;
    case 'put-public-access-block':
      return /(?:BlockPublicAcls|IgnorePublicAcls|BlockPublicPolicy|RestrictPublicBuckets)"?[=:]\s*false/.test(text);
    case 'authorize-security-group-ingress':
      return /(?:0\.0\.0\.0\/0|::\/0)/.test(text) && !publicPorts.test(text);
    case 'modify-image-attribute':
    case 'modify-snapshot-attribute':
    case 'modify-db-snapshot-attribute':
    case 'modify-db-cluster-snapshot-attribute':
      return /Group=all|"Group":\s*"all"|--group-names?[= ]all\b|--user-groups[= ]all|--values-to-add[= ]\[?"?all\b/.test(text);
    case 'modify-db-instance':
    case 'modify-cluster':
    case 'create-db-instance':
      return /--publicly-accessible\b/.test(text);
    default:
      return /^(?:cp|sync|mv|put-object)$/.test(operation) && /--acl[= ]public-read-write\b/.test(text);
  }
}

/** JSON among the arguments, or in the file that one of them names. */
function documents(invocation: Invocation, context: RuleContext): readonly string[] {
  return invocation.argv.flatMap((word) => {
    const file = /^file:\/\/(.+)$/.exec(word.text)?.[1];
    if (file !== undefined) {
      const path = context.path({ text: file, known: word.known, pieces: [] }, invocation);
      const answer = path === undefined ? undefined : context.ask({ type: 'text', path, limit: 65_536 });
      return answer?.type === 'text' ? [answer.text] : [];
    }
    return /^\s*\{|^--[\w-]+=\s*\{/.test(word.text) ? [word.text.slice(word.text.indexOf('{'))] : [];
  });
}

/** A statement that allows everything to be done, or everybody to do it. */
function allows(document: string, key: 'Action' | 'Principal'): boolean {
  const json = readJson(document);
  if (json === undefined || typeof json !== 'object' || json === null) return false;
  // Policies inside attributes (`Policy=…`) are strings; their text says it as well.
  const text = JSON.stringify(json).replaceAll('\\"', '"');
  if (!/"Effect":"Allow"/.test(text)) return false;
  return key === 'Action' ? /"Action":(?:\[)?"(?:\*|iam:\*|\*:\*)"/.test(text) : /"Principal":(?:"\*"|\{"AWS":(?:\[)?"\*")/.test(text);
}

/** DNS records that a change batch takes away. */
export function deletesRecords(operation: string, invocation: Invocation, context: RuleContext): boolean {
  return operation === 'change-resource-record-sets' && documents(invocation, context).some((text) => /"Action":\s*"DELETE"/.test(text));
}

/** Items that a batch takes away. */
export function deletesItems(operation: string, invocation: Invocation, context: RuleContext): boolean {
  return (
    /^(?:batch-write-item|transact-write-items)$/.test(operation) &&
    documents(invocation, context).some((text) => /"(?:DeleteRequest|Delete)"/.test(text))
  );
}
