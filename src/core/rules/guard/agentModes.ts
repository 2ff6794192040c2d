import type { Draft, Rule, Tool } from '../rule.ts';
import type { Invocation } from '../../shell/invocation.ts';

/** Starting another agent that asks nobody: with our hook it is guarded still, so it is a question of permissions, not of the guard. */
const bypassRule: Rule = {
  id: 'agents.bypassPermissions',
  effect: 'escalate',
  resource: 'agent',
  title: 'Start {name} without its own permission questions',
  location: 'local',
  recovery: 'none',
  source: 'https://code.claude.com/docs/en/permission-modes',
  safer: 'Let it ask, or allow the tools that it needs by name.',
  examples: [
    'claude --dangerously-skip-permissions -p "fix the tests"',
    'claude --permission-mode bypassPermissions',
    'codex exec --dangerously-bypass-approvals-and-sandbox "clean up"',
    'codex --yolo',
    'codex exec --sandbox danger-full-access "x"',
    'gemini --yolo -p "x"',
    'gemini --approval-mode=yolo',
    'qwen -y -p x',
    'copilot --allow-all-tools -p x',
    'cursor-agent -p --force "x"',
    'aider --yes-always',
    'amp --dangerously-allow-all -x "x"',
    'OPENCODE_PERMISSION=\'{"*":"allow"}\' opencode run x',
  ],
  nearMisses: [
    'claude -p "what does --dangerously-skip-permissions do"',
    'claude --permission-mode plan',
    'codex exec "run the tests"',
    'codex exec --sandbox workspace-write "x"',
    'gemini -p "explain --yolo"',
    'copilot --allow-tool "shell(git:*)" -p x',
    'cursor-agent -p "x"',
    'gemini --approval-mode auto_edit',
  ],
};

interface Mode {
  /** Options that mean it by themselves. */
  readonly flags: readonly string[];
  /** Options that mean it with this value. */
  readonly values?: ReadonlyMap<string, RegExp>;
}

const yolo: Mode = { flags: ['--yolo', '-y'], values: new Map([['--approval-mode', /^yolo$/]]) };

const modes: Readonly<Record<string, Mode>> = {
  // https://code.claude.com/docs/en/cli-reference
  claude: {
    flags: ['--dangerously-skip-permissions', '--allow-dangerously-skip-permissions'],
    values: new Map([['--permission-mode', /^bypassPermissions$/]]),
  },
  // https://github.com/openai/codex/pull/21768, https://github.com/openai/codex/issues/22546
  codex: {
    flags: ['--dangerously-bypass-approvals-and-sandbox', '--yolo', '--dangerously-bypass-hook-trust'],
    values: new Map([
      ['--sandbox', /^danger-full-access$/],
      ['-s', /^danger-full-access$/],
    ]),
  },
  // https://raw.githubusercontent.com/google-gemini/gemini-cli/main/docs/reference/configuration.md
  gemini: yolo,
  qwen: yolo,
  agy: { flags: ['--dangerously-skip-permissions'] },
  copilot: { flags: ['--allow-all-tools', '--allow-all', '--yolo'] },
  'cursor-agent': { flags: ['--force', '-f', '--yolo'] },
  // https://aider.chat/docs/config/options.html
  aider: { flags: ['--yes-always'] },
  // https://ampcode.com/manual
  amp: { flags: ['--dangerously-allow-all'] },
  // unverified
  opencode: { flags: ['--dangerously-skip-permissions'] },
  'kiro-cli': { flags: ['--trust-all-tools'] },
  q: { flags: ['--trust-all-tools'] },
  crush: { flags: ['--yolo'] },
  droid: { flags: ['--skip-permissions-unsafe'] },
};

function bypass({ program, argv, variables }: Invocation): string | undefined {
  const mode = Object.hasOwn(modes, program) ? modes[program]! : undefined;
  if (!mode) return undefined;
  const permission = program === 'opencode' ? variables.get('OPENCODE_PERMISSION')?.text : undefined;
  if (permission !== undefined && /"\*"\s*:\s*"allow"|^"?allow"?$/.test(permission)) return 'OPENCODE_PERMISSION allows everything';
  for (const [index, { text }] of argv.entries()) {
    if (index === 0) continue;
    if (text === '--') return undefined;
    if (mode.flags.includes(text)) return text;
    const [name, glued] = text.split('=', 2);
    const wanted = mode.values?.get(name!);
    const value = glued ?? argv[index + 1]?.text ?? '';
    if (wanted?.test(value)) return `${name} ${value}`;
  }
  return undefined;
}

/** Agents' own command lines. What takes the hook itself away is guardFiles.ts's. */
export const agentModeTools: readonly Tool[] = [
  {
    names: Object.keys(modes),
    family: 'guard',
    rules: [bypassRule],
    find(invocation): readonly Draft[] {
      const how = bypass(invocation);
      if (how === undefined) return [];
      const target = invocation.place.type === 'here' ? ({ environment: 'local' } as const) : {};
      return [{ rule: bypassRule, resource: { kind: 'agent', name: invocation.program }, target, evidence: [{ text: how }] }];
    },
  },
];
