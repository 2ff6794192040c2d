import type { Draft, Rule, Tool } from '../rule.ts';
import { hasOption, readArguments } from '../arguments.ts';
import { deletes, verbTool } from '../verbTool.ts';

const local = { location: 'local' } as const;

function systemRule(row: Pick<Rule, 'id' | 'resource' | 'title' | 'source' | 'examples' | 'nearMisses'> & Partial<Rule>): Rule {
  return { effect: 'delete', location: 'local', recovery: 'snapshot', ...row };
}

const crontabRemove = systemRule({
  id: 'system.removeCrontab',
  resource: 'crontab',
  title: 'Remove the crontab',
  source: 'https://man7.org/linux/man-pages/man1/crontab.1.html',
  safer: 'Save it first: crontab -l > crontab.bak.',
  examples: ['crontab -r', 'crontab -u www-data -r', 'crontab /dev/null', "echo '' | crontab -"],
  nearMisses: ['crontab -l', 'crontab -e'],
});
const killAll = systemRule({
  id: 'system.killEverything',
  resource: 'processes',
  title: 'Kill every process: {name}',
  recovery: 'none',
  source: 'https://man7.org/linux/man-pages/man1/kill.1.html',
  examples: ['kill -9 -1', 'kill -KILL -- -1', 'killall5'],
  nearMisses: ['kill -9 1234', 'kill %1', 'pkill -f vite'],
});
const userRemove = systemRule({
  id: 'system.removeUser',
  resource: 'account',
  title: 'Remove the account {name}',
  recovery: 'none',
  source: 'https://man7.org/linux/man-pages/man8/userdel.8.html',
  takes: 'With -r the home folder goes with it.',
  examples: ['userdel -r ada', 'deluser --remove-home ada'],
  nearMisses: ['useradd ada', 'id ada'],
});
const shutdownRule = systemRule({
  id: 'system.shutdown',
  effect: 'change',
  hardToUndo: true,
  resource: 'machine',
  title: 'Shut down or restart this machine',
  recovery: 'none',
  source: 'https://man7.org/linux/man-pages/man8/shutdown.8.html',
  examples: ['shutdown -h now', 'reboot'],
  nearMisses: ['shutdown -c', 'uptime'],
});
const clearAppRule = systemRule({
  id: 'system.clearAppData',
  resource: 'app',
  title: 'Erase all data of the app {name} on the device',
  recovery: 'none',
  source: 'https://developer.android.com/tools/adb#pm',
  safer: 'Copy its data first: adb backup, or adb exec-out run-as NAME tar c .',
  examples: [
    'adb shell pm clear com.example.shop',
    'adb -s emulator-5554 shell pm clear com.example.shop',
    "adb shell 'pm clear com.example.shop'",
  ],
  nearMisses: ['adb shell pm list packages', 'adb install app.apk', 'adb logcat -c', 'adb shell am force-stop com.example.shop'],
});
const historyRule = systemRule({
  id: 'system.wipeHistory',
  resource: 'history',
  title: 'Wipe the shell history',
  source: 'https://www.gnu.org/software/bash/manual/html_node/Bash-History-Builtins.html',
  examples: ['history -c', 'history -cw'],
  nearMisses: ['history', 'history 20'],
});

function one(rule: Rule, name: string): readonly Draft[] {
  return [{ rule, resource: { kind: rule.resource, name }, target: { environment: 'local' } }];
}

/** Things of the machine itself. */
export const systemTools: readonly Tool[] = [
  {
    names: ['adb'],
    family: 'system',
    rules: [clearAppRule],
    find(invocation) {
      const { words } = readArguments(invocation, { valued: new Set(['-s', '-t', '-H', '-P', '-L', '--user']) });
      if (words[0]?.text !== 'shell') return [];
      const match = /^(?:su -c )?(?:pm|cmd package) clear(?: --user \S+)? (\S+)/.exec(
        words
          .slice(1)
          .map((word) => word.text)
          .join(' '),
      );
      return match ? one(clearAppRule, match[1]!) : [];
    },
  },
  {
    names: ['crontab'],
    family: 'system',
    rules: [crontabRemove],
    find(invocation) {
      const args = readArguments(invocation, { valued: new Set(['-u']) });
      const { input } = invocation;
      const [file] = args.words;
      const empties =
        file?.text === '/dev/null' ||
        ((!file || file.text === '-') &&
          ((input.type === 'text' && input.known && input.text.trim() === '') ||
            (input.type === 'file' && input.path.text === '/dev/null')));
      return hasOption(args, '-r') || (empties && !hasOption(args, '-l', '-e')) ? one(crontabRemove, 'crontab') : [];
    },
  },
  {
    names: ['kill', 'killall5'],
    family: 'system',
    rules: [killAll],
    find: (invocation) =>
      invocation.program === 'killall5' ||
      (invocation.argv.length > 2 && invocation.argv.at(-1)?.text === '-1' && !/^-(l|L)$/.test(invocation.argv[1]?.text ?? ''))
        ? one(killAll, invocation.text.slice(0, 40))
        : [],
  },
  {
    names: ['userdel', 'deluser', 'groupdel', 'delgroup'],
    family: 'system',
    rules: [userRemove],
    find: (invocation) =>
      invocation.argv.length > 1 && !hasOption(readArguments(invocation), '--help') ? one(userRemove, invocation.argv.at(-1)!.text) : [],
  },
  {
    names: ['shutdown', 'reboot', 'halt', 'poweroff', 'init'],
    family: 'system',
    rules: [shutdownRule],
    find: (invocation) =>
      invocation.argv.some((word) => word.text === '-c' || word.text === '--help') ||
      (invocation.program === 'init' && !/^[06]$/.test(invocation.argv[1]?.text ?? ''))
        ? []
        : one({ ...shutdownRule, effect: 'delete', recovery: 'none' }, 'this machine'),
  },
  {
    names: ['history'],
    family: 'system',
    rules: [historyRule],
    find: (invocation) => (/^-[a-z]*c/.test(invocation.argv[1]?.text ?? '') ? one(historyRule, 'the shell history') : []),
  },
  verbTool({
    names: ['systemctl', 'launchctl', 'service'],
    family: 'system',
    provider: 'the system',
    tool: 'system',
    syntax: { valued: new Set(['-H', '--host', '-M', '--machine', '-t', '--type', '-p']) },
    hostOptions: ['-H', '--host'],
    rules: [
      deletes({
        id: 'system.powerOff',
        words: ['poweroff|reboot|halt|kexec|emergency|rescue'],
        ...local,
        resource: 'machine',
        title: 'Shut down or restart this machine',
        source: 'https://man7.org/linux/man-pages/man1/systemctl.1.html',
        examples: ['systemctl poweroff', 'sudo systemctl reboot'],
        nearMisses: ['systemctl status nginx', 'systemctl restart nginx'],
      }),
      deletes({
        id: 'system.maskService',
        words: ['mask|disable|revert|stop', 'bootout|unload|remove', '* stop'],
        effect: 'change',
        hardToUndo: true,
        recovery: 'window',
        ...local,
        each: true,
        resource: 'service',
        title: 'Switch the service {name} off',
        source: 'https://man7.org/linux/man-pages/man1/systemctl.1.html',
        examples: ['systemctl mask postgresql', 'launchctl unload x.plist', 'ssh prod sudo systemctl stop postgresql'],
        nearMisses: ['systemctl list-units', 'launchctl list', 'ssh prod systemctl restart postgresql', 'systemctl stop postgresql'],
      }),
    ],
  }),
  verbTool({
    names: ['diskutil', 'tmutil', 'hdiutil', 'asr'],
    family: 'disks',
    provider: 'macOS',
    tool: 'disk',
    rules: [
      deletes({
        id: 'macos.eraseDisk',
        words: [
          'eraseDisk|eraseVolume|eraseall|reformat|partitionDisk|zeroDisk|secureErase|randomDisk|erasedisk|erasevolume',
          'apfs deleteContainer|deleteVolume|eraseVolume|deleteVolumeGroup',
          'apfs deleteSnapshot',
          'delete|deletelocalsnapshots|disable',
          'restore',
        ],
        ...local,
        nameWord: 0,
        resource: 'disk',
        title: 'Erase the disk, volume or backup {name}',
        source: 'https://ss64.com/mac/diskutil.html',
        examples: ['diskutil eraseDisk APFS Blank /dev/disk2', 'diskutil apfs deleteVolume disk1s5', 'tmutil deletelocalsnapshots /'],
        nearMisses: ['diskutil list', 'tmutil listlocalsnapshots /'],
      }),
    ],
  }),
];
