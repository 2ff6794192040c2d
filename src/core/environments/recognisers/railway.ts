/**
 * Railway. The link of a directory lies in the user's own file, keyed by absolute path; the nearest ancestor wins.
 * Source: https://github.com/railwayapp/cli/blob/master/src/config.rs (`RailwayProject`), read 2026-08-21.
 */
import type { Environment, Link } from '../../types.ts';
import { isPeculiar } from '../../credentials/names.ts';
import { directoryOf } from '../../paths.ts';
import { lineFinder } from '../paths.ts';
import { environmentText, placeText, type FoundIdentifier, type Recogniser, type SourceFile } from '../recogniser.ts';
import { readJson, recordOf, stringOf } from '../structured.ts';
import { environmentFromName } from '../tokens.ts';

export const railwayUser: Recogniser = {
  tool: 'railway',
  files: [],
  userFiles: ['~/.railway/config.json'],
  variables: [
    { name: 'RAILWAY_ENVIRONMENT', kind: 'environment' },
    { name: 'RAILWAY_ENVIRONMENT_NAME', kind: 'environment' },
    { name: 'RAILWAY_ENVIRONMENT_ID', kind: 'environment' },
    { name: 'RAILWAY_PROJECT_ID', kind: 'project', holdsAll: true },
    { name: 'RAILWAY_PROJECT_NAME', kind: 'project', holdsAll: true },
    { name: 'RAILWAY_SERVICE_ID', kind: 'service', holdsAll: true },
    { name: 'RAILWAY_SERVICE_NAME', kind: 'service', holdsAll: true },
  ],
  recognise(file) {
    const links: Link[] = [];
    const identifiers: FoundIdentifier[] = [];
    const lineOf = lineFinder(file.text);
    for (const [folder, value] of Object.entries(recordOf(recordOf(readJson(file.text))['projects']))) {
      const project = recordOf(value);
      const name = stringOf(project['name']) ?? folder;
      const said = stringOf(project['environmentName']);
      const environment = (said === undefined ? undefined : environmentFromName(said)) ?? 'unknown';
      const at = file.text.indexOf(JSON.stringify(folder));
      const line = at < 0 ? 1 : lineOf(at);
      const evidence = {
        text: `${placeText(file, line)} links ${folder} to the Railway project ${name}${said === undefined ? '' : `, environment ${said}`}`,
        path: file.path,
        line,
      };
      links.push({ tool: 'railway', resource: name, kind: 'project', environment, scope: folder, remote: true, evidence });
      const identify = (id: string | undefined, kind: string, where: Environment): void => {
        if (id === undefined || id.length < 8) return;
        identifiers.push({
          id: id.toLowerCase(),
          place: {
            name: kind === 'project' ? name : kind === 'environment' ? (said ?? name) : `${name} service`,
            kind,
            environment: where,
            evidence: { ...evidence, text: `${placeText(file, line)} names this ${kind}, ${environmentText(where)}` },
          },
        });
      };
      // A project holds all its environments: being linked to its staging does not make the project staging's.
      identify(stringOf(project['project']), 'project', environment === 'production' ? 'production' : 'unknown');
      identify(stringOf(project['environment']), 'environment', environment);
      identify(stringOf(project['service']), 'service', environment === 'production' ? 'production' : 'unknown');
      if (isPeculiar(name) && name !== folder) identify(name, 'project', environment === 'production' ? 'production' : 'unknown');
    }
    return { links, identifiers };
  },
};

/** `railway.json` and `railway.toml` configure builds: they say that the folder is deployed on Railway, not where. */
export const railway: Recogniser = {
  tool: 'railway',
  files: ['railway.json', 'railway.toml'],
  recognise: (file) => ({ links: [railwayLink(file)], identifiers: [] }),
};

function railwayLink(file: SourceFile): Link {
  return {
    tool: 'railway',
    resource: placeText(file),
    kind: 'configuration',
    environment: 'unknown',
    scope: directoryOf(file.path),
    remote: true,
    evidence: { text: `${placeText(file)} deploys this folder on Railway`, path: file.path, line: 1 },
  };
}
