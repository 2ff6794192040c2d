import { allRules } from '../src/core/rules/all.ts';
import { freezeRule } from '../src/core/rules/freeze/freeze.ts';
import { leavePinRule } from '../src/core/rules/freeze/leavePin.ts';
import { planModeRule } from '../src/core/rules/modes/planMode.ts';
import { opaqueRule } from '../src/core/rules/opaque.ts';
import type { Rule } from '../src/core/rules/rule.ts';
import { effects, type Effect } from '../src/core/types.ts';

const recoveries = {
  recoverable: 'can be brought back',
  snapshot: 'no other copy',
  window: 'kept for a while by its provider',
  none: 'gone',
} as const;

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ⏎ ').replaceAll('<', '&lt;');
}

function code(text: string): string {
  const oneLine = text.replaceAll('\n', ' ⏎ ').replaceAll('|', '\\|');
  return oneLine.includes('`') ? `\`\` ${oneLine} \`\`` : `\`${oneLine}\``;
}

/** How many rules name a source, by where it lies. */
export function sourceCounts(rules: readonly Pick<Rule, 'source'>[]): {
  readonly documented: number;
  readonly ours: number;
  readonly unverified: number;
} {
  const count = (matches: (source: string) => boolean): number => rules.filter(({ source }) => matches(source)).length;
  return {
    documented: count((source) => source.startsWith('https://')),
    ours: count((source) => source.startsWith('docs/')),
    unverified: count((source) => source === 'unverified'),
  };
}

/** docs/rules.md: every rule of every table, so that the page cannot say other things than the product does. */
export function ruleDocs(): string {
  const rules = [
    ...allRules(),
    { family: 'shell', rule: opaqueRule },
    { family: 'freeze', rule: freezeRule },
    { family: 'freeze', rule: leavePinRule },
    { family: 'modes', rule: planModeRule },
  ];
  const families = [...new Set(rules.map(({ family }) => family))].sort();
  const used = effects.filter((effect) => rules.some(({ rule }) => rule.effect === effect));
  const count = (family: string, effect: Effect): number =>
    rules.filter((row) => row.family === family && row.rule.effect === effect).length;
  const sources = sourceCounts(rules.map(({ rule }) => rule));
  const lines = [
    '# Rules',
    '',
    'Generated from the tables in `src/core/rules` by `npm run docs`; do not edit. How the effect, the environment and what can be brought',
    'back make a verdict stands in [architecture.md](architecture.md). `tenth-second check -- COMMAND` says which rule finds a command,',
    'and why.',
    '',
    `${rules.length} rules in ${families.length} families. Each has examples that must be found and near misses that must pass; the tests run both.`,
    `${sources.documented} name a page of the tool's documentation, ${sources.ours} a page of ours, and ${sources.unverified} none that could be confirmed (\`unverified\`).`,
    '',
    `| family | ${used.join(' | ')} | all |`,
    `| --- |${used.map(() => ' --- |').join('')} --- |`,
    ...families.map(
      (family) =>
        `| [${family}](#${family.replaceAll(' ', '-')}) | ${used.map((effect) => count(family, effect) || '').join(' | ')} | ${rules.filter((row) => row.family === family).length} |`,
    ),
    '',
  ];
  for (const family of families) {
    lines.push(
      `## ${family}`,
      '',
      '| rule | effect | what it says | afterwards | found | passes | more safely | source |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
    );
    for (const { rule } of rules.filter((row) => row.family === family).sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1))) {
      const source = rule.source.startsWith('http') ? `[documentation](${rule.source})` : rule.source;
      lines.push(
        `| \`${rule.id}\` | ${rule.effect} | ${cell(rule.title)}${rule.takes ? `. ${cell(rule.takes)}` : ''} | ${recoveries[rule.recovery]} | ${rule.examples[0] === undefined ? '' : code(rule.examples[0])} | ${rule.nearMisses[0] === undefined ? '' : code(rule.nearMisses[0])} | ${cell(rule.safer ?? '')} | ${source} |`,
      );
    }
    lines.push('');
  }
  return lines.join('\n');
}
