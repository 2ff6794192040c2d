import type { Rule } from '../rule.ts';

const docs = 'https://git-scm.com/docs';

export const discardRule: Rule = {
  id: 'git.discardChanges',
  effect: 'delete',
  resource: 'changes',
  title: 'Throw away uncommitted changes in {name}',
  location: 'local',
  recovery: 'snapshot',
  source: `${docs}/git-reset`,
  safer: 'Run git stash first: it keeps them.',
  examples: [
    'git reset --hard',
    'git reset --hard HEAD~3',
    'git checkout -- .',
    'git checkout .',
    'git checkout -f main',
    'git restore .',
    'git restore --staged --worktree src',
    'git switch --discard-changes main',
    'git checkout HEAD -- src/app.ts',
    'git -C sub reset --hard origin/main',
    "git -c alias.x='reset --hard' x",
  ],
  nearMisses: [
    'git reset',
    'git reset --soft HEAD~1',
    'git reset HEAD -- file',
    'git reset --keep main',
    'git restore --staged .',
    'git switch main',
    'git checkout -b feature',
    'git status',
    'git commit -am "git reset --hard"',
    'git stash',
    'git rebase main',
    'git commit --amend',
    'git log --grep="reset --hard"',
  ],
};

export const cleanRule: Rule = {
  id: 'git.cleanUntracked',
  effect: 'delete',
  resource: 'files',
  title: 'Delete files that git does not know in {name}',
  location: 'local',
  recovery: 'snapshot',
  source: `${docs}/git-clean`,
  safer: 'Look with git clean -n first.',
  examples: [
    'git clean -f',
    'git clean -fd',
    'git clean -xdf',
    'git clean -fX data',
    'git -c clean.requireForce=false clean -d',
    'git clean --force -d',
  ],
  nearMisses: ['git clean -n', 'git clean -nfd', 'git clean --dry-run -fdx', 'git clean -h'],
};

export const removeFilesRule: Rule = {
  id: 'git.removeFiles',
  effect: 'delete',
  resource: 'file',
  title: 'Delete {name} with changes that are not committed',
  location: 'local',
  recovery: 'snapshot',
  source: `${docs}/git-rm`,
  safer: 'Without -f git refuses where something would be lost.',
  examples: ['git rm -f notes.md', 'git rm -rf src'],
  nearMisses: ['git rm notes.md', 'git rm -r src', 'git rm --cached -f notes.md', 'git rm -n -f x'],
};

export const deleteBranchRule: Rule = {
  id: 'git.deleteBranch',
  effect: 'delete',
  resource: 'branch',
  title: 'Delete the branch {name}',
  location: 'local',
  recovery: 'snapshot',
  source: `${docs}/git-branch`,
  takes: 'Its commits can then be found only by their hash.',
  safer: 'Use git branch -d: it refuses where commits would be lost.',
  examples: ['git branch -D feature', 'git branch --delete --force feature', 'git branch -d -f feature', 'git branch -Dq a b'],
  nearMisses: [
    'git branch -d feature',
    'git branch',
    'git branch -a',
    'git branch -m old new',
    'git branch -M main',
    'git branch -dr origin/feature',
  ],
};

export const deleteRefRule: Rule = {
  id: 'git.deleteRef',
  effect: 'delete',
  resource: 'branch',
  title: 'Delete the reference {name}',
  location: 'local',
  recovery: 'snapshot',
  source: `${docs}/git-update-ref`,
  examples: ['git update-ref -d refs/heads/feature', "echo 'delete refs/heads/x' | git update-ref --stdin"],
  nearMisses: ['git update-ref refs/heads/feature HEAD', 'git show-ref', 'git for-each-ref'],
};

export const dropStashRule: Rule = {
  id: 'git.dropStash',
  effect: 'delete',
  resource: 'stash',
  title: 'Drop {name}',
  location: 'local',
  recovery: 'snapshot',
  source: `${docs}/git-stash`,
  takes: 'Stashed changes are in no branch.',
  safer: 'Look with git stash show -p first, or make it a branch with git stash branch.',
  examples: ['git stash drop', 'git stash clear', 'git stash drop stash@{2}'],
  nearMisses: ['git stash', 'git stash pop', 'git stash list', 'git stash push -m "drop"', 'git stash show'],
};

export const forcePushRule: Rule = {
  id: 'git.forcePush',
  effect: 'overwrite',
  resource: 'branch',
  title: 'Overwrite the history of {name}',
  location: 'remote',
  recovery: 'window',
  source: `${docs}/git-push`,
  takes: 'Commits that others pushed there are no longer in the branch.',
  safer: 'Use --force-with-lease with the expected commit, or push to a new branch.',
  examples: [
    'git push --force',
    'git push -f origin main',
    'git push origin +main',
    'git push --force-with-lease origin feature',
    'git push -uf origin feature',
    'git push origin +HEAD:refs/heads/main',
    'git push --force --tags',
  ],
  nearMisses: [
    'git push',
    'git push -u origin feature',
    'git push --tags',
    'git push --force --dry-run',
    'git push -n -f',
    'git fetch --force',
    'git pull --rebase',
  ],
};

export const deleteRemoteRule: Rule = {
  id: 'git.deleteRemoteRef',
  effect: 'delete',
  resource: 'branch',
  title: 'Delete {name} on the remote',
  location: 'remote',
  recovery: 'window',
  source: `${docs}/git-push`,
  takes: 'Open pull requests from it are closed.',
  examples: [
    'git push origin --delete feature',
    'git push origin :feature',
    'git push -d origin feature',
    'git push --delete origin v1.0',
    'git push origin :refs/tags/v1',
  ],
  nearMisses: [
    'git push origin feature',
    'git push origin feature:feature',
    'git push --delete --dry-run origin feature',
    'git remote prune origin',
    'git fetch --prune',
  ],
};

export const mirrorRule: Rule = {
  id: 'git.mirrorPush',
  effect: 'delete',
  resource: 'repository',
  title: 'Make {name} a copy of this repository, deleting what this one lacks',
  location: 'remote',
  recovery: 'none',
  source: `${docs}/git-push`,
  takes: 'Every remote branch and tag that is not here goes.',
  examples: [
    'git push --mirror',
    'git push --mirror git@github.com:acme/shop.git',
    'git push --prune origin',
    'git push --prune origin refs/heads/*',
  ],
  nearMisses: ['git clone --mirror git@github.com:acme/shop.git', 'git push --mirror --dry-run', 'git push --all'],
};

export const rewriteRule: Rule = {
  id: 'git.rewriteHistory',
  effect: 'overwrite',
  resource: 'repository',
  title: 'Rewrite the whole history of {name}',
  location: 'local',
  recovery: 'none',
  source: `${docs}/git-filter-branch`,
  takes: 'Every commit gets a new hash; what is filtered out is gone.',
  safer: 'Work on a fresh clone.',
  examples: [
    "git filter-branch --tree-filter 'rm -f secret' HEAD",
    'git filter-repo --path secret --invert-paths',
    'git-filter-repo --force --path a',
    'bfg --delete-files secret',
    'git lfs migrate import --include="*.psd"',
  ],
  nearMisses: ['git filter-repo --analyze', 'git filter-repo --dry-run --path a', 'git lfs ls-files', 'git lfs migrate info'],
};

export const reflogRule: Rule = {
  id: 'git.expireReflog',
  effect: 'delete',
  resource: 'commits',
  title: 'Forget where branches were: the reflog of {name}',
  location: 'local',
  recovery: 'none',
  source: `${docs}/git-reflog`,
  takes: 'The last way back to lost commits goes.',
  examples: [
    'git reflog expire --expire=now --all',
    'git reflog delete HEAD@{2}',
    'git reflog expire --expire-unreachable=now --all',
    'git reflog drop --all',
  ],
  nearMisses: [
    'git reflog',
    'git reflog show main',
    'git reflog expire --dry-run --expire=now --all',
    'git reflog exists HEAD',
    'git reflog expire --all',
  ],
};

export const pruneRule: Rule = {
  id: 'git.pruneObjects',
  effect: 'delete',
  resource: 'commits',
  title: 'Delete commits of {name} that no branch holds',
  location: 'local',
  recovery: 'none',
  source: `${docs}/git-gc`,
  takes: 'Lost commits and dropped stashes can then no longer be brought back.',
  safer: 'Plain git gc keeps them for two weeks.',
  examples: ['git gc --prune=now', 'git gc --aggressive --prune=all', 'git prune', 'git prune --expire=now'],
  nearMisses: [
    'git gc',
    'git gc --auto',
    'git gc --prune=2.weeks.ago',
    'git prune -n',
    'git remote prune origin',
    'git worktree prune',
    'git gc --no-prune',
  ],
};

export const worktreeRule: Rule = {
  id: 'git.removeWorktree',
  effect: 'delete',
  resource: 'directory',
  title: 'Delete the work tree {name} with what is not committed in it',
  location: 'local',
  recovery: 'snapshot',
  source: `${docs}/git-worktree`,
  safer: 'Without --force git refuses where something would be lost.',
  examples: ['git worktree remove --force ../other', 'git worktree remove -f ../other'],
  nearMisses: ['git worktree remove ../other', 'git worktree list', 'git worktree prune', 'git worktree add ../other'],
};

export const submoduleRule: Rule = {
  id: 'git.deinitSubmodule',
  effect: 'delete',
  resource: 'directory',
  title: 'Empty the submodule {name} with what is not committed in it',
  location: 'local',
  recovery: 'snapshot',
  source: `${docs}/git-submodule`,
  safer: 'Without --force git refuses where something would be lost.',
  examples: ['git submodule deinit -f lib', 'git submodule deinit --all --force'],
  nearMisses: ['git submodule deinit lib', 'git submodule update --init --recursive', 'git submodule status'],
};

export const gitRules: readonly Rule[] = [
  discardRule,
  cleanRule,
  removeFilesRule,
  deleteBranchRule,
  deleteRefRule,
  dropStashRule,
  forcePushRule,
  deleteRemoteRule,
  mirrorRule,
  rewriteRule,
  reflogRule,
  pruneRule,
  worktreeRule,
  submoduleRule,
];
