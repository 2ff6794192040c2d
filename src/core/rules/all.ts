import type { Invocation } from '../shell/invocation.ts';
import { autorunActions } from './autorun/autorunActions.ts';
import { awsTool } from './clouds/aws.ts';
import { azureTool } from './clouds/azure.ts';
import { bqTool, gcloudTool, gsutilProtectionTool, gsutilTool } from './clouds/google.ts';
import { moreCloudTools } from './clouds/moreClouds.ts';
import { consoleTools } from './consoles/consoles.ts';
import { clusterTools, dockerComposeTool, dockerTools, helmTool } from './containers/docker.ts';
import { moreContainerTools } from './containers/moreContainers.ts';
import { kubectlTool } from './containers/kubectl.ts';
import { credentialActions } from './credentials/credentialActions.ts';
import { writtenSecretActions } from './credentials/writtenSecrets.ts';
import { graphTools } from './databases/graph.ts';
import { moreDatabaseTools } from './databases/moreDatabases.ts';
import { queueTools } from './databases/queues.ts';
import { storeTools } from './databases/stores.ts';
import { deleteActions } from './files/deleteActions.ts';
import { filesTools } from './files/tools.ts';
import { gitTools } from './git/tools.ts';
import { agentModeTools } from './guard/agentModes.ts';
import { watcherTools } from './guard/switchOffs.ts';
import { guardActions } from './guard/guardFiles.ts';
import { backendTools } from './hosting/backends.ts';
import { wranglerTool } from './hosting/cloudflare.ts';
import { flyTool } from './hosting/fly.ts';
import { herokuTool } from './hosting/heroku.ts';
import { moreHostingTools } from './hosting/moreHosting.ts';
import { netlifyTool } from './hosting/netlify.ts';
import { rollbackTools } from './hosting/rollbacks.ts';
import { supabaseTool } from './hosting/supabase.ts';
import { vercelTool } from './hosting/vercel.ts';
import { moreHostTools } from './hosts/moreHosts.ts';
import { githubTool, gitlabTool } from './hosts/github.ts';
import { apiRules } from './http/apis.ts';
import { httpTools } from './http/tools.ts';
import { fetchActions } from './http/fetchActions.ts';
import { accountTools } from './infrastructure/accounts.ts';
import { ansibleTools } from './infrastructure/ansible.ts';
import { fleetTools } from './infrastructure/fleet.ts';
import { moreInfrastructureTools } from './infrastructure/more.ts';
import { cdkTool, pulumiTool, samTool, terraformTool, vagrantTool } from './infrastructure/terraform.ts';
import { virtualMachineTools } from './infrastructure/virtualMachines.ts';
import { codeTool } from './interpreters/code.ts';
import { codeConsoleTool } from './interpreters/consoleCode.ts';
import { escapeTools } from './interpreters/escapes.ts';
import { frameworkScriptTool, railsRunnerTool, sailTool } from './interpreters/frameworkScripts.ts';
import { shellPipeTool } from './interpreters/shells.ts';
import { mcpActions, otherActions } from './mcp/mcpActions.ts';
import { liquibaseJarTools } from './migrations/liquibaseJar.ts';
import { moreMigrationTools } from './migrations/moreMigrations.ts';
import { migrationTools } from './migrations/migrations.ts';
import { remoteShellTools } from './network/remoteShell.ts';
import { runsDownloadTool } from './network/runsDownload.ts';
import { sendsTool, takesTool } from './network/sends.ts';
import { packageTools } from './publishing/packages.ts';
import { registryTools } from './publishing/registries.ts';
import { railwayTools } from './railway/tools.ts';
import type { ActionTool, Rule, Tool } from './rule.ts';
import { scriptByNameTool } from './scripts/byName.ts';
import { composerTools } from './scripts/composer.ts';
import { justTools } from './scripts/just.ts';
import { makeTools } from './scripts/make.ts';
import { packageScriptTools } from './scripts/packageScripts.ts';
import { taskTools } from './scripts/task.ts';
import { moreSecretTools } from './secrets/moreSecrets.ts';
import { secretTools } from './secrets/secrets.ts';
import { appPlatformTools } from './services/appPlatforms.ts';
import { buildServerTools } from './services/buildServers.ts';
import { contentSystemTools } from './services/contentSystems.ts';
import { machineLearningTools } from './services/machineLearning.ts';
import { moreServiceTools } from './services/moreServices.ts';
import { observabilityTools } from './services/observability.ts';
import { directoryTools } from './services/directories.ts';
import { serviceTools } from './services/services.ts';
import { sqlTools } from './sql/tools.ts';
import { moreStorageTools } from './storage/moreStorage.ts';
import { storageTools } from './storage/storage.ts';
import { keyTools } from './system/keys.ts';
import { machineTools } from './system/machine.ts';
import { moreMachineTools } from './system/moreMachine.ts';
import { packageManagerTools } from './system/packages.ts';
import { systemFileActions } from './system/systemFiles.ts';
import { systemTools } from './system/system.ts';
import { unknownTools } from './unknown/unknownTools.ts';
import { moreWindowsTools } from './windows/moreWindows.ts';
import { windowsTools } from './windows/tools.ts';

/** Every table of programs. A new family is one import and one entry here. */
export const tools: readonly Tool[] = [
  ...filesTools,
  ...gitTools,
  githubTool,
  gitlabTool,
  ...moreHostTools,
  ...httpTools,
  // Their requests come through the HTTP clients; here they are listed for docs/rules.md and the test of the tables.
  {
    names: [],
    family: 'apis',
    get rules() {
      return apiRules();
    },
    find: () => [],
  },
  ...sqlTools,
  ...storeTools,
  ...graphTools,
  ...queueTools,
  ...moreDatabaseTools,
  ...consoleTools,
  ...migrationTools,
  ...moreMigrationTools,
  ...liquibaseJarTools,
  ...railwayTools,
  vercelTool,
  netlifyTool,
  flyTool,
  herokuTool,
  supabaseTool,
  wranglerTool,
  ...backendTools,
  ...moreHostingTools,
  ...rollbackTools,
  awsTool,
  gcloudTool,
  gsutilTool,
  gsutilProtectionTool,
  bqTool,
  azureTool,
  ...moreCloudTools,
  terraformTool,
  pulumiTool,
  cdkTool,
  samTool,
  vagrantTool,
  kubectlTool,
  ...dockerTools,
  dockerComposeTool,
  helmTool,
  ...clusterTools,
  ...moreContainerTools,
  ...storageTools,
  ...moreStorageTools,
  ...packageTools,
  ...registryTools,
  ...secretTools,
  ...moreSecretTools,
  ...systemTools,
  ...windowsTools,
  ...moreWindowsTools,
  ...keyTools,
  ...machineTools,
  ...moreMachineTools,
  ...remoteShellTools,
  runsDownloadTool,
  sendsTool,
  takesTool,
  ...packageManagerTools,
  ...ansibleTools,
  ...moreInfrastructureTools,
  ...accountTools,
  ...fleetTools,
  ...virtualMachineTools,
  ...serviceTools,
  ...directoryTools,
  ...contentSystemTools,
  ...buildServerTools,
  ...observabilityTools,
  ...machineLearningTools,
  ...appPlatformTools,
  ...moreServiceTools,
  ...agentModeTools,
  ...watcherTools,
  shellPipeTool,
  frameworkScriptTool,
  railsRunnerTool,
  sailTool,
  codeConsoleTool,
  codeTool,
  ...escapeTools,
  ...packageScriptTools,
  scriptByNameTool,
  ...makeTools,
  ...justTools,
  ...taskTools,
  ...composerTools,
  unknownTools,
];

/** What judges actions that are no commands. */
export const actionTools: readonly ActionTool[] = [
  guardActions,
  autorunActions,
  deleteActions,
  credentialActions,
  writtenSecretActions,
  systemFileActions,
  fetchActions,
  mcpActions,
  otherActions,
];

const byProgram = new Map<string, Tool[]>();
for (const tool of tools)
  for (const name of tool.names) {
    const entry = byProgram.get(name);
    if (entry) entry.push(tool);
    else byProgram.set(name, [tool]);
  }

const none: readonly Tool[] = [];

/** The tables that know a program. */
export function toolsOf(program: Invocation['program']): readonly Tool[] {
  return byProgram.get(program) ?? none;
}

/** Every rule, for docs/rules.md and for the test of the tables. */
export function allRules(): readonly { readonly family: string; readonly rule: Rule }[] {
  const seen = new Set<Rule>();
  const rules: { family: string; rule: Rule }[] = [];
  for (const { family, rules: rows } of [...tools, ...actionTools])
    for (const rule of rows) {
      if (seen.has(rule)) continue;
      seen.add(rule);
      rules.push({ family, rule });
    }
  return rules;
}
