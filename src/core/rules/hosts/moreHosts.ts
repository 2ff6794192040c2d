import { commandTable, localRow, remoteRow } from '../commandTable.ts';

/** What the command lines of git hosts replace, push past a protection, or send by their `api` command. */
export const moreHostTools = [
  commandTable('git hosts', [
    remoteRow({
      id: 'hosts.overrideProtection',
      effect: 'escalate',
      recovery: 'window',
      resource: 'branch',
      title: 'Go past or take away a protection of a repository: {name}',
      source: 'https://cli.github.com/manual/gh_pr_merge',
      on: {
        gh: /^pr merge\b.*--admin\b|^api\b.*(?:private=false|visibility=public|archived=true|force=true|branches\/\S+\/protection\b.*(?:-X|--method)[= ]?(?:PUT|PATCH)|(?:-X|--method)[= ]?(?:PUT|PATCH)\b.*branches\/\S+\/protection)|^ruleset delete\b/,
        glab: /^api\b.*(?:(?:-X|--method)[= ]?DELETE\b|visibility=public|archived=true)/,
      },
      examples: [
        'gh pr merge 12 --admin --squash',
        'gh api -X PATCH repos/acme/api -f private=false',
        'gh api repos/acme/api/git/refs/heads/main -X PATCH -f sha=x -F force=true',
        'glab api -X DELETE projects/1',
      ],
      nearMisses: [
        'gh pr merge 12 --squash',
        'gh api repos/acme/api/branches/main/protection',
        'gh api repos/acme/api -f description=x',
        'glab api projects/1',
      ],
    }),
    remoteRow({
      id: 'hosts.replace',
      effect: 'overwrite',
      recovery: 'window',
      resource: 'repository',
      title: 'Replace or delete on a git host: {name}',
      source: 'https://cli.github.com/manual/gh_repo_sync',
      on: {
        gh: /^repo sync\b.*--force\b|^environment delete\b|^(?:repo|issue) transfer\b/,
        glab: /^(?:label|milestone|schedule|deploy-key|job artifact|ci) delete\b.*(?:-y|--yes|--all|--force)/,
        tea: /^(?:\S+ )?(?:delete|rm|remove)\b/,
        svn: /^(?:delete|del|rm|remove) .*(?:https?|svn(?:\+ssh)?|file):\/\//,
        p4: /^(?:-\S+ \S+ )*(?:obliterate|revert (?!.*-n\b)|clean (?!.*-n\b)|delete -[fv]|client -d|stream -d|depot -d|user -d|archive)/,
      },
      examples: ['gh repo sync --force', 'svn delete -m x https://svn.example.com/trunk', 'p4 revert ...'],
      nearMisses: ['gh release upload v1 a.zip', 'gh repo sync', 'gh cache delete 123', 'svn delete old.txt', 'p4 revert -n ...'],
    }),
    localRow({
      id: 'jj.abandon',
      recovery: 'window',
      resource: 'commits',
      title: 'Abandon or push away changes: {name}',
      source: 'https://jj-vcs.github.io/jj/latest/cli-reference/',
      on: {
        jj: /^(?:abandon|op(?:eration)? (?:abandon|restore)|git push\b.*--deleted|bookmark (?:delete|forget)|workspace forget|util gc)\b/,
        fossil: /^(?:scrub|purge|shun)\b/,
        bzr: /^(?:revert|uncommit|clean-tree)\b/,
        sl: /^(?:hide|strip|purge|clean|uncommit --force)\b/,
      },
      examples: ['jj abandon', 'jj op restore x', 'jj git push --deleted', 'fossil scrub --force'],
      nearMisses: ['jj log', 'jj git push', 'fossil status', 'jj squash'],
    }),
  ]),
];
