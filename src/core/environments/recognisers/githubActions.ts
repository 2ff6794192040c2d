/**
 * GitHub: environments that workflows deploy to, which a push or `gh workflow run` starts. Nothing here is chosen for a command.
 * Source: https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/control-deployments (unverified),
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax (`jobs.<job_id>.environment`, unverified)
 */
import { at, textAt, yamlConfig } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import { baseName, directoryOf } from '../../paths.ts';
import { isTemplated } from '../templates.ts';
import type { Recogniser } from '../recogniser.ts';

export const githubActions: Recogniser = {
  tool: 'github',
  files: [/\.ya?ml$/],
  quiet: true,
  wants: (path) => baseName(directoryOf(path)) === 'workflows' && baseName(directoryOf(directoryOf(path))) === '.github',
  variables: [{ name: 'GH_REPO', kind: 'repository', holdsAll: true }],
  recognise(file) {
    const found = new Findings(file, 'github', directoryOf(directoryOf(directoryOf(file.path))));
    for (const [, job] of at(yamlConfig(file.text), 'jobs')?.entries ?? []) {
      const environment = at(job, 'environment');
      const name = environment?.scalar ?? textAt(environment, 'name');
      if (name === undefined || isTemplated(name) || name === 'github-pages') continue;
      found.choice(name, 'environment', environmentOfNames(name), environment?.line);
      // That a push deploys makes a command no command of production: it is known, not shown as a link.
      found.link('use', name, 'unknown', { line: environment?.line, says: `deploys to the environment ${name}`, remote: false });
    }
    return found;
  },
};
