import { baseName } from '../../paths.ts';
import type { Draft, Tool } from '../rule.ts';

/** Scripts of frameworks that are programs of their own in all but name: `python manage.py flush`, `php artisan db:wipe`. */
const scripts = new Set(['manage.py', 'artisan', 'rails', 'rake', 'django-admin', 'django-admin.py', 'console']);

/** Judges `python manage.py …` as `manage.py …`. */
export const frameworkScriptTool: Tool = {
  names: ['python', 'python2', 'python3', 'php', 'ruby'],
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
    return context.invocations({
      invocations: [
        { ...invocation, program: script, argv: invocation.argv.slice(at), redirects: [], via: [...invocation.via, invocation.program] },
      ],
      opaque: [],
    });
  },
};
