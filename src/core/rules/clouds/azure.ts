import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments } from '../arguments.ts';
import type { Draft, Rule, RuleContext, Tool } from '../rule.ts';

export const azDelete: Rule = {
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
export const azDeleteGroup: Rule = {
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
  /^(account (clear|lock)|cache|config|configure|extension|tag|cloud|demo|alias|bicep|devops configure|monitor (activity-log alert|autoscale rule)|network nsg rule list)\b/;

function find(invocation: Invocation, _context: RuleContext): readonly Draft[] {
  const args = readArguments(invocation, syntax);
  const words = args.words.map((word) => word.text);
  const at = words.findIndex((word) => verbs.has(word));
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
export const azureTool: Tool = { names: ['az'], family: 'clouds', rules: [azDelete, azDeleteGroup], find };
