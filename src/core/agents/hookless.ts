/**
 * Why an agent that is started with these words runs no hook of ours; undefined when nothing in them says so. `words` begin with the
 * program. Claude Code: https://code.claude.com/docs/en/cli-reference and https://code.claude.com/docs/en/env-vars; the others as their
 * `--help` says (Codex 0.169.0, OpenCode 1.18.33, Qwen Code 0.24.4).
 */
export function hooklessReason(
  program: string,
  words: readonly string[],
  variable: (name: string) => string | undefined,
): string | undefined {
  const has = (...options: readonly string[]): string | undefined => words.find((word) => options.includes(word));
  const isOn = (name: string): boolean => !/^(?:0|false)?$/.test(variable(name) ?? '');
  switch (program) {
    case 'claude': {
      if (isOn('CLAUDE_CODE_SIMPLE')) return 'CLAUDE_CODE_SIMPLE switches hooks off';
      const at = words.findIndex((word) => /^--setting-sources(?:=|$)/.test(word));
      const sources = at < 0 ? undefined : words[at]!.includes('=') ? words[at]!.replace(/^[^=]*=/, '') : (words[at + 1] ?? '');
      if (at > 0 && sources !== undefined && !sources.includes('user'))
        return '--setting-sources leaves out the user settings, where the hook is';
      return has('--bare') && '--bare skips hooks';
    }
    case 'qwen': {
      const option = has('--bare', '--safe-mode');
      return option && `${option} skips hooks`;
    }
    case 'opencode':
    case 'kilo': {
      if (isOn('OPENCODE_PURE')) return 'OPENCODE_PURE skips plugins';
      return has('--pure') && '--pure skips plugins';
    }
    case 'codex': {
      if (words.some((word) => /^(?:-c|--config)?=?features\.hooks\s*=\s*false$/.test(word)))
        return 'features.hooks=false switches hooks off';
      const at = words.findIndex((word) => word === '--disable' || word === '--disable=hooks');
      return at > 0 && (words[at] === '--disable=hooks' || words[at + 1] === 'hooks') ? '--disable hooks switches hooks off' : undefined;
    }
    default:
      return undefined;
  }
}
