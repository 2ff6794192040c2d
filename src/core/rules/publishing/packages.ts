import { deletes, verbTool, type VerbRule } from '../verbTool.ts';
import type { Tool } from '../rule.ts';

function publishes(row: Omit<Parameters<typeof deletes>[0], 'resource' | 'title'> & Partial<VerbRule>): VerbRule {
  return deletes({ effect: 'publish', resource: 'package', title: 'Publish the package {name}', ...row });
}

const npmValued = new Set(['--registry', '--tag', '--otp', '--access', '-w', '--workspace', '--prefix', '-C', '--filter', '-F', '--dir']);

export const packageTools: readonly Tool[] = [
  verbTool({
    names: ['npm', 'pnpm', 'yarn', 'bun'],
    family: 'publishing',
    provider: 'npm',
    tool: 'npm',
    syntax: { valued: npmValued },
    hostOptions: ['--registry'],
    nameless: 'of this folder',
    rules: [
      publishes({
        id: 'npm.publish',
        words: ['publish', 'npm publish'],
        source: 'https://docs.npmjs.com/cli/commands/npm-publish',
        safer: 'See what would be published: npm publish --dry-run.',
        examples: ['npm publish --access public', 'pnpm publish -r', 'yarn npm publish'],
        nearMisses: ['npm publish --dry-run', 'npm pack', 'npm run publish-docs', 'npm install'],
      }),
      deletes({
        id: 'npm.unpublish',
        words: ['unpublish', 'npm unpublish'],
        resource: 'package',
        title: 'Remove from the registry: {name}',
        source: 'https://docs.npmjs.com/cli/commands/npm-unpublish',
        takes: 'Whoever depends on it breaks; the version number cannot be used again.',
        safer: 'npm deprecate warns without breaking anybody.',
        examples: ['npm unpublish acme-sdk@1.0.0', 'npm unpublish acme-sdk --force'],
        nearMisses: ['npm view acme-sdk', 'npm uninstall acme-sdk'],
      }),
      deletes({
        id: 'npm.changeStanding',
        words: ['deprecate', 'dist-tag rm|remove', 'owner rm|remove', 'access revoke', 'token revoke|delete', 'team destroy|rm'],

        recovery: 'window',
        resource: 'package',
        title: 'Change the standing of {name} in the registry',
        source: 'https://docs.npmjs.com/cli/commands/npm-deprecate',
        examples: ['npm owner rm ada acme-sdk', 'npm dist-tag rm acme-sdk beta'],
        nearMisses: ['npm owner ls', 'npm dist-tag ls'],
      }),
    ],
  }),
  verbTool({
    names: ['cargo'],
    family: 'publishing',
    provider: 'crates.io',
    tool: 'cargo',
    syntax: { valued: new Set(['-p', '--package', '--registry', '--token', '--manifest-path', '--version', '--vers', '--features']) },
    nameless: 'of this folder',
    rules: [
      publishes({
        id: 'cargo.publish',
        words: ['publish'],
        source: 'https://doc.rust-lang.org/cargo/commands/cargo-publish.html',
        takes: 'A published version can never be overwritten or deleted.',
        safer: 'cargo publish --dry-run',
        examples: ['cargo publish', 'cargo publish -p acme'],
        nearMisses: ['cargo publish --dry-run', 'cargo package', 'cargo build'],
      }),
      deletes({
        id: 'cargo.yank',
        words: ['yank', 'owner'],

        recovery: 'window',
        resource: 'package',
        title: 'Change the standing of {name} on crates.io',
        source: 'https://doc.rust-lang.org/cargo/commands/cargo-yank.html',
        when: (args, _rest, invocation) =>
          invocation.argv.some((word) => word.text === 'yank') || args.options.has('--remove') || args.options.has('-r'),
        examples: ['cargo yank acme --version 1.0.0', 'cargo owner --remove ada acme'],
        nearMisses: ['cargo owner --list acme', 'cargo search acme'],
      }),
    ],
  }),
  verbTool({
    names: ['gem'],
    family: 'publishing',
    provider: 'RubyGems',
    tool: 'gem',
    syntax: { valued: new Set(['-v', '--version', '--host', '-k', '--key']) },
    rules: [
      publishes({
        id: 'gem.push',
        words: ['push'],
        source: 'https://guides.rubygems.org/command-reference/#gem-push',
        examples: ['gem push acme-1.0.0.gem'],
        nearMisses: ['gem build acme.gemspec', 'gem install acme'],
      }),
      deletes({
        id: 'gem.yank',
        words: ['yank', 'owner'],
        resource: 'package',
        title: 'Take {name} off RubyGems',
        source: 'https://guides.rubygems.org/command-reference/#gem-yank',
        when: (args, _rest, invocation) =>
          invocation.argv.some((word) => word.text === 'yank') || args.options.has('--remove') || args.options.has('-r'),
        examples: ['gem yank acme -v 1.0.0'],
        nearMisses: ['gem list', 'gem owner acme'],
      }),
    ],
  }),
  ...[
    {
      names: ['twine'],
      provider: 'PyPI',
      words: ['upload'],
      source: 'https://twine.readthedocs.io/en/stable/',
      examples: ['twine upload dist/*'],
      nearMisses: ['twine check dist/*'],
    },
    {
      names: ['poetry', 'uv', 'flit', 'hatch', 'pdm', 'rye'],
      provider: 'PyPI',
      words: ['publish'],
      source: 'https://python-poetry.org/docs/cli/#publish',
      examples: ['poetry publish --build', 'uv publish'],
      nearMisses: ['poetry build', 'poetry publish --dry-run', 'uv sync'],
    },
    {
      names: ['vsce', 'ovsx'],
      provider: 'VS Code Marketplace',
      words: ['publish', 'unpublish'],
      source: 'https://code.visualstudio.com/api/working-with-extensions/publishing-extension',
      examples: ['vsce publish minor', 'vsce unpublish acme.tool'],
      nearMisses: ['vsce package', 'vsce ls'],
    },
    {
      names: ['mvn', 'mvnw'],
      provider: 'Maven',
      words: ['deploy', '* deploy', '* * deploy', '* * * deploy', 'release:perform', '* release:perform'],
      source: 'https://maven.apache.org/plugins/maven-deploy-plugin/',
      examples: ['mvn clean deploy', 'mvn release:perform'],
      nearMisses: ['mvn clean install', 'mvn package'],
    },
    {
      names: ['dart', 'flutter'],
      provider: 'pub.dev',
      words: ['pub publish'],
      source: 'https://dart.dev/tools/pub/cmd/pub-lish',
      examples: ['dart pub publish --force'],
      nearMisses: ['dart pub get', 'dart pub publish --dry-run'],
    },
    {
      names: ['jsr'],
      provider: 'JSR',
      words: ['publish'],
      source: 'https://jsr.io/docs/publishing-packages',
      examples: ['jsr publish'],
      nearMisses: ['jsr publish --dry-run', 'jsr add @std/fs'],
    },
    {
      names: ['mix'],
      provider: 'Hex',
      words: ['hex.publish', 'hex.retire'],
      source: 'https://hex.pm/docs/publish',
      examples: ['mix hex.publish --yes'],
      nearMisses: ['mix hex.info', 'mix test'],
    },
    {
      names: ['pod'],
      provider: 'CocoaPods',
      words: ['trunk push', 'trunk delete', 'trunk deprecate'],
      source: 'https://guides.cocoapods.org/making/getting-setup-with-trunk.html',
      examples: ['pod trunk push Acme.podspec'],
      nearMisses: ['pod install', 'pod spec lint'],
    },
    {
      names: ['nuget'],
      provider: 'NuGet',
      words: ['push', 'delete'],
      source: 'https://learn.microsoft.com/nuget/reference/cli-reference/cli-ref-push',
      examples: ['nuget push acme.nupkg', 'nuget delete Acme 1.0.0'],
      nearMisses: ['nuget pack', 'nuget restore'],
    },
  ].map(({ names, provider, words, ...row }) =>
    verbTool({
      names,
      family: 'publishing',
      provider,
      tool: names[0]!,
      syntax: { valued: new Set(['--repository', '-r', '-u', '--username', '-p', '--password', '--index', '--publish-url', '--token']) },
      nameless: 'of this folder',
      rules: [publishes({ id: `${names[0]!.replace(/[^a-z]/g, '')}.publish`, words, ...row })],
    }),
  ),
];
