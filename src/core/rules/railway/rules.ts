import { isJsonObject } from '../../payload/json.ts';
import type { Json } from '../../types.ts';
import { optionValue } from '../arguments.ts';
import type { MutationRow } from '../http/api.ts';
import type { VerbRule } from '../verbTool.ts';

/** A row for the CLI and for the GraphQL API alike. `words` is empty where the CLI has no such command. */
export interface RailwayRule extends VerbRule {
  readonly mutations?: readonly Omit<MutationRow, 'rule'>[];
}

const cli = (page: string): string => `https://docs.railway.com/cli/${page}`;
/** Introspection of the public API, as the CLI's own source carries it. */
const schema = 'https://github.com/railwayapp/cli/blob/master/src/gql/schema.json';
const shared = { location: 'remote', recovery: 'none' } as const;

const post =
  'curl https://backboard.railway.com/graphql/v2 -H "Authorization: Bearer $RAILWAY_API_TOKEN" -H "Content-Type: application/json"';
const api = (query: string): string => `${post} -d '${JSON.stringify({ query })}'`;
const id = '3d2c42fb-1f0a-4c7e-9b1d-5f2c8a6e7d10';

function at(args: Readonly<Record<string, Json>>, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = args;
  for (const step of path) value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return value;
}

/** Whether a patch of an environment's configuration takes something out: `isDeleted: true`, or a service or volume set to null. */
function patchDeletes(value: Json | undefined, depth = 0): boolean {
  if (depth > 12 || value === undefined || value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return (value as readonly Json[]).slice(0, 500).some((entry) => patchDeletes(entry, depth + 1));
  return Object.entries(value as { readonly [key: string]: Json }).some(
    ([key, inner]) =>
      (key === 'isDeleted' && inner !== false && inner !== 'false') ||
      (/^(?:op|type|kind|action|operation)$/.test(key) && typeof inner === 'string' && /delete|remove|destroy/i.test(inner)) ||
      (/^(?:services|volumes|buckets|databases)$/.test(key) && isJsonObject(inner) && Object.values(inner).includes(null)) ||
      patchDeletes(inner, depth + 1),
  );
}

/**
 * Everything of Railway that destroys, from its CLI's documentation and its API's schema. `volumeDelete` counts as lost though
 * Railway documents 48 hours in which a deleted volume can be restored: on 25 April 2026 the same was promised, and the API call
 * of PocketOS's agent deleted at once.
 */
export const railwayRules: readonly RailwayRule[] = [
  {
    id: 'railway.deleteVolume',
    effect: 'delete',
    resource: 'volume',
    title: 'Delete the Railway volume {name}',
    ...shared,
    source: 'https://docs.railway.com/volumes/backups',
    takes: 'The backups stored inside the volume go with it.',
    safer: 'Copy the data out of the volume first, and check which environment its id belongs to (railway volume list --json).',
    words: ['volume|volumes delete|remove|rm'],
    nameOptions: ['-v', '--volume'],
    mutations: [
      { fields: ['volumeDelete'], names: ['volumeId', 'id'] },
      {
        fields: ['volumeInstanceUpdate'],
        names: ['volumeId'],
        when: (args) => /^DELET/.test(String(at(args, 'input', 'state') ?? '')),
      },
    ],
    examples: [
      `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{"query":"mutation { volumeDelete(volumeId: \\"${id}\\") }"}'`,
      'railway volume delete --volume bookings-data --yes',
      'railway volume rm -v bookings-data -e staging -y',
      `railway api 'mutation($id: String!) { volumeDelete(volumeId: $id) }' --var id=${id}`,
    ],
    nearMisses: [
      'railway volume list --json',
      'railway volume add --mount-path /data',
      api('query { project(id: "x") { volumes { edges { node { id name } } } } }'),
    ],
  },
  {
    id: 'railway.detachVolume',
    effect: 'change',
    resource: 'volume',
    title: 'Detach the Railway volume {name} from its service',
    ...shared,
    hardToUndo: true,
    source: cli('volume'),
    takes: 'The service runs on without its data.',
    words: ['volume|volumes detach'],
    nameOptions: ['-v', '--volume'],
    mutations: [{ fields: ['volumeInstanceUpdate'], names: ['volumeId'], when: (args) => at(args, 'input', 'serviceId') === null }],
    examples: ['railway volume detach --volume bookings-data --yes'],
    nearMisses: ['railway volume attach --volume bookings-data --service backend'],
  },
  {
    id: 'railway.overwriteVolumeFile',
    effect: 'overwrite',
    resource: 'file',
    title: 'Overwrite {name} on a Railway volume',
    ...shared,
    source: 'https://github.com/railwayapp/cli/blob/master/src/commands/volume.rs',
    safer: 'Leave --yes out: then an existing file is not overwritten without asking.',
    words: ['volume|volumes upload|up|put'],
    needs: ['-y', '--yes'],
    nameWord: 1,
    examples: ['railway volume upload ./dump.rdb data/dump.rdb --volume redis-data --yes'],
    nearMisses: ['railway volume download data/dump.rdb ./dump.rdb --volume redis-data', 'railway volume files data --volume redis-data'],
  },
  {
    id: 'railway.deleteBackup',
    effect: 'delete',
    resource: 'backup',
    title: 'Delete the Railway backup {name}',
    ...shared,
    source: cli('postgres'),
    words: ['postgres|pg pitr backup delete'],
    each: true,
    mutations: [
      { fields: ['volumeInstanceBackupDelete'], names: ['volumeInstanceBackupId', 'backupId', 'volumeInstanceId'] },
      { fields: ['volumeInstanceBackupBatchDelete'], names: ['volumeInstanceBackupIds', 'ids', 'volumeInstanceId'] },
    ],
    examples: [
      api(`mutation { volumeInstanceBackupDelete(volumeInstanceId: "${id}", volumeInstanceBackupId: "b1") { workflowId } }`),
      'railway postgres pitr backup delete b1 b2 -y',
    ],
    nearMisses: [
      api(`mutation { volumeInstanceBackupCreate(volumeInstanceId: "${id}") { workflowId } }`),
      'railway postgres pitr backup list',
      'railway postgres pitr backup create --name before',
    ],
  },
  {
    id: 'railway.restoreBackup',
    effect: 'overwrite',
    resource: 'volume',
    title: 'Restore a backup over the Railway volume {name}',
    ...shared,
    source: 'https://docs.railway.com/volumes/backups',
    takes: 'What was written since is replaced, and newer backups are removed.',
    safer: 'Restore to a new service (railway postgres pitr restore --at …), which leaves this one as it is.',
    words: ['postgres|pg pitr backup restore'],
    mutations: [{ fields: ['volumeInstanceBackupRestore'], names: ['volumeInstanceId'] }],
    examples: [
      api(`mutation { volumeInstanceBackupRestore(volumeInstanceId: "${id}", volumeInstanceBackupId: "b1") { workflowId } }`),
      'railway postgres pitr backup restore b1 --yes',
    ],
    nearMisses: ['railway postgres pitr restore --service postgres --at 2h', 'railway postgres pitr status'],
  },
  {
    id: 'railway.stopBackups',
    effect: 'change',
    resource: 'volume',
    title: 'Stop the automatic backups of the Railway volume {name}',
    ...shared,
    hardToUndo: true,
    source: cli('postgres'),
    words: ['postgres|pg pitr schedule set', 'postgres|pg pitr disable'],
    when: (args, rest) => rest.length === 0 && (args.words.some((word) => word.text === 'disable') || args.options.has('--none')),
    nameOptions: ['-s', '--service'],
    mutations: [
      {
        fields: ['volumeInstanceBackupScheduleUpdate'],
        names: ['volumeInstanceId'],
        when: (args) => Array.isArray(args['kinds']) && args['kinds'].length === 0,
      },
      { fields: ['disablePitrForHaCluster'], names: ['input.rootServiceId', 'input.serviceId', 'input.environmentId'] },
    ],
    examples: ['railway postgres pitr schedule set --none', 'railway postgres pitr disable --service postgres -y'],
    nearMisses: ['railway postgres pitr schedule set --daily --weekly', 'railway postgres pitr enable --service postgres'],
  },
  {
    id: 'railway.deleteProject',
    effect: 'delete',
    resource: 'project',
    title: 'Delete the Railway project {name}',
    ...shared,
    source: cli('delete'),
    takes: 'All environments, services, deployments, volumes and backups of the project go with it.',
    words: ['delete', 'project delete|remove|rm'],
    nameOptions: ['-p', '--project'],
    mutations: [{ fields: ['projectDelete', 'projectScheduleDeleteForce'] }],
    examples: [
      'railway delete --project rentals --yes',
      'railway project rm -p rentals -y',
      api(`mutation { projectDelete(id: "${id}") }`),
      api(`mutation { projectScheduleDeleteForce(id: "${id}") }`),
    ],
    nearMisses: [
      'railway project list',
      'railway list --json',
      api('mutation { projectCreate(input: { name: "rentals" }) { id } }'),
      'railway delete --help',
    ],
  },
  {
    id: 'railway.scheduleProjectDelete',
    effect: 'delete',
    resource: 'project',
    title: 'Schedule the Railway project {name} for deletion',
    location: 'remote',
    recovery: 'window',
    source: schema,
    takes: 'Everything in the project goes with it after 48 hours.',
    words: [],
    mutations: [{ fields: ['projectScheduleDelete'] }],
    examples: [api(`mutation { projectScheduleDelete(id: "${id}") }`)],
    nearMisses: [api(`mutation { projectScheduleDeleteCancel(id: "${id}") }`)],
  },
  {
    id: 'railway.deleteWorkspace',
    effect: 'delete',
    resource: 'workspace',
    title: 'Delete the Railway workspace {name}',
    ...shared,
    source: schema,
    takes: 'All data of the workspace goes with it.',
    words: [],
    mutations: [{ fields: ['workspaceDelete', 'teamDelete'] }],
    examples: [api(`mutation { workspaceDelete(id: "${id}") }`)],
    nearMisses: [api(`mutation { workspaceUpdate(id: "${id}", input: { name: "shop" }) }`)],
  },
  {
    id: 'railway.deleteAccount',
    effect: 'delete',
    resource: 'account',
    title: 'Delete the Railway account that is signed in',
    ...shared,
    source: schema,
    words: [],
    mutations: [{ fields: ['userDelete'], names: [] }],
    examples: [api('mutation { userDelete }')],
    nearMisses: [api('query { me { id email } }')],
  },
  {
    id: 'railway.deleteEnvironment',
    effect: 'delete',
    resource: 'environment',
    title: 'Delete the Railway environment {name}',
    ...shared,
    source: cli('environment'),
    takes: 'All services, variables and volumes of the environment go with it.',
    words: ['environment|env delete|remove|rm'],
    mutations: [{ fields: ['environmentDelete'] }],
    examples: ['railway environment delete staging --yes', 'railway env rm pr-42', api(`mutation { environmentDelete(id: "${id}") }`)],
    nearMisses: ['railway environment new staging --duplicate production', 'railway environment production', 'railway env list'],
  },
  {
    id: 'railway.deleteService',
    effect: 'delete',
    resource: 'service',
    title: 'Delete the Railway service {name}',
    ...shared,
    source: cli('service'),
    takes: 'Its deployments and variables go with it.',
    words: ['service delete|remove|rm', 'functions|function|func|fn|funcs|fns delete|remove|rm'],
    nameOptions: ['-s', '--service', '-f', '--function'],
    mutations: [{ fields: ['serviceDelete'] }],
    examples: [
      'railway service delete --service api --environment production --yes',
      'railway fn rm -f cleanup -y',
      api(`mutation { serviceDelete(id: "${id}") }`),
    ],
    nearMisses: ['railway service list --json', 'railway service redeploy -y', 'railway service delete-queue', 'railway functions push'],
  },
  {
    id: 'railway.deleteDatabase',
    effect: 'delete',
    resource: 'database',
    title: 'Delete the Railway database {name}',
    ...shared,
    source: schema,
    takes: 'All data in it goes with it.',
    words: [],
    mutations: [{ fields: ['pluginDelete', 'databaseDelete', 'pluginReset'], names: ['id', 'databaseId', 'pluginId'] }],
    examples: [api(`mutation { pluginDelete(id: "${id}") }`), api(`mutation { databaseDelete(id: "${id}") }`)],
    nearMisses: [api(`mutation { pluginRestart(id: "${id}", input: {}) { id } }`)],
  },
  {
    id: 'railway.deleteBucket',
    effect: 'delete',
    resource: 'bucket',
    title: 'Delete the Railway bucket {name}',
    ...shared,
    source: cli('bucket'),
    takes: 'All objects in it go with it.',
    words: ['bucket|buckets delete|remove|rm'],
    nameOptions: ['-b', '--bucket'],
    mutations: [{ fields: ['bucketDelete'], names: ['id', 'bucketId'] }],
    examples: ['railway bucket delete --bucket invoices --yes', 'railway bucket -b invoices -e production rm -y'],
    nearMisses: ['railway bucket list', 'railway bucket info -b invoices', 'railway bucket create photos'],
  },
  {
    id: 'railway.resetCredentials',
    effect: 'change',
    resource: 'credentials',
    title: 'Reset the credentials of {name} on Railway',
    ...shared,
    hardToUndo: true,
    source: cli('bucket'),
    takes: 'Whatever uses the old ones stops working.',
    words: ['bucket|buckets credentials'],
    needs: ['--reset'],
    nameOptions: ['-b', '--bucket'],
    mutations: [{ fields: ['bucketCredentialsReset', 'pluginResetCredentials'], names: ['bucketId', 'id'] }],
    examples: ['railway bucket credentials --bucket invoices --reset --yes'],
    nearMisses: ['railway bucket info --bucket invoices'],
  },
  {
    id: 'railway.removeDeployment',
    effect: 'delete',
    resource: 'deployment',
    title: 'Take down the Railway deployment of {name}',
    location: 'remote',
    recovery: 'window',
    source: cli('down'),
    takes: 'The service is offline until it is deployed again.',
    words: ['down'],
    nameOptions: ['-s', '--service'],
    mutations: [{ fields: ['deploymentRemove', 'deploymentStop'] }],
    examples: ['railway down --service backend --yes', 'railway down -y', api(`mutation { deploymentRemove(id: "${id}") }`)],
    nearMisses: [
      'railway up --detach',
      'railway logs',
      'railway redeploy -y',
      api(`mutation { deploymentRestart(id: "${id}") }`),
      'railway down --help',
    ],
  },
  {
    id: 'railway.deleteVariable',
    effect: 'delete',
    resource: 'variable',
    title: 'Delete the Railway variable {name}',
    ...shared,
    source: cli('variable'),
    safer: 'Note its value first (railway variable list), for it cannot be read afterwards.',
    words: ['variable|variables|vars|var delete|remove|rm'],
    each: true,
    mutations: [{ fields: ['variableDelete'], names: ['input.name'] }],
    examples: [
      'railway variable delete DATABASE_URL -e production',
      'railway variables rm API_KEY --service api',
      api(`mutation { variableDelete(input: { projectId: "p", environmentId: "e", name: "API_KEY" }) }`),
    ],
    nearMisses: ['railway variable set API_URL=https://example.com', 'railway variables --set DEBUG=true'],
  },
  {
    id: 'railway.replaceVariables',
    effect: 'overwrite',
    resource: 'variables',
    title: 'Replace all variables of {name} on Railway',
    ...shared,
    source: schema,
    takes: 'Variables that the new set does not name are removed.',
    safer: 'Leave `replace` out, so that the others stay.',
    words: [],
    mutations: [
      {
        fields: ['variableCollectionUpsert'],
        names: ['input.serviceId', 'input.environmentId'],
        when: (args) => at(args, 'input', 'replace') === true || at(args, 'input', 'replace') === 'true',
      },
    ],
    examples: [
      `${post} -d '${JSON.stringify({
        query: 'mutation Set($input: VariableCollectionUpsertInput!) { variableCollectionUpsert(input: $input) }',
        variables: { input: { projectId: 'p', environmentId: 'e', replace: true, variables: { A: '1' } } },
      })}'`,
    ],
    nearMisses: [
      `${post} -d '${JSON.stringify({
        query: 'mutation Set($input: VariableCollectionUpsertInput!) { variableCollectionUpsert(input: $input) }',
        variables: { input: { projectId: 'p', environmentId: 'e', variables: { A: '1' } } },
      })}'`,
    ],
  },
  {
    id: 'railway.setVariable',
    effect: 'change',
    resource: 'variable',
    title: 'Set the Railway variable {name}',
    ...shared,
    hardToUndo: true,
    source: cli('variable'),
    takes: 'Its old value is lost, and the service is deployed again.',
    words: ['variable|variables|vars|var set', 'variable|variables|vars|var'],
    nameOptions: [],
    when: (args) => args.words[1]?.text === 'set' || args.options.has('--set') || args.options.has('--set-from-stdin'),
    examples: ['railway variable set API_URL=https://example.com -e production', 'railway variables --set DEBUG=true'],
    nearMisses: ['railway variables list --kv', 'railway environment config', 'railway status'],
    mutations: [{ fields: ['variableUpsert'], names: ['input.name'] }],
  },
  {
    id: 'railway.deleteDomain',
    effect: 'delete',
    resource: 'domain',
    title: 'Delete the Railway domain {name}',
    ...shared,
    source: schema,
    takes: 'The service is no longer reached under it.',
    words: ['domain|domains delete|remove|rm'],
    mutations: [
      { fields: ['customDomainDelete', 'serviceDomainDelete'] },
      { fields: ['railwayDomainDnsRecordDelete'], names: ['input.recordId', 'input.id', 'input.name', 'input.domainId'] },
    ],
    examples: [api(`mutation { customDomainDelete(id: "${id}") }`), 'railway domain delete shop.example.com'],
    nearMisses: ['railway domain shop.example.com --port 8080', api('query { domains(projectId: "p") { customDomains { id } } }')],
  },
  {
    id: 'railway.deleteNetwork',
    effect: 'delete',
    resource: 'network',
    title: 'Delete the Railway network endpoint {name}',
    ...shared,
    source: schema,
    takes: 'What connects through it is cut off.',
    words: ['tcp-proxy delete|remove|rm', 'private-network delete|remove|rm'],
    mutations: [
      { fields: ['tcpProxyDelete', 'privateNetworkEndpointDelete'] },
      { fields: ['privateNetworksForEnvironmentDelete'], names: ['environmentId'] },
    ],
    examples: [
      api(`mutation { tcpProxyDelete(id: "${id}") }`),
      api(`mutation { privateNetworksForEnvironmentDelete(environmentId: "${id}") }`),
    ],
    nearMisses: ['railway tcp-proxy list'],
  },
  {
    id: 'railway.deleteAccess',
    effect: 'delete',
    resource: 'token',
    title: 'Delete the Railway token or key {name}',
    ...shared,
    source: schema,
    takes: 'Whatever uses it stops working.',
    words: ['ssh keys delete|remove|rm'],
    mutations: [
      {
        fields: [
          'apiTokenDelete',
          'projectTokenDelete',
          'sshPublicKeyDelete',
          'passkeyDelete',
          'providerAuthRemove',
          'trustedDomainDelete',
        ],
      },
    ],
    examples: [api(`mutation { projectTokenDelete(id: "${id}") }`)],
    nearMisses: [api('mutation { logout }')],
  },
  {
    id: 'railway.weakenAccess',
    effect: 'escalate',
    resource: 'account',
    title: 'Weaken the sign-in of {name} on Railway',
    ...shared,
    source: schema,
    words: [],
    mutations: [
      { fields: ['twoFactorInfoDelete'], names: [] },
      {
        fields: ['workspaceTwoFactorEnforcementUpdate'],
        names: ['workspaceId'],
        when: (args) => args['enabled'] === false || args['enabled'] === 'false',
      },
    ],
    examples: [
      api('mutation { twoFactorInfoDelete }'),
      api('mutation { workspaceTwoFactorEnforcementUpdate(workspaceId: "w", enabled: false) }'),
    ],
    nearMisses: [api('mutation { workspaceTwoFactorEnforcementUpdate(workspaceId: "w", enabled: true) }')],
  },
  {
    id: 'railway.removePeople',
    effect: 'change',
    resource: 'member',
    title: 'Change who has access on Railway: {name}',
    ...shared,
    hardToUndo: true,
    source: schema,
    words: [],
    mutations: [
      {
        fields: ['projectMemberRemove', 'workspaceUserRemove', 'teamUserRemove', 'projectMemberUpdate'],
        names: ['input.userId', 'input.projectId', 'id'],
      },
      { fields: ['projectLeave', 'workspaceLeave'] },
      {
        fields: ['projectTransfer', 'projectTransferConfirm', 'projectTransferInitiate', 'projectTransferToTeam'],
        names: ['projectId', 'input.projectId', 'id'],
      },
    ],
    examples: [api('mutation { projectMemberRemove(input: { projectId: "p", userId: "u" }) { id } }')],
    nearMisses: [api('query { projectMembers(projectId: "p") { id } }')],
  },
  {
    id: 'railway.deleteIntegration',
    effect: 'delete',
    resource: 'integration',
    title: 'Delete the Railway integration {name}',
    ...shared,
    source: schema,
    words: ['flag|flags delete|remove|rm'],
    mutations: [
      {
        fields: [
          'integrationDelete',
          'webhookDelete',
          'notificationRuleDelete',
          'deploymentTriggerDelete',
          'templateDelete',
          'observabilityDashboardDelete',
        ],
      },
      { fields: ['signalDelete', 'signalReplace'], names: ['input.key', 'input.name', 'input.id'] },
    ],
    examples: [api(`mutation { integrationDelete(id: "${id}") }`), api(`mutation { deploymentTriggerDelete(id: "${id}") }`)],
    nearMisses: [api('query { integrations(projectId: "p") { edges { node { id } } } }')],
  },
  {
    id: 'railway.disconnect',
    effect: 'change',
    resource: 'service',
    title: 'Disconnect {name} on Railway',
    ...shared,
    hardToUndo: true,
    source: schema,
    words: ['postgres|pg ha revert', 'postgres|pg pgbouncer remove'],
    nameOptions: ['-s', '--service'],
    mutations: [
      { fields: ['serviceDisconnect', 'serviceRemoveUpstreamUrl', 'templateUnpublish', 'deploymentCancel'] },
      {
        fields: ['templateRevert', 'disableServiceCdn', 'egressGatewayAssociationsClear'],
        names: ['input.serviceId', 'input.rootServiceId'],
      },
      { fields: ['railwayDomainNameserversSet'], names: ['input.domainId', 'input.domain'] },
    ],
    examples: [api(`mutation { serviceDisconnect(id: "${id}") { id } }`), 'railway postgres ha revert --service postgres --yes'],
    nearMisses: ['railway postgres ha status'],
  },
  {
    id: 'railway.destroySandbox',
    effect: 'delete',
    resource: 'sandbox',
    title: 'Destroy the Railway sandbox {name}',
    location: 'remote',
    // A sandbox is scratch by definition: Railway destroys idle ones by itself.
    recovery: 'recoverable',
    source: cli('sandbox'),
    words: ['sandbox|sandboxes|sbx destroy|rm|delete'],
    nameOptions: ['--id'],
    mutations: [{ fields: ['sandboxDestroy'] }],
    examples: ['railway sandbox destroy sbx_abc123', api(`mutation { sandboxDestroy(id: "s", environmentId: "e") { id } }`)],
    nearMisses: ['railway sandbox list'],
  },
  {
    id: 'railway.deleteCheckpoint',
    effect: 'delete',
    resource: 'checkpoint',
    title: 'Delete the Railway checkpoint or cloud agent {name}',
    ...shared,
    source: cli('sandbox'),
    takes: 'Its disk goes with it.',
    words: ['sandbox|sandboxes|sbx checkpoint|checkpoints delete|rm'],
    mutations: [{ fields: ['sandboxCheckpointDelete', 'cloudAgentDelete'] }],
    examples: ['railway sandbox checkpoint delete node-base', api(`mutation { cloudAgentDelete(id: "${id}") }`)],
    nearMisses: ['railway sandbox checkpoint create after-deps'],
  },
  {
    id: 'railway.applyDeletion',
    effect: 'delete',
    resource: 'environment',
    title: 'Apply changes that delete resources of the Railway environment {name}',
    ...shared,
    source: cli('config'),
    takes: 'Services and volumes that the change takes out go with their data.',
    safer: 'Look at `railway config plan` first, and apply without --confirm-destructive.',
    words: ['config apply', 'environment|env edit|update'],
    when: (args) =>
      args.options.has('--confirm-destructive') ||
      args.words.some((word) => /isDeleted/.test(word.text)) ||
      /isDeleted/.test(optionValue(args, '-s', '--service-config')?.text ?? ''),
    nameOptions: ['-e', '--environment'],
    mutations: [
      {
        fields: ['environmentPatchCommit', 'environmentStageChanges', 'environmentApplyChangeSet'],
        names: ['environmentId'],
        when: (args) => patchDeletes(args['patch'] ?? args['input']),
      },
    ],
    examples: [
      'railway config apply --yes --confirm-destructive',
      `${post} -d '${JSON.stringify({
        query: 'mutation P($id: String!, $patch: EnvironmentConfig) { environmentPatchCommit(environmentId: $id, patch: $patch) }',
        variables: { id: 'env-1', patch: { volumes: { [id]: { isDeleted: true } } } },
      })}'`,
    ],
    nearMisses: [
      'railway config plan',
      'railway config apply --yes',
      'railway environment edit --service-config api buildCommand "npm run build"',
    ],
  },
  {
    id: 'railway.commitStaged',
    effect: 'change',
    resource: 'environment',
    title: 'Commit the staged changes of the Railway environment {name}',
    ...shared,
    hardToUndo: true,
    source: schema,
    takes: 'Whatever was staged is done, deletions too.',
    words: [],
    mutations: [{ fields: ['environmentPatchCommitStaged'], names: ['environmentId'] }],
    examples: [api('mutation { environmentPatchCommitStaged(environmentId: "e") }')],
    nearMisses: [api('query { environmentStagedChanges(environmentId: "e") { id } }')],
  },
];

/** Mutations that sound destructive and take nothing away that matters. */
export const railwayHarmless: ReadonlySet<string> = new Set([
  'purgeServiceCache',
  'featureFlagRemove',
  'projectFeatureFlagRemove',
  'serviceFeatureFlagRemove',
  'userFlagsRemove',
  'projectInvitationDelete',
  'botScopeBindingRemove',
  'usageLimitRemove',
  'workspacePolicyDeploySourceAllowlistRemove',
  'sessionDelete',
]);
