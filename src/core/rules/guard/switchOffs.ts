import { own } from '../../own.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { commandTable, localRow } from '../commandTable.ts';

const editor = /(?:^| )(?:--disable-extensions(?: |=|$)|--(?:uninstall|disable)-extension[= ]tenth-second\.)/;
const removesUs = /^(?:-\S+ )*(?:uninstall|remove|rm|un|unlink|r)\b.*(?:^| )(?:@[\w-]+\/)?tenth-second(?:@\S+)?(?: |$)/;
const editors = 'code code-insiders code-oss codium vscodium cursor windsurf trae positron code-server kiro antigravity'.split(' ');

/** What in an agent's or editor's own command line leaves this guard out, by pattern over its arguments. */
const switches: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(editors.map((name) => [name, editor])),
  // https://code.claude.com/docs/en/cli-reference
  claude:
    /disableAllHooks["']?\s*[:=]?\s*true|^(?:-\S+ )*config (?:set|add|remove|rm) (?:-\S+ )*(?:hooks|disableAllHooks)\b|^(?:-\S+ )*plugins? \S+ tenth-second\b/,
  gemini: /^(?:-\S+ )*hooks (?:disable|disable-all|uninstall)\b/,
  codex: /^(?:-\S+ )*features disable hooks\b/,
  npm: removesUs,
  pnpm: removesUs,
  yarn: removesUs,
  bun: removesUs,
  pkill: /tenth-second/,
  killall: /tenth-second/,
  kill: /\.tenth-second\//,
  export: /^(?:-\w )?(?:CLAUDE_CODE_SIMPLE|OPENCODE_PURE)=(?!0|false|$)/,
};

/** What switches this guard off, in words; undefined when nothing does. */
export function switchedOff({ program, argv }: Invocation): string | undefined {
  const pattern = own(switches, program);
  if (!pattern) return undefined;
  const text = argv
    .slice(1)
    .map((word) => word.text)
    .join(' ')
    .slice(0, 4_000);
  return pattern.test(text) ? `${program} ${text.slice(0, 100)} leaves this guard out` : undefined;
}

/** Servers, plugins and hooks that somebody set up to watch over what is done. Any of them may be one. */
export const watcherTools = [
  commandTable('guard', [
    localRow({
      id: 'guard.removeWatcher',
      effect: 'escalate',
      recovery: 'window',
      resource: 'plugin',
      title: 'Take out what may watch over an agent: {name}',
      source: 'https://code.claude.com/docs/en/mcp',
      on: {
        claude: /^(?:-\S+ )*(?:plugins? (?:uninstall|remove|rm|disable)|mcp (?:remove|reset-project-choices))\b/,
        gemini: /^(?:-\S+ )*(?:extensions (?:uninstall|disable)|mcp remove)\b/,
        qwen: /^(?:-\S+ )*(?:extensions (?:uninstall|disable)|mcp remove)\b/,
        codex: /^(?:-\S+ )*mcp remove\b/,
        copilot: /^(?:-\S+ )*(?:plugin (?:uninstall|disable)|mcp (?:remove|disable))\b/,
        'cursor-agent': /^(?:-\S+ )*mcp disable\b/,
        git: /^(?:-\S+ )*config (?:-\S+ )*core\.hooksPath (?:\/dev\/null|)$/i,
      },
      examples: [
        'claude mcp remove postgres',
        'claude plugin disable guard@market',
        'gemini extensions uninstall x',
        'codex mcp remove x',
        'git config --global core.hooksPath /dev/null',
      ],
      nearMisses: [
        'claude mcp list',
        'claude plugin list',
        'gemini extensions list',
        'codex mcp list',
        'git config core.hooksPath .githooks',
        'git config --get core.hooksPath',
      ],
    }),
  ]),
];
