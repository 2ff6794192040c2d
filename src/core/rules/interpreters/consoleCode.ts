import type { Language } from '../../payload/code.ts';
import { literal, type Invocation } from '../../shell/invocation.ts';
import { own } from '../../own.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { standardInput } from '../sql/connection.ts';
import { judgeCode } from './code.ts';

interface CodeConsole {
  readonly language: Language;
  /** Subcommands that open it; undefined: the program is the console. */
  readonly commands?: RegExp;
  /** Options whose value is code. */
  readonly texts?: readonly string[];
}

/**
 * Consoles that know an application's models and are fed code: `rails console < x.rb`, `echo … | manage.py shell`, `mix run -e …`.
 * https://guides.rubyonrails.org/command_line.html#bin-rails-console, https://docs.djangoproject.com/en/stable/ref/django-admin/#shell,
 * https://flask.palletsprojects.com/en/stable/cli/#open-a-shell, https://github.com/laravel/tinker,
 * https://hexdocs.pm/mix/Mix.Tasks.Run.html
 */
const consoles: Readonly<Record<string, CodeConsole>> = {
  rails: { language: 'ruby', commands: /^(?:console|c)$/ },
  rake: { language: 'ruby', commands: /^console$/ },
  hanami: { language: 'ruby', commands: /^console$/ },
  irb: { language: 'ruby' },
  pry: { language: 'ruby', texts: ['-e', '--exec'] },
  'manage.py': { language: 'python', commands: /^shell(?:_plus)?$/ },
  'django-admin': { language: 'python', commands: /^shell(?:_plus)?$/ },
  flask: { language: 'python', commands: /^shell$/ },
  bpython: { language: 'python' },
  ptpython: { language: 'python' },
  artisan: { language: 'php', commands: /^tinker$/ },
  psysh: { language: 'php' },
  wp: { language: 'php', commands: /^(?:shell|eval)$/ },
  drush: { language: 'php', commands: /^(?:php|php:cli|php-script|ev|eval|php:eval|php-eval)$/ },
  iex: { language: 'ruby', texts: ['-e', '--eval'] },
  mix: { language: 'ruby', commands: /^run$/, texts: ['-e', '--eval'] },
  // `node ace repl`, `nest start --entryFile repl`.
  ace: { language: 'javascript', commands: /^repl$/ },
  jshell: { language: 'javascript' },
};

function wordsOf(invocation: Invocation): readonly string[] {
  return invocation.argv.slice(1).map((word) => word.text);
}

function textsOf(invocation: Invocation, console: CodeConsole): readonly string[] {
  const words = wordsOf(invocation);
  const command = words.findIndex((word) => !word.startsWith('-'));
  if (console.commands && !console.commands.test(words[command] ?? '')) return [];
  const texts = (console.texts ?? []).flatMap((option) => words.flatMap((word, index) => (words[index - 1] === option ? [word] : [])));
  // `wp eval 'CODE'`, `drush php:eval 'CODE'`.
  if (console.commands && /^(?:eval|ev|php:eval|php-eval)$/.test(words[command] ?? '') && words[command + 1] !== undefined)
    texts.push(words[command + 1]!);
  const input = standardInput(invocation);
  if (input.type === 'text') texts.push(input.text);
  return texts;
}

export const codeConsoleTool: Tool = {
  names: Object.keys(consoles),
  family: 'interpreters',
  rules: [],
  find(invocation, context): readonly Draft[] {
    const console = own(consoles, invocation.program);
    return console ? textsOf(invocation, console).flatMap((text) => judgeCode(text, console.language, invocation, context, true)) : [];
  },
};

/**
 * `bin/shop eval 'Shop.Repo.delete_all(Shop.User)'`: releases of Elixir take code, under whatever name the application has.
 * https://hexdocs.pm/mix/Mix.Tasks.Release.html#module-bin-release_name-commands
 */
export function judgeReleaseCode(invocation: Invocation, context: RuleContext): readonly Draft[] {
  const [, command, code] = invocation.argv;
  if (!command || !code || !/^(?:eval|rpc)$/.test(command.text) || !/[A-Z]\w*\.\w+\s?\(?/.test(code.text)) return [];
  return judgeCode(code.text, 'ruby', { ...invocation, program: 'elixir', argv: [literal('elixir')] }, context, true);
}
