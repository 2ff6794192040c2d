/**
 * GitHub: environments that workflows deploy to, which a push or `gh workflow run` starts, and the branches whose push does. Nothing here
 * is chosen for a command: what is lost on such a branch is lost where it is deployed.
 * Source: https://docs.github.com/en/enterprise-server@3.12/actions/using-jobs/using-environments-for-jobs (`jobs.<job_id>.environment`,
 * `on.push.branches`).
 */
import { at, textAt, yamlConfig } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import { isTemplated } from '../templates.ts';
import type { Recogniser } from '../recogniser.ts';

/** `if: github.ref == 'refs/heads/main'`: one branch of all that start the workflow. */
const onlyBranch = /github\.ref(?:_name)?\s{0,4}==\s{0,4}['"](?:refs\/heads\/)?([\w./-]{1,100})['"]/;

export const githubActions: Recogniser = {
  tool: 'github',
  files: [/\.ya?ml$/],
  quiet: true,
  wants: (path) => baseName(directoryOf(path)) === 'workflows' && baseName(directoryOf(directoryOf(path))) === '.github',
  variables: [{ name: 'GH_REPO', kind: 'repository', holdsAll: true }],
  recognise(file) {
    const found = new Findings(file, 'github', directoryOf(directoryOf(directoryOf(file.path))));
    const workflow = yamlConfig(file.text);
    const branches = at(workflow, 'on', 'push', 'branches');
    const pushed = branches?.scalar === undefined ? (branches?.items ?? []) : [branches];
    for (const [, job] of at(workflow, 'jobs')?.entries ?? []) {
      const environment = at(job, 'environment');
      const name = environment?.scalar ?? textAt(environment, 'name');
      if (name === undefined || isTemplated(name) || name === 'github-pages') continue;
      found.choice(name, 'environment', environmentOfNames(name), environment?.line);
      // That a push deploys makes a command no command of production: it is known, not shown as a link.
      found.link('use', name, 'unknown', { line: environment?.line, says: `deploys to the environment ${name}`, remote: false });
      if (environmentOfNames(name) !== 'production') continue;
      const condition = at(job, 'if');
      const only = onlyBranch.exec(condition?.scalar ?? '')?.[1];
      const deployed = only === undefined ? pushed : [{ scalar: only, line: condition!.line }];
      for (const branch of deployed)
        if (branch.scalar !== undefined && /^[\w./-]{1,100}$/.test(branch.scalar))
          found.choice(branch.scalar, 'branch', 'production', branch.line, 'git', `deploys ${branch.scalar} to ${name}`);
    }
    return found;
  },
};
