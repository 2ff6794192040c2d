import { baseName, directoryOf } from '../../paths.ts';
import type { Draft, Rule } from '../rule.ts';
import { placeOf } from './places.ts';
import { withoutEnd } from '../../text.ts';

/** Variables that load code into every program of a kind, this guard's own among them, or switch hooks off. */
export const plantVariablesRule: Rule = {
  id: 'guard.plantVariables',
  effect: 'disarm',
  resource: 'guard',
  title: 'Plant {name}, which changes every program started with it',
  location: 'local',
  recovery: 'none',
  source: 'docs/threat-model.md',
  safer: 'Set the variable in front of the one command that needs it.',
  examples: [
    "echo 'export BASH_ENV=~/.cache/x' >> ~/.bashrc",
    'echo "NODE_OPTIONS=--require ./hook.js" >> .env',
    "printf 'LD_PRELOAD=/tmp/x.so\\n' | tee -a .env",
    'launchctl setenv NODE_OPTIONS "--import /tmp/x.mjs"',
  ],
  nearMisses: [
    'echo "NODE_OPTIONS=--max-old-space-size=4096" >> .env',
    'NODE_OPTIONS="--require ./instrument.js" npm start',
    "echo 'export LD_LIBRARY_PATH=/usr/local/cuda/lib64' >> ~/.bashrc",
    'grep LD_PRELOAD src/main.c',
    'echo "LD_PRELOAD=" >> .env',
  ],
};

const planted =
  /(?:^|[\s;{,[("'])(?:export\s+|declare\s+-x\s+|set\s+-\w+\s+)?["']?(NODE_OPTIONS|BASH_ENV|LD_PRELOAD|LD_AUDIT|DYLD_[A-Z_]{3,40}|CLAUDE_CODE_SIMPLE)["']?(?:\s*[:=]\s*|\s+(?=[-\w/~"']))(.*)/;

/** Options of Node that load code: https://nodejs.org/api/cli.html#node_optionsoptions */
const loads = /(?:^|[\s"'=])(?:-r|--require|--import|--loader|--experimental-loader)(?:[\s=]|$)/;

/** Names of the variables that a text plants, as far as they do harm. */
export function plantedIn(text: string): readonly string[] {
  const names = new Set<string>();
  for (const line of text.split('\n').slice(0, 5_000)) {
    if (!line.includes('_') || line.length > 2_000 || /^\s*(?:#|\/\/)/.test(line)) continue;
    const [, name, value] = planted.exec(line) ?? [];
    if (name === undefined) continue;
    const plain = withoutEnd(value!.replace(/^["'\s]+/, ''), '"\',}]) \t\r\n');
    if (plain === '' || (name === 'CLAUDE_CODE_SIMPLE' && /^(?:0|false)$/.test(plain))) continue;
    if (name === 'NODE_OPTIONS' && !loads.test(value!)) continue;
    names.add(name);
  }
  return [...names];
}

/** Files whose variables reach the programs that are started after: dotenv files, start-up files, settings of agents and editors. */
export function givesVariables(path: string, home: string): boolean {
  const name = baseName(path);
  if (/^\.env(?:\.[\w.-]+)?$/.test(name)) return !/\.(?:example|sample|template|dist)$/.test(name);
  if (/^(?:\.envrc|\.npmrc|environment|\.pam_environment)$/.test(name)) return name !== 'environment' || directoryOf(path) === '/etc';
  if (
    /\/(?:\.claude|\.gemini|\.qwen|\.vscode|\.cursor)\/settings(?:\.local)?\.json$|\/\.codex\/config\.toml$|\/Code\/User\/settings\.json$/.test(
      path,
    )
  )
    return true;
  return placeOf(path, home)?.when === 'when a shell starts';
}

export function plantDraft(name: string, path: string): Draft {
  return {
    rule: plantVariablesRule,
    resource: { kind: 'guard', name, path },
    target: { environment: 'local' },
    evidence: [{ text: `Sets ${name} in ${baseName(path)}`, path }],
  };
}
