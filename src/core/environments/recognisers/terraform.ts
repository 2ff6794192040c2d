/**
 * Terraform and OpenTofu: the selected workspace is one line in `.terraform/environment`.
 * Source: https://github.com/hashicorp/terraform/blob/main/internal/command/meta_backend.go and
 * https://github.com/hashicorp/terraform/blob/main/internal/command/meta.go (`Workspace`), read 2026-08-21.
 */
import type { Environment, Link } from '../../types.ts';
import { isPeculiar } from '../../credentials/names.ts';
import { environmentText, placeText, type FoundIdentifier, type Recogniser, type SourceFile } from '../recogniser.ts';
import { directoryOf } from '../../paths.ts';
import { environmentOfPath } from '../dotenvFile.ts';
import { Findings, environmentIn, environmentOfNames, joinEnvironments } from '../findings.ts';
import { foldersBelow, lineFinder } from '../paths.ts';
import { readJson, recordOf, stringOf } from '../structured.ts';
import { environmentFromName } from '../tokens.ts';

function link(file: SourceFile, resource: string, kind: string, environment: Environment, remote: boolean, says: string): Link {
  // `.terraform` belongs to the configuration's folder.
  const scope = directoryOf(directoryOf(file.path));
  return {
    tool: 'terraform',
    resource,
    kind,
    environment,
    scope,
    remote,
    evidence: { text: `${placeText(file, 1)} ${says}`, path: file.path, line: 1 },
  };
}

/** The environment that the folders of a configuration say: `environments/prod/.terraform/…`. */
function folderEnvironment(file: SourceFile): Environment | undefined {
  for (const folder of foldersBelow(file.path, file.root)) {
    const said = folder === '.terraform' ? undefined : environmentFromName(folder);
    if (said === 'production' || said === 'staging') return said;
  }
  return undefined;
}

export const terraformWorkspace: Recogniser = {
  tool: 'terraform',
  files: ['.terraform/environment'],
  recognise(file) {
    const name = file.text.trim();
    if (name === '' || name.length > 90 || /\s/.test(name)) throw new Error('no workspace name');
    const environment = environmentFromName(name) ?? folderEnvironment(file) ?? 'unknown';
    return { links: [link(file, name, 'workspace', environment, true, `selects the workspace ${name}`)], identifiers: [] };
  },
};

/** The backend that `terraform init` configured: state in a bucket or a hosted workspace. */
export const terraformBackend: Recogniser = {
  tool: 'terraform',
  files: ['.terraform/terraform.tfstate'],
  recognise(file) {
    const backend = recordOf(recordOf(readJson(file.text))['backend']);
    const type = stringOf(backend['type']);
    if (type === undefined || type === 'local') return { links: [], identifiers: [] };
    const config = recordOf(backend['config']);
    const workspaces = recordOf(Array.isArray(config['workspaces']) ? config['workspaces'][0] : config['workspaces']);
    // Only names and addresses: a backend block may hold keys as well.
    const names = [
      'bucket',
      'key',
      'prefix',
      'container_name',
      'storage_account_name',
      'resource_group_name',
      'organization',
      'hostname',
      'address',
      'path',
      'profile',
    ]
      .map((key) => stringOf(config[key]))
      .concat(stringOf(workspaces['name']))
      .filter((name) => name !== undefined);
    const said = names.map((name) => environmentFromName(name));
    const environment = said.includes('production')
      ? 'production'
      : (said.find((one) => one !== undefined && one !== 'local') ?? folderEnvironment(file) ?? 'unknown');
    const bucket = stringOf(config['bucket']) ?? stringOf(workspaces['name']);
    const identifiers: FoundIdentifier[] =
      bucket !== undefined && isPeculiar(bucket)
        ? [
            {
              id: bucket.toLowerCase(),
              place: {
                kind: 'bucket',
                environment,
                evidence: {
                  text: `${placeText(file, 1)} keeps the state in ${bucket}, ${environmentText(environment)}`,
                  path: file.path,
                  line: 1,
                },
              },
            },
          ]
        : [];
    return {
      links: [
        link(file, names.join('/').replace(/^https?:\/\/[^@/]*@/, '') || type, 'state', environment, true, `keeps the state in ${type}`),
      ],
      identifiers,
    };
  },
};

const scanned =
  /^[ \t]{0,32}(bucket|key|prefix|profile|workspace_dir|name|organization|project|project_id|account_id|container_name|storage_account_name|resource_group_name)\s{0,40}=\s{0,8}"([^"$\n]{1,200})"/;
const opening = /^[ \t]{0,32}(backend|cloud|workspaces|provider|remote_state|config)\b\s{0,4}(?:"([\w-]{1,64})")?\s{0,4}=?\s{0,4}\{/;

/**
 * Where a configuration keeps its state and which account its providers use, as far as literals say so. HCL is code: a scan of its
 * text, line by line.
 * Source: https://github.com/hashicorp/terraform/blob/main/website/docs/language/settings/backends/s3.mdx (`backend`);
 * https://developer.hashicorp.com/terraform/cli/cloud/settings (`cloud`, unverified).
 */
export const terraformCode: Recogniser = {
  tool: 'terraform',
  files: [/\.tf$/, 'terragrunt.hcl', 'root.hcl'],
  quiet: true,
  variables: [
    { name: 'TF_WORKSPACE', kind: 'workspace' },
    { name: 'TF_VAR_environment', kind: 'environment' },
    { name: 'TF_VAR_env', kind: 'environment' },
  ],
  // What is deployed stands in a file of one of these names; the others are thousands in some repositories.
  wants: (path, root) =>
    /(?:^|[/_-])(?:main|backends?|providers?|versions?|terraform|cloud|state|remote|config|root|terragrunt)\.(?:tf|hcl)$/.test(path) ||
    environmentOfPath(path, root) !== undefined,
  recognise(file) {
    const found = new Findings(file, 'terraform');
    const place = environmentOfPath(file.path, file.root);
    const stack: string[] = [];
    const names: { readonly name: string; readonly line: number }[] = [];
    let type: string | undefined;
    let line = 0;
    for (const row of file.text.split('\n')) {
      line++;
      if (row.length > 2000 || /^\s*(?:#|\/\/)/.test(row)) continue;
      const opened = opening.exec(row);
      const [, key, value] = scanned.exec(row) ?? [];
      const inside = stack.find((name) => name === 'backend' || name === 'cloud' || name === 'remote_state');
      if (opened) {
        if (opened[1] === 'backend' || opened[1] === 'cloud' || opened[1] === 'remote_state') type ??= opened[2] ?? opened[1];
        for (const brace of row.matchAll(/[{}]/g))
          if (brace[0] === '{') stack.push(stack.length < 50 && brace.index >= opened[0].length - 1 ? opened[1]! : '');
          else stack.pop();
        continue;
      }
      if (key !== undefined && value !== undefined) {
        const environment = joinEnvironments(environmentOfNames(value), place ?? 'unknown');
        if (inside !== undefined && key !== 'profile') {
          names.push({ name: value, line });
          if (key === 'bucket' || key === 'name' || key === 'container_name' || key === 'storage_account_name')
            found.identify(value, key === 'name' ? 'workspace' : 'bucket', environment, line);
        } else if (stack.includes('provider') && /^(?:profile|project|account_id)$/.test(key))
          found.identify(value, key, environment, line).link(key, value, environment, { line, says: `uses the ${key} ${value}` });
      }
      for (const brace of row.matchAll(/[{}]/g))
        if (brace[0] === '{') stack.push('');
        else stack.pop();
    }
    const [first] = names;
    if (first && type !== undefined && type !== 'local') {
      const environment = joinEnvironments(environmentOfNames(...names.map(({ name }) => name)), place ?? 'unknown');
      found.link('state', names.map(({ name }) => name).join('/'), environment, {
        line: first.line,
        says: `keeps the state in ${type === 'cloud' ? 'HCP Terraform' : type}`,
      });
    }
    return found;
  },
};

/**
 * Variables that are loaded without being named: `terraform.tfvars` and `*.auto.tfvars`.
 * Source: https://learn.hashicorp.com/tutorials/terraform/google-cloud-platform-variables
 */
export const terraformVariables: Recogniser = {
  tool: 'terraform',
  files: ['terraform.tfvars', /\.auto\.tfvars$/],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'terraform');
    const lineOf = lineFinder(file.text);
    const match = /^[ \t]{0,16}(env|environment|stage|environment_name|env_name)\s{0,40}=\s{0,8}"([\w-]{1,64})"/m.exec(file.text);
    const said = match?.[2];
    const environment = environmentIn(file, said);
    if (environment === 'unknown') return found;
    return found.link('variables', said ?? environment, environment, {
      line: match ? lineOf(match.index) : 1,
      says: said === undefined ? `is loaded for ${environment}` : `sets ${match![1]} to ${said}`,
    });
  },
};
