/**
 * Neon: project and branch of a folder. Without a branch the project's default one is meant, which is where production lives.
 * Source: https://github.com/neondatabase/neonctl/blob/main/src/context.ts, read 2026-06-23.
 */
import { at, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';
import { environmentFromBranch } from '../tokens.ts';

export const neon: Recogniser = {
  tool: 'neon',
  files: ['.neon'],
  domains: ['neon.tech', 'neon.build'],
  variables: [{ name: 'NEON_BRANCH', kind: 'branch', environmentOf: (value) => environmentFromBranch(value) }],
  recognise(file) {
    const found = new Findings(file, 'neon');
    const config = jsonConfig(file.text);
    const project = textAt(config, 'projectId');
    if (project === undefined) return found;
    const branch = textAt(config, 'branch');
    const id = textAt(config, 'branchId');
    const environment =
      branch !== undefined ? (environmentFromBranch(branch) ?? 'unknown') : id !== undefined ? environmentOfNames(id) : 'production';
    const line = at(config, branch === undefined ? 'projectId' : 'branch')?.line;
    found.identify(project, 'project', 'unknown', at(config, 'projectId')?.line).identify(id, 'branch', environment, line);
    if (branch !== undefined) found.choice(branch, 'branch', environment, line);
    return found.link('branch', `${branch ?? id ?? 'default branch'} of ${project}`, environment, {
      line,
      says:
        branch === undefined && id === undefined
          ? `links this folder to the default branch of the Neon project ${project}`
          : `links this folder to the Neon branch ${branch ?? id}`,
    });
  },
};
