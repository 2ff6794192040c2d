import type { Invocation } from '../../shell/invocation.ts';

/** Options that make a program run a given text and end. */
interface Opener {
  /** Options with which it does not wait for lines. */
  readonly ends: RegExp;
  /** Operands (a database, a host) that it takes and still waits; more are a script or a command. */
  readonly operands: number;
  /** Options that take a value, so that the value is no operand. */
  readonly valued?: RegExp;
}

const shell: Opener = { ends: /^(?:-[a-z]*c|--version|--help)$/, operands: 0, valued: /^(?:--rcfile|--init-file|-o|-O)$/ };
const interpreter: Opener = {
  ends: /^(?:-[abdf-lnoqs-zA-DF-UW-Z]*[ceEmrpV].*|--(?:eval|print|version|help|test|check).*|-h)$/,
  operands: 0,
};

/** Programs that read lines and run them when they are given nothing to run. */
const openers: Readonly<Record<string, Opener>> = {
  ...Object.fromEntries(['bash', 'sh', 'zsh', 'fish', 'dash', 'ksh', 'pwsh', 'powershell', 'cmd'].map((name) => [name, shell])),
  ...Object.fromEntries(
    ['python', 'python2', 'python3', 'ipython', 'node', 'deno', 'bun', 'irb', 'php', 'lua', 'ghci', 'iex', 'R', 'julia', 'scala'].map(
      (name) => [name, interpreter],
    ),
  ),
  psql: { ends: /^(?:-[cflV].*|--(?:command|file|list|version|help).*|-\?)$/, operands: 2, valued: /^-[hpUdvPoL]$/ },
  mysql: { ends: /^(?:-e.*|--(?:execute|version|help).*|-V)$/, operands: 1, valued: /^-[hPuSD]$/ },
  mariadb: { ends: /^(?:-e.*|--(?:execute|version|help).*|-V)$/, operands: 1, valued: /^-[hPuSD]$/ },
  sqlite3: { ends: /^--?(?:version|help)$/, operands: 1, valued: /^-(?:cmd|init|separator)$/ },
  mongosh: { ends: /^(?:--(?:eval|file|version|help).*|-f)$/, operands: 1, valued: /^(?:-[up]|--(?:host|port|username|password))$/ },
  'redis-cli': { ends: /^--(?:eval|version|help|scan|bigkeys|stat).*$/, operands: 0, valued: /^-[hpanu]$/ },
  ssh: { ends: /^-[NGV]$/, operands: 1, valued: /^-[bcDEeFIiJLlmOopQRSWw]$/ },
};

/**
 * The program that waits for lines when this runs: what is typed into it later fires no hook of Codex (`write_stdin`), so that it is
 * opening it that is held.
 */
export function opensSession({ program, argv, input, redirects }: Invocation): string | undefined {
  const opener = Object.hasOwn(openers, program) ? openers[program] : undefined;
  if (!opener || input.type !== 'none' || redirects.some(({ mode }) => mode === 'read')) return undefined;
  let operands = 0;
  for (let index = 1; index < argv.length; index++) {
    const { text } = argv[index]!;
    if (opener.ends.test(text)) return undefined;
    if (opener.valued?.test(text) === true) index++;
    else if (!text.startsWith('-')) operands++;
  }
  return operands <= opener.operands ? program : undefined;
}
