import { hasOption, optionValue, readWords } from '../arguments.ts';
import { judgeRequest } from '../http/judgeRequest.ts';
import type { Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';

const reference = 'https://cli.github.com/manual/';

const table = verbTool({
  names: ['gh'],
  family: 'git hosts',
  provider: 'GitHub',
  tool: 'github',
  syntax: {
    valued: new Set([
      '-R',
      '--repo',
      '-H',
      '--hostname',
      '-o',
      '--org',
      '-e',
      '--env',
      '-u',
      '--user',
      '-b',
      '--body',
      '-t',
      '--title',
      '-B',
      '--base',
      '-c',
      '--codespace',
    ]),
  },
  environmentOptions: ['-e', '--env'],
  idOptions: ['-R', '--repo'],
  rules: [
    deletes({
      id: 'github.deleteRepository',
      words: ['repo delete'],
      resource: 'repository',
      title: 'Delete the GitHub repository {name}',
      recovery: 'window',
      source: 'https://cli.github.com/manual/gh_repo_delete',
      takes: 'Issues, pull requests, releases and wiki go with it; GitHub can restore it for 90 days in most cases.',
      examples: ['gh repo delete acme/api --yes'],
      nearMisses: ['gh repo view acme/api', 'gh repo clone acme/api'],
    }),
    deletes({
      id: 'github.archiveRepository',
      words: ['repo archive', 'repo rename'],
      recovery: 'window',
      resource: 'repository',
      title: 'Change the standing of the GitHub repository {name}',
      source: 'https://cli.github.com/manual/gh_repo_edit',
      examples: ['gh repo archive acme/api --yes', 'gh repo rename api2 -y'],
      nearMisses: ['gh repo edit acme/api --description x', 'gh repo list acme'],
    }),
    deletes({
      id: 'github.publishRepository',
      words: ['repo edit'],
      needs: ['--visibility'],
      effect: 'publish',
      resource: 'repository',
      title: 'Make the GitHub repository {name} public',
      source: 'https://cli.github.com/manual/gh_repo_edit',
      when: (args) => optionValue(args, '--visibility')?.text === 'public' || args.words.some((word) => word.text === 'public'),
      examples: ['gh repo edit acme/api --visibility public --accept-visibility-change-consequences', 'gh repo edit --visibility=public'],
      nearMisses: ['gh repo edit acme/api --visibility private'],
    }),
    deletes({
      id: 'github.deleteRelease',
      words: ['release delete', 'release delete-asset'],
      resource: 'release',
      title: 'Delete the GitHub release {name}',
      source: 'https://cli.github.com/manual/gh_release_delete',
      examples: ['gh release delete v1.2.0 --yes --cleanup-tag', 'gh release delete-asset v1.2.0 app.zip'],
      nearMisses: ['gh release view v1.2.0', 'gh release create v1.2.0'],
    }),
    deletes({
      id: 'github.deleteSecret',
      words: ['secret delete|remove', 'variable delete|remove'],
      resource: 'secret',
      title: 'Delete the GitHub secret or variable {name}',
      source: 'https://cli.github.com/manual/gh_secret_delete',
      examples: ['gh secret delete DEPLOY_KEY', 'gh variable delete REGION -R acme/api'],
      nearMisses: ['gh secret list', 'gh secret set DEPLOY_KEY'],
    }),
    deletes({
      id: 'github.deleteOther',
      words: [
        'issue delete',
        'gist delete',
        'codespace|cs delete',
        'ssh-key delete',
        'gpg-key delete',
        'project delete',
        'repo deploy-key delete',
        'ruleset delete',
        'environment delete',
      ],
      resource: 'item',
      title: 'Delete from GitHub: {name}',
      source: reference,
      examples: ['gh issue delete 12 --yes', 'gh codespace delete -c x', 'gh gist delete abc'],
      nearMisses: ['gh issue close 12', 'gh cache delete 123', 'gh label delete wip', 'gh run delete 123', 'gh pr close 12'],
    }),
    deletes({
      id: 'github.deleteMany',
      words: ['run delete'],
      resource: 'runs',
      title: 'Delete workflow runs and their logs from GitHub: {name}',
      source: 'https://cli.github.com/manual/gh_run_delete',
      when: (_args, rest) => rest.some((word) => !word.known),
      examples: [
        "gh run list --json databaseId -q '.[].databaseId' | xargs -n1 gh run delete",
        'for id in $(gh run list --json databaseId -q .[].databaseId); do gh run delete $id; done',
      ],
      nearMisses: ['gh run delete 123', 'gh run list --limit 5'],
    }),
    deletes({
      id: 'github.closeWithBranch',
      words: ['pr close'],
      needs: ['-d', '--delete-branch'],
      recovery: 'window',
      resource: 'branch',
      title: 'Close the pull request {name} and delete its branch, which is not merged',
      source: 'https://cli.github.com/manual/gh_pr_close',
      examples: ['gh pr close 12 --delete-branch'],
      nearMisses: ['gh pr close 12', 'gh pr merge 12 --squash --delete-branch'],
    }),
  ],
});

/** `gh` with `gh api`, whose requests are judged like those of any HTTP client. */
export const githubTool: Tool = {
  ...table,
  find(invocation, context) {
    if (invocation.argv[1]?.text !== 'api') return table.find(invocation, context);
    const args = readWords(invocation.argv.slice(2), {
      valued: new Set([
        '-X',
        '--method',
        '-f',
        '--raw-field',
        '-F',
        '--field',
        '-H',
        '--header',
        '--hostname',
        '-q',
        '--jq',
        '-t',
        '--template',
        '--input',
        '-p',
        '--preview',
        '--cache',
      ]),
    });
    const path = args.words[0];
    if (!path) return [];
    const fields = ['-f', '--raw-field', '-F', '--field'].flatMap((name) =>
      (args.options.get(name) ?? []).flatMap((value) => (value ? [value.text] : [])),
    );
    const host = optionValue(args, '--hostname')?.text ?? 'github.com';
    const method =
      optionValue(args, '-X', '--method')?.text.toUpperCase() ?? (fields.length > 0 || hasOption(args, '--input') ? 'POST' : 'GET');
    const values = Object.fromEntries(
      fields.map((field) => [field.slice(0, Math.max(0, field.indexOf('='))), field.slice(field.indexOf('=') + 1)]),
    );
    const { query, ...variables } = values;
    const graphql = path.text === 'graphql';
    const body = graphql ? JSON.stringify({ query: query ?? '', variables }) : fields.length > 0 ? JSON.stringify(values) : undefined;
    const target = host === 'github.com' ? 'api.github.com' : host;
    const where = path.text.startsWith('/') ? path.text : `/${path.text}`;
    return judgeRequest(
      {
        method,
        url: `https://${target}${where}`,
        scheme: 'https',
        host: target,
        path: where,
        query: [],
        headers: new Map(),
        files: [],
        ...(body === undefined ? {} : { body: { text: body, known: true } }),
      },
      context,
    );
  },
};

export const gitlabTool = verbTool({
  names: ['glab'],
  family: 'git hosts',
  provider: 'GitLab',
  tool: 'gitlab',
  syntax: { valued: new Set(['-R', '--repo', '-g', '--group']) },
  idOptions: ['-R', '--repo', '-g', '--group'],
  rules: [
    deletes({
      id: 'gitlab.deleteProject',
      words: ['repo|project delete'],
      resource: 'project',
      title: 'Delete the GitLab project {name}',
      recovery: 'window',
      source: 'https://docs.gitlab.com/cli/',
      examples: ['glab repo delete acme/api -y'],
      nearMisses: ['glab repo view acme/api', 'glab repo clone acme/api'],
    }),
    deletes({
      id: 'gitlab.deleteOther',
      words: [
        'release delete',
        'variable delete',
        'issue delete',
        'mr delete',
        'snippet delete',
        'ssh-key delete',
        'token revoke',
        'securefile remove',
        'cluster agent delete',
        'ci delete',
        'job artifact delete',
      ],
      resource: 'item',
      title: 'Delete from GitLab: {name}',
      source: 'https://docs.gitlab.com/cli/',
      examples: ['glab release delete v1.2.0', 'glab variable delete DEPLOY_KEY', 'glab mr delete 12'],
      nearMisses: ['glab mr close 12', 'glab release list', 'glab variable list', 'glab ci status'],
    }),
  ],
});
