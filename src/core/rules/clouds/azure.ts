import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments } from '../arguments.ts';
import type { Draft, Rule, RuleContext, Tool } from '../rule.ts';

const azDelete: Rule = {
  id: 'azure.delete',
  effect: 'delete',
  resource: 'resource',
  title: 'Delete from Azure: {name}',
  location: 'remote',
  recovery: 'none',
  source: 'https://learn.microsoft.com/cli/azure/reference-index',
  examples: [
    'az sql db delete -n bookings -g prod -s main --yes',
    'az storage account delete -n acmeuploads -g prod',
    'az storage blob delete-batch -s uploads',
    'az aks delete -n main -g prod',
    'az keyvault purge --name kv',
  ],
  nearMisses: [
    'az sql db list -g prod -s main',
    'az account show',
    'az tag delete --name env',
    'az cache delete',
    'az extension remove -n x',
  ],
};
const azDeleteGroup: Rule = {
  ...azDelete,
  id: 'azure.deleteGroup',
  resource: 'resource group',
  title: 'Delete the Azure resource group {name}',
  takes: 'Everything in the group goes with it.',
  source: 'https://learn.microsoft.com/cli/azure/group#az-group-delete',
  safer: 'List what is in it first: az resource list -g NAME.',
  examples: ['az group delete -n prod --yes --no-wait', 'az group delete --resource-group prod -y'],
  nearMisses: ['az group list', 'az group show -n prod'],
};

const azWeaken: Rule = {
  ...azDelete,
  id: 'azure.weaken',
  effect: 'escalate',
  resource: 'protection',
  title: 'Take away a protection, or open to everybody, in Azure: {name}',
  recovery: 'window',
  examples: [
    'az role assignment create --assignee a --role Owner --scope /subscriptions/s',
    'az backup protection disable --delete-backup-data true -c c -i i -v v -g rg --yes',
    'az backup vault backup-properties set --soft-delete-feature-state Disable -n v -g rg',
    "az network nsg rule create -g rg --nsg-name n -n all --priority 100 --access Allow --source-address-prefixes '*' --destination-port-ranges '*'",
    'az postgres server firewall-rule create -g rg -s s -n all --start-ip-address 0.0.0.0 --end-ip-address 255.255.255.255',
    'az storage blob service-properties delete-policy update --enable false --account-name s',
    'az storage account update -n s --allow-blob-public-access true',
  ],
  nearMisses: [
    'az role assignment create --assignee a --role Reader --scope /subscriptions/s',
    'az network nsg rule create -g rg --nsg-name n -n web --priority 100 --access Allow --destination-port-ranges 443',
    'az storage account update -n s --allow-blob-public-access false',
    'az backup protection enable-for-vm -v v -g rg --vm x -p p',
  ],
};
const azTakeDown: Rule = {
  ...azDelete,
  id: 'azure.takeDown',
  resource: 'service',
  title: 'Take down, empty or replace in Azure: {name}',
  recovery: 'window',
  examples: [
    'az deployment group create --mode Complete -g rg -f t.json',
    'az redis flush -g rg -n r',
    'az storage message clear -q q',
    'az storage account keys renew -n s --key primary',
    'az storage blob sync -c c -s . --delete-destination true',
    'az vmss scale -n v -g rg --new-capacity 0',
    'az ad sp credential reset --id a',
    'az acr run --cmd "acr purge --filter x:.* --ago 0d" /dev/null',
  ],
  nearMisses: [
    'az deployment group create -g rg -f t.json',
    'az deployment group create --mode Incremental -g rg -f t.json',
    'az vmss scale -n v -g rg --new-capacity 3',
    'az redis list -g rg',
  ],
};

const weakens =
  /role assignment create .*--role[= ]"?(?:Owner|User Access Administrator)\b|backup protection disable|soft-delete-feature-state[= ]Disable|--source-address-prefix(?:es)?[= ](?:\*|Internet|0\.0\.0\.0\/0).*--destination-port-ranges?[= ](?:\*|22|3389)|--destination-port-ranges?[= ](?:\*|22|3389).*--source-address-prefix(?:es)?[= ](?:\*|Internet|0\.0\.0\.0\/0)|firewall-rule create .*--start-ip-address[= ]0\.0\.0\.0 .*--end-ip-address[= ]255|delete-policy update .*--enable[= ]false|--enable-(?:purge-protection|soft-delete|versioning|delete-retention|container-delete-retention|point-in-time-restore)[= ]false|--allow-blob-public-access[= ]true|--public-access[= ](?:blob|container)\b|--public-network-access[= ]Enabled|--default-action[= ]Allow|security pricing create .*--tier[= ][Ff]ree|--backup-retention[= ](?:0|1)\b/;
const takesDown =
  /deployment (?:group|sub|mg|tenant) create .*--mode[= ][Cc]omplete|(?:^| )(?:redis flush|queue clear|message clear)(?: |$)|keys? (?:renew|regenerate)|regenerate-keys?|--delete-destination[= ]true|(?:vmss|webapp|appservice plan|aks|aks nodepool) scale .*--(?:new-capacity|node-count|instance-count)[= ]0(?: |$)|credential reset|acr purge|aks rotate-certs|vm reimage|(?:vm|vmss) encryption disable|webapp (?:config snapshot|deleted) restore|storage blob restore|sf cluster node remove|vm run-command .*rm -rf/;

const syntax = {
  valued: new Set([
    '-n',
    '--name',
    '-g',
    '--resource-group',
    '--subscription',
    '-o',
    '--output',
    '--query',
    '-s',
    '--server',
    '--account-name',
    '--container-name',
    '--vault-name',
    '--ids',
    '--id',
    '--source',
    '-c',
    '--cluster-name',
    '--pattern',
    '-l',
  ]),
};
const verbs = new Set(['delete', 'purge', 'delete-batch', 'remove', 'destroy', 'delete-all', 'hard-delete']);
/** Groups in which removal touches only this machine or only a link between things that stay. */
const lightGroups =
  /^(account clear|cache|config|configure|extension|tag|cloud|demo|alias|bicep|devops configure|monitor (activity-log alert|autoscale rule)|network nsg rule list)\b/;

function find(invocation: Invocation, _context: RuleContext): readonly Draft[] {
  const args = readArguments(invocation, syntax);
  const words = args.words.map((word) => word.text);
  const text = invocation.argv
    .slice(1)
    .map((word) => word.text)
    .join(' ');
  const milder = hasOption(args, '--help', '-h', '--dryrun')
    ? undefined
    : weakens.test(text)
      ? azWeaken
      : takesDown.test(text)
        ? azTakeDown
        : undefined;
  if (milder) {
    const shown = optionValue(args, '-n', '--name', '-g', '--resource-group')?.text ?? words.slice(0, 4).join(' ');
    return [{ rule: milder, resource: { kind: milder.resource, name: shown, provider: 'Azure' }, target: { tool: 'azure', ids: [shown] } }];
  }
  const at = words.findIndex((word) => verbs.has(word));
  // `acr webhook create --actions push delete`: behind another verb it is a value.
  if (words.slice(0, Math.max(at, 0)).some((word) => /^(?:create|update|list|show|add|set|start)$/.test(word))) return [];
  if (at < 1 || lightGroups.test(words.join(' ')) || hasOption(args, '--help', '-h', '--dryrun')) return [];
  if (words[at] === 'remove' && !/^(storage|keyvault|backup|ad|sql|cosmosdb)/.test(words[0] ?? '')) return [];
  const group = optionValue(args, '-g', '--resource-group')?.text;
  const isGroup = words[0] === 'group' && at === 1;
  const name =
    optionValue(args, '-n', '--name', '--ids', '--id', '-s', '--source', '--account-name', '--container-name')?.text ??
    (isGroup ? group : undefined) ??
    words[at + 1] ??
    words.slice(0, at).join(' ');
  const subscription = optionValue(args, '--subscription')?.text;
  const rule = isGroup ? azDeleteGroup : azDelete;
  return [
    {
      rule,
      resource: { kind: isGroup ? 'resource group' : (words[at - 1] ?? 'resource'), name, provider: 'Azure' },
      target: {
        tool: 'azure',
        ids: [name, group, subscription].filter((id) => id !== undefined),
        ...(subscription === undefined ? {} : { says: subscription }),
      },
    },
  ];
}

/** `az GROUP … VERB`: judged by the verb. */
export const azureTool: Tool = { names: ['az'], family: 'clouds', rules: [azDelete, azDeleteGroup, azWeaken, azTakeDown], find };
