import { optionValue, readArguments } from '../arguments.ts';
import type { Draft, Rule, RuleContext, Target, Tool } from '../rule.ts';
import type { Invocation } from '../../shell/invocation.ts';

const adhoc = 'https://docs.ansible.com/ansible/latest/command_guide/intro_adhoc.html';

const ansibleAbsent: Rule = {
  id: 'ansible.remove',
  effect: 'delete',
  resource: 'state',
  title: 'Remove on {name} with Ansible',
  location: 'remote',
  recovery: 'none',
  source: adhoc,
  takes: 'A directory goes with all that is in it, on every host of the pattern.',
  safer: 'See what it would do: --check --diff.',
  examples: [
    'ansible web -m file -a "path=/srv/uploads state=absent"',
    'ansible db -m community.postgresql.postgresql_db -a "name=bookings state=absent"',
    `ansible all -m user -a '{"name": "ada", "state": "absent", "remove": true}'`,
    'ansible all -b -m reboot',
  ],
  nearMisses: [
    'ansible web -m file -a "path=/srv/uploads state=directory"',
    'ansible web -m file -a "path=/srv/uploads state=absent" --check',
    'ansible all -m ping',
    'ansible web -m cron -a "name=report state=present"',
  ],
};

const modulesThatRun = /^(?:ansible\.builtin\.|ansible\.legacy\.)?(?:shell|command|raw|script)$/;

/** `ansible HOSTS -m MODULE -a ARGUMENTS`: commands are judged as if they stood here, on the hosts. */
const ansible: Tool = {
  names: ['ansible'],
  family: 'infrastructure',
  rules: [ansibleAbsent],
  find(invocation: Invocation, context: RuleContext): readonly Draft[] {
    const args = readArguments(invocation, {
      valued: new Set(
        '-m --module-name -a --args -i --inventory -u --user -l --limit -f --forks -e --extra-vars --become-user --private-key -t --tree -P -B'.split(
          ' ',
        ),
      ),
    });
    if (['--check', '-C', '--syntax-check', '--list-hosts', '--help', '--version'].some((name) => args.options.has(name))) return [];
    const hosts = args.words[0]?.text ?? 'the hosts';
    const text = optionValue(args, '-a', '--args')?.text ?? '';
    const module = optionValue(args, '-m', '--module-name')?.text ?? 'command';
    const inventory = optionValue(args, '-i', '--inventory');
    const near = /^(?:localhost|127\.0\.0\.1)$/.test(hosts);
    const said = `${hosts} ${inventory?.text ?? ''}`;
    const target: Target = near ? { environment: 'local' } : { tool: 'ansible', says: said.trim(), ids: [hosts] };
    if (modulesThatRun.test(module)) {
      // `chdir=/srv creates=x` stand before or after the command.
      const command = text.replace(/(?:^|\s)(?:chdir|creates|removes|executable|warn|stdin)=\S+/g, ' ').trim();
      const place: Invocation = near
        ? invocation
        : { ...invocation, cwd: undefined, place: { type: 'host', tool: 'ansible', name: hosts } };
      return context.shell(command, place, 'ansible').map((draft) => (near ? draft : { ...draft, target: { ...target, ...draft.target } }));
    }
    const absent = /\bstate["']?\s*[=:]\s*["']?absent\b/.test(text);
    const stops =
      /(?:^|\.)(?:reboot|shutdown|parted|filesystem|lvol|lvg|docker_prune)$/.test(module) &&
      (absent || /(?:^|\.)(?:reboot|shutdown|docker_prune)$/.test(module) || /\bforce["']?\s*[=:]\s*["']?(?:true|yes)/.test(text));
    // A package or a line in a file is put back as easily.
    const light = /(?:^|\.)(?:apt|yum|dnf|package|pip|npm|lineinfile|blockinfile|ini_file|hostname|apt_repository|gem|homebrew)$/.test(
      module,
    );
    if (!(absent && !light) && !stops) return [];
    return [
      {
        rule: ansibleAbsent,
        resource: { kind: module, name: hosts, provider: 'Ansible' },
        target,
        evidence: [{ text: `${module}: ${text.slice(0, 120)}` }],
      },
    ];
  },
};

/** What of Ansible is no playbook: playbooks are read by a person before they run. */
export const ansibleTools: readonly Tool[] = [ansible];
