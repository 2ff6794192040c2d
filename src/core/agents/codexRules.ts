/**
 * Codex's own rules for commands that are never harmless, in its Starlark: a second wall where its hooks do not fire. Prefixes of
 * the arguments only, so it is coarse. https://developers.openai.com/codex/exec-policy (unverified)
 */
export function codexRules(): string {
  const rules = prefixes.map(
    (words) =>
      `prefix_rule(pattern=${JSON.stringify(words)}, decision="prompt", justification="Tenth Second: destroys what may have no other copy")\n`,
  );
  return `# Written by Tenth Second (connect codex), removed by disconnect codex. In ~/.tenth-second/bin/ lies the guard itself.\n${rules.join('')}`;
}

const prefixes: readonly (readonly string[])[] = [
  ['git', 'push', '--force'],
  ['git', 'push', '-f'],
  ['git', 'reset', '--hard'],
  ['git', 'clean', '-fdx'],
  ['rm', '-rf'],
  ['rm', '-fr'],
  ['Remove-Item', '-Recurse'],
  ['terraform', 'destroy'],
  ['tofu', 'destroy'],
  ['pulumi', 'destroy'],
  ['kubectl', 'delete'],
  ['helm', 'uninstall'],
  ['railway', 'volume', 'delete'],
  ['railway', 'down'],
  ['fly', 'apps', 'destroy'],
  ['fly', 'volumes', 'destroy'],
  ['heroku', 'apps:destroy'],
  ['heroku', 'pg:reset'],
  ['aws', 's3', 'rb'],
  ['gcloud', 'projects', 'delete'],
  ['gh', 'repo', 'delete'],
  ['supabase', 'db', 'reset'],
  ['npx', 'prisma', 'migrate', 'reset'],
  ['dropdb'],
  ['npm', 'unpublish'],
];
