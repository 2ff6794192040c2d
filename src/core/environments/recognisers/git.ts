/**
 * Git itself: branches that are called for an environment. `main` says nothing here, and a branch alone ties nothing to production.
 * Source: https://git-scm.com/docs/git-config (`branch.<name>`).
 */
import { Findings, environmentOfNames } from '../findings.ts';
import { gitBranches } from '../gitConfig.ts';
import { directoryOf } from '../../paths.ts';
import type { Recogniser } from '../recogniser.ts';

export const git: Recogniser = {
  tool: 'git',
  files: ['.git/config'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'git', directoryOf(directoryOf(file.path)));
    for (const { name, line } of gitBranches(file.text))
      if (environmentOfNames(name) === 'production') found.choice(name, 'branch', 'production', line);
    return found;
  },
};
