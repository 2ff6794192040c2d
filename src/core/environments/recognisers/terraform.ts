/**
 * Terraform and OpenTofu: the selected workspace is one line in `.terraform/environment`.
 * Source: https://github.com/hashicorp/terraform/blob/main/internal/command/meta_backend.go and
 * https://github.com/hashicorp/terraform/blob/main/internal/command/meta.go (`Workspace`), read 2026-08-21.
 */
import type { Environment, Link } from '../../types.ts';
import { isPeculiar } from '../../credentials/names.ts';
import { environmentText, placeText, type FoundIdentifier, type Recogniser, type SourceFile } from '../recogniser.ts';
import { directoryOf } from '../../paths.ts';
import { foldersBelow } from '../paths.ts';
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
