import { baseName } from '../../paths.ts';
import { literal, type Word } from '../../shell/invocation.ts';
import { after } from '../arguments.ts';
import type { Draft, Tool } from '../rule.ts';

/** Scripts of frameworks that are programs of their own in all but name: `python manage.py flush`, `php artisan db:wipe`. */
const scripts = new Set([
  'manage.py',
  'artisan',
  'rails',
  'rake',
  'django-admin',
  'django-admin.py',
  'console',
  'ace',
  'cake',
  'spark',
  'yii',
]);

const codeOptions: Readonly<Record<string, RegExp>> = {
  'artisan tinker': /^--execute(?:=|$)/,
  'manage.py shell': /^(?:-c|--command(?:=|$))/,
};

/**
 * The code of `artisan tinker --execute=CODE` and of `manage.py shell -c CODE`. https://github.com/laravel/tinker,
 * https://docs.djangoproject.com/en/stable/ref/django-admin/#shell
 */
function codeOf(script: string, words: readonly Word[]): Word | undefined {
  const option = codeOptions[`${script} ${words[0]?.text ?? ''}`];
  const at = option ? words.findIndex((word) => option.test(word.text)) : -1;
  const word = words[at];
  if (!word) return undefined;
  const equals = word.text.indexOf('=');
  return word.text.startsWith('--') && equals > 0 ? after(word, equals + 1) : words[at + 1];
}

/** Judges `python manage.py …` as `manage.py …`. */
export const frameworkScriptTool: Tool = {
  names: ['python', 'python2', 'python3', 'php', 'ruby', 'node'],
  family: 'interpreters',
  rules: [],
  find(invocation, context): readonly Draft[] {
    const at = invocation.argv.findIndex((word, index) => index > 0 && !word.text.startsWith('-'));
    const script = at > 0 ? baseName(invocation.argv[at]!.text) : '';
    // `python -m django flush` runs django-admin.
    if (invocation.argv[at - 1]?.text === '-m') {
      const program = script === 'django' ? 'django-admin' : script;
      return context.invocations({
        invocations: [{ ...invocation, program, argv: invocation.argv.slice(at), via: [...invocation.via, invocation.program] }],
        opaque: [],
      });
    }
    if (!scripts.has(script)) return [];
    const code = codeOf(script, invocation.argv.slice(at + 1));
    if (code) {
      const php = script === 'artisan';
      const program = php ? 'php' : 'python3';
      const argv = [literal(program), literal(php ? '-r' : '-c'), code];
      return context.invocations({ invocations: [{ ...invocation, program, argv }], opaque: [] });
    }
    return context.invocations({
      invocations: [
        { ...invocation, program: script, argv: invocation.argv.slice(at), redirects: [], via: [...invocation.via, invocation.program] },
      ],
      opaque: [],
    });
  },
};

/** `rails runner CODE` and `rails runner FILE`. https://guides.rubyonrails.org/command_line.html#bin-rails-runner */
export const railsRunnerTool: Tool = {
  names: ['rails'],
  family: 'interpreters',
  rules: [],
  find(invocation, context): readonly Draft[] {
    const { argv } = invocation;
    if (!/^r(?:unner)?$/.test(argv[1]?.text ?? '')) return [];
    let at = 2;
    const isOption = (text: string): boolean => text.startsWith('-') && text !== '-';
    while (isOption(argv[at]?.text ?? '')) at += /^(?:-e|--environment)$/.test(argv[at]!.text) ? 2 : 1;
    const code = argv[at];
    if (!code || code.text === '-') return [];
    const words = /^[\w./-]+\.rb$/.test(code.text) ? [code] : [literal('-e'), code];
    return context.invocations({ invocations: [{ ...invocation, program: 'ruby', argv: [literal('ruby'), ...words] }], opaque: [] });
  },
};

/** Laravel's wrapper around its containers. https://laravel.com/docs/sail#executing-sail-commands */
export const sailTool: Tool = {
  names: ['sail'],
  family: 'interpreters',
  rules: [],
  find(invocation, context): readonly Draft[] {
    const argv = invocation.argv.slice(1);
    const first = argv[0]?.text ?? '';
    const program = /^(?:artisan|art|a)$/.test(first) ? 'artisan' : first;
    if (program === '' || program.startsWith('-')) return [];
    // What it does not know is a command of Docker Compose.
    const own = /^(?:artisan|php|composer|node|npm|npx|yarn|pnpm|bun|mysql|mariadb|psql|redis|valkey|shell|bash|tinker)$/.test(program);
    const words = own ? argv : [literal('docker'), literal('compose'), ...argv];
    return context.invocations({
      invocations: [
        {
          ...invocation,
          program: own ? (program === 'redis' ? 'redis-cli' : program) : 'docker',
          argv: words,
          redirects: [],
          via: [...invocation.via, 'sail'],
        },
      ],
      opaque: [],
    });
  },
};
