import { hasOption, optionValue, readArguments } from '../arguments.ts';
import { isMissing } from '../missing.ts';
import type { Draft, Rule, Target, Tool } from '../rule.ts';
import { deletes, verbTool } from '../verbTool.ts';
import type { Invocation } from '../../shell/invocation.ts';

function rule(row: Pick<Rule, 'id' | 'resource' | 'title' | 'source' | 'examples' | 'nearMisses'> & Partial<Rule>): Rule {
  return { effect: 'delete', location: 'local', recovery: 'none', ...row };
}

const secretKeys = rule({
  id: 'gpg.deleteSecretKey',
  resource: 'key',
  title: 'Delete the secret key {name}',
  source: 'unverified',
  takes: 'What is encrypted to it can be read no more.',
  safer: 'Export it first: gpg --export-secret-keys --armor NAME > key.asc.',
  examples: ['gpg --delete-secret-keys ada@example.com', 'gpg --batch --yes --delete-secret-and-public-key ABCD1234'],
  nearMisses: ['gpg --list-secret-keys', 'gpg --delete-keys bea@example.com', 'gpg --export ada'],
});
const overwriteKey = rule({
  id: 'ssh.overwriteKey',
  effect: 'overwrite',
  recovery: 'snapshot',
  resource: 'key',
  title: 'Overwrite the SSH key {name}',
  source: 'unverified',
  takes: 'Whatever knows the old key lets nobody in.',
  examples: [
    'yes | ssh-keygen -t ed25519 -f ~/.ssh/id_ed25519 -N ""',
    'echo y | ssh-keygen -f ~/.ssh/id_rsa',
    'ssh-keygen -f ~/.ssh/id_rsa -N "" <<< y',
  ],
  nearMisses: [
    'ssh-keygen -t ed25519 -f ~/.ssh/id_new -N ""',
    'ssh-keygen -y -f ~/.ssh/id_rsa',
    'ssh-keygen -R example.com',
    'ssh-keygen -lf ~/.ssh/id_rsa.pub',
  ],
});
const openAccount = rule({
  id: 'system.openAccount',
  effect: 'escalate',
  resource: 'account',
  title: 'Weaken or lock the account {name}',
  source: 'unverified',
  examples: ['passwd -d ada', 'usermod -aG sudo ada', 'passwd -l root', 'usermod -u 0 -o ada'],
  nearMisses: ['passwd -S ada', 'usermod -aG docker ada', 'usermod -s /bin/zsh ada'],
});
const vacuum = rule({
  id: 'system.vacuumLogs',
  recovery: 'snapshot',
  resource: 'logs',
  title: 'Delete the system logs: {name}',
  source: 'unverified',
  examples: ['journalctl --vacuum-time=1s', 'sudo journalctl --rotate --vacuum-size=1M', 'journalctl --vacuum-files=1'],
  nearMisses: [
    'journalctl -u nginx -f',
    'journalctl --disk-usage',
    'journalctl --rotate',
    'journalctl --vacuum-time=30d',
    'journalctl --vacuum-size=500M',
  ],
});
const history = rule({
  id: 'system.stopHistory',
  recovery: 'snapshot',
  resource: 'history',
  title: 'Stop the shell from keeping its history: {name}',
  source: 'unverified',
  examples: ['unset HISTFILE', 'set +o history', 'fc -p /dev/null'],
  nearMisses: ['unset PATH_TO_X', 'set -euo pipefail', 'set +e', 'fc -l'],
});

function one(which: Rule, name: string, invocation: Invocation): readonly Draft[] {
  const target: Target = invocation.place.type === 'here' ? { environment: 'local' } : {};
  return [{ rule: which, resource: { kind: which.resource, name }, target }];
}

/** Keys, accounts and logs of this machine. */
export const keyTools: readonly Tool[] = [
  {
    names: ['gpg', 'gpg2'],
    family: 'system',
    rules: [secretKeys],
    find(invocation) {
      const at = invocation.argv.findIndex((word) => /^--delete-secret-(?:keys?|and-public-keys?)$/.test(word.text));
      return at > 0 && !invocation.argv.some((word) => word.text === '--dry-run' || word.text === '-n')
        ? one(
            secretKeys,
            invocation.argv
              .slice(at + 1)
              .map((word) => word.text)
              .join(', ') || 'of this keyring',
            invocation,
          )
        : [];
    },
  },
  {
    names: ['ssh-keygen'],
    family: 'system',
    rules: [overwriteKey],
    find(invocation, context) {
      const args = readArguments(invocation, {
        valued: new Set('-t -b -C -f -N -P -a -m -O -R -F -I -n -V -s -z -Z -r -S -D -E -w -Y'.split(' ')),
      });
      // Those read keys, or change known_hosts.
      if (hasOption(args, ...'-y -l -R -F -e -i -p -c -B -A -L -H -Q -k -s -D -Y -M'.split(' '))) return [];
      const file = optionValue(args, '-f');
      // It asks before it overwrites: only an input that says yes does it unasked.
      const { input } = invocation;
      const agrees = input.type === 'text' ? /^\s*y/i.test(input.text) : input.type === 'pipe' && input.from.at(-1)?.program === 'yes';
      if (!file || !agrees) return [];
      const path = context.path(file, invocation);
      const answer = path === undefined ? undefined : context.ask({ type: 'path', path });
      if (answer && (isMissing(answer) || (answer.type === 'path' && answer.kind === 'missing'))) return [];
      return one(overwriteKey, file.text, invocation);
    },
  },
  {
    names: ['passwd', 'usermod'],
    family: 'system',
    rules: [openAccount],
    find(invocation) {
      const passwd = invocation.program === 'passwd';
      const args = readArguments(invocation, {
        valued: new Set(passwd ? ['-n', '-x', '-w', '-i'] : '-G --groups -g --gid -s -d -u --uid -l -c -e -f -p -R'.split(' ')),
      });
      const groups = passwd ? '' : (optionValue(args, '-G', '--groups')?.text ?? '');
      const root = /(?:^|,)(?:sudo|wheel|root|admin)(?:,|$)/.test(groups) || (!passwd && optionValue(args, '-u', '--uid')?.text === '0');
      const weakens = passwd ? hasOption(args, '-d', '--delete', '-l', '--lock') : root || hasOption(args, '-L', '--lock');
      return weakens ? one(openAccount, args.words.at(-1)?.text ?? 'of this user', invocation) : [];
    },
  },
  {
    names: ['journalctl'],
    family: 'system',
    rules: [vacuum],
    find(invocation) {
      for (const { text } of invocation.argv) {
        const [, kind, amount = '', unit = ''] = /^--vacuum-(time|size|files)=(\d*)([A-Za-z_]\w*)?$/.exec(text) ?? [];
        // Keeping a day, 100 MB or more is housekeeping.
        const keeps =
          kind === 'time'
            ? /^(?:d|day|days|w|week|weeks|month|months|M|y|years?)$/.test(unit) && Number(amount) >= 1
            : kind === 'size' && (/^[GT]/i.test(unit) || (/^M/i.test(unit) && Number(amount) >= 50));
        if (kind !== undefined && !keeps) return one(vacuum, text, invocation);
      }
      return [];
    },
  },
  {
    names: ['unset', 'set', 'fc'],
    family: 'system',
    rules: [history],
    find(invocation) {
      const words = invocation.argv.map((word) => word.text);
      const stops =
        invocation.program === 'unset'
          ? words.includes('HISTFILE')
          : invocation.program === 'set'
            ? words[1] === '+o' && words[2] === 'history'
            : words[1] === '-p' && words[2] === '/dev/null';
      return stops ? one(history, words.join(' '), invocation) : [];
    },
  },
  verbTool({
    names: ['certbot'],
    family: 'system',
    provider: 'Let’s Encrypt',
    tool: 'certbot',
    syntax: { valued: new Set(['--cert-name', '--cert-path', '-d', '--domains', '--reason', '--config-dir']) },
    idOptions: ['--cert-name'],
    rules: [
      deletes({
        id: 'certbot.revoke',
        words: ['revoke|delete|unregister'],
        nameOptions: ['--cert-name', '--cert-path', '-d'],
        resource: 'certificate',
        title: 'Revoke or delete the certificate {name}',
        source: 'unverified',
        takes: 'Servers that use it stop serving HTTPS.',
        examples: ['certbot delete --cert-name example.com', 'certbot revoke --cert-path /etc/letsencrypt/live/example.com/cert.pem'],
        nearMisses: ['certbot renew', 'certbot certificates', 'certbot renew --dry-run'],
      }),
    ],
  }),
];
