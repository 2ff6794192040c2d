/**
 * Vercel. `.vercel/project.json` ties a folder to a project, `.vercel/repo.json` a monorepo to several; neither names an environment.
 * Source: https://github.com/vercel/vercel/blob/main/packages/cli/src/util/projects/link.ts, read 2026-08-03.
 */
import { at, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { directoryOf } from '../../paths.ts';
import { baseName } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const vercel: Recogniser = {
  tool: 'vercel',
  files: ['.vercel/project.json', '.vercel/repo.json', '.now/project.json'],
  variables: [
    { name: 'VERCEL_ENV', kind: 'environment' },
    { name: 'VERCEL_TARGET_ENV', kind: 'environment' },
    { name: 'VERCEL_PROJECT_ID', kind: 'project', holdsAll: true },
    { name: 'VERCEL_ORG_ID', kind: 'account', holdsAll: true },
  ],
  recognise(file) {
    const scope = directoryOf(directoryOf(file.path));
    const found = new Findings(file, 'vercel', scope);
    const config = jsonConfig(file.text);
    const isRepository = baseName(file.path) === 'repo.json';
    for (const project of isRepository ? (at(config, 'projects')?.items ?? []) : [config]) {
      const id = textAt(project, isRepository ? 'id' : 'projectId');
      // Settings alone are no link.
      if (id === undefined || textAt(isRepository ? config : project, 'orgId') === undefined) continue;
      const name = textAt(project, isRepository ? 'name' : 'projectName') ?? id;
      const environment = environmentOfNames(name);
      const directory = textAt(project, 'directory');
      const folder =
        directory === undefined || directory === '.' || /(?:^|\/)\.\.(?:\/|$)|^\//.test(directory) ? scope : `${scope}/${directory}`;
      found.link('project', name, environment, {
        line: project.line,
        says: `links ${directory ?? 'this folder'} to the Vercel project ${name}`,
        scope: folder,
      });
      // A project holds production, previews and development alike.
      found.identify(id, 'project', environment, project.line, name).identify(name, 'project', environment, project.line);
    }
    return found;
  },
};

/** Files that show that a folder is deployed on Vercel, not as which project. */
export const vercelUse: Recogniser = {
  tool: 'vercel',
  files: ['vercel.json'],
  quiet: true,
  recognise: (file) => new Findings(file, 'vercel').use('is deployed on Vercel'),
};
