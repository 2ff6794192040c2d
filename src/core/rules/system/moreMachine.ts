import { commandTable, localRow } from '../commandTable.ts';
import type { Draft, Rule, Tool } from '../rule.ts';

/** What guards machines for a living. */
const securityProduct =
  '\\S*(?:crowdstrike|falcon|sentinel(?:one|ctl)?|jamf|carbonblack|cbdefense|sophos|mcafee|symantec|defender|mdatp|wazuh|osquery|santa|littlesnitch|lulu|objective-see|xprotect|clamav|malwarebytes|eset|cortex|traps|tanium|kandji|intune|elastic-(?:agent|endpoint)|auditd|falco)\\S*';
/** Servers whose packages keep data, or that everything hangs on. */
const serverPackage =
  '(?:\'|")?(?:postgresql|mysql-server|mysql|mariadb|percona|mongodb|redis|valkey|elasticsearch|opensearch|clickhouse|cassandra|influxdb|couchdb|rabbitmq|neo4j|etcd|docker-ce|containerd|kubelet|linux(?:-lts|-zen|-hardened)?|openssh(?:-server)?|sudo|glibc|systemd)(?:[\\w.@*-]*)(?:\'|")?';

const rows = [
  localRow({
    id: 'system.stopProtection',
    effect: 'escalate',
    resource: 'service',
    title: 'Take down what protects this machine: {name}',
    source: 'https://www.man7.org/linux/man-pages/man8/apparmor_parser.8.html',
    on: {
      apparmor_parser: /(?:^| )(?:-[a-zA-Z]*R[a-zA-Z]*|--remove)(?: |$)/,
      launchctl: new RegExp(`^(?:unload|bootout|remove|disable|stop|kill)\\b.* ${securityProduct}(?: |$)`, 'i'),
      kextunload: /\S/,
      systemextensionsctl: /^(?:uninstall|reset)\b/,
      falconctl: /^(?:unload|uninstall|-d)\b|(?:^| )-d\b.*--cid/,
      sentinelctl: /^(?:unload|unprotect|uninstall|control stop|agent stop)\b/,
      mdatp: /^(?:config real-time-protection .*disabled|threat policy set|exclusion \S+ add)\b/,
      'wazuh-control': /^stop\b/,
      osqueryctl: /^stop\b/,
      'elastic-agent': /^(?:uninstall|unenroll)\b/,
      santactl: /^rule\b.*--(?:remove|allow)\b/,
      pkill: new RegExp(`(?:^| )${securityProduct}$`, 'i'),
      killall: new RegExp(`(?:^| )${securityProduct}$`, 'i'),
      ufw: /^(?:--force )?deny (?:in )?(?:22(?:\/tcp)?|ssh|openssh|from any)$/i,
      usermod: /(?:^| )(?:-s|--shell)[= ]\S*(?:nologin|false)\b|(?:^| )(?:-L|--lock|-e ?1|--expiredate[= ](?:1|1970\S*))(?: |$)/,
      chage: /(?:^| )(?:-E ?|--expiredate[= ])(?:0|1970\S*) /,
      passwd: /(?:^| )(?:-l|-d|--lock|--delete|-e|--expire)(?: |$)/,
      exportfs: /(?:^| )-\w*u\w*a|(?:^| )-\w*a\w*u/,
      bputil: /\S/,
    },
    examples: [
      'apparmor_parser -R /etc/apparmor.d/usr.sbin.mysqld',
      'launchctl unload -w /Library/LaunchDaemons/com.crowdstrike.falcon.plist',
      'ufw deny 22/tcp',
      'usermod -s /sbin/nologin deploy',
      'chage -E 0 alice',
      'exportfs -ua',
      '/etc/init.d/iptables stop',
      "echo 'ada ALL=(ALL) NOPASSWD: ALL' | sudo EDITOR='tee -a' visudo",
      'pkill -9 falcon-sensor',
      'sentinelctl unload',
    ],
    nearMisses: [
      'apparmor_parser -r /etc/apparmor.d/usr.sbin.mysqld',
      'launchctl unload ~/Library/LaunchAgents/homebrew.mxcl.postgresql.plist',
      'ufw deny 23/tcp',
      'usermod -s /bin/zsh deploy',
      'chage -l alice',
      'EDITOR=vim crontab -e',
      'exportfs -ra',
      'pkill -f vite',
    ],
  }),
  localRow({
    id: 'system.removeServer',
    resource: 'package',
    title: 'Remove the package of a server or of the system: {name}',
    source: 'https://man.archlinux.org/man/pacman.8#REMOVE_OPTIONS_(APPLY_TO_-R)',
    takes: 'Configuration goes with it, and with some packages the data.',
    safer: 'Dump its data and stop it first.',
    on: {
      yum: new RegExp(`^(?:-\\S+ )*(?:erase|remove|autoremove) (?:\\S+ )*${serverPackage}(?: |$)`),
      dnf: new RegExp(`^(?:-\\S+ )*(?:erase|remove|autoremove) (?:\\S+ )*${serverPackage}(?: |$)`),
      rpm: new RegExp(`^(?:-e\\w*|--erase)\\b(?: -\\S+)* (?:\\S+ )*${serverPackage}(?: |$)`),
      zypper: new RegExp(`^(?:-\\S+ )*(?:rm|remove) (?:\\S+ )*${serverPackage}(?: |$)`),
      pacman: new RegExp(`^-R\\w*(?: -\\S+)* (?:\\S+ )*${serverPackage}(?: |$)`),
      apk: new RegExp(`^(?:-\\S+ )*del (?:\\S+ )*${serverPackage}(?: |$)`),
      choco: /^uninstall (?:\S+ )*all\b/,
    },
    examples: ['yum erase mariadb-server', 'rpm -evh postgresql-server', 'pacman -Rns --noconfirm linux', 'zypper rm -u mariadb'],
    nearMisses: [
      'yum erase nano',
      'rpm -qa postgresql-server',
      'pacman -Rns --noconfirm htop',
      'brew uninstall jq',
      'dnf remove vim',
      'apk del .build-deps',
    ],
  }),
  localRow({
    id: 'system.stopAll',
    recovery: 'window',
    resource: 'processes',
    title: 'Take down every service of a supervisor: {name}',
    source: 'https://pm2.keymetrics.io/docs/usage/quick-start/',
    safer: 'Name the one that is meant.',
    on: {
      pm2: /^(?:(?:delete|del) all|kill)\b/,
      supervisorctl: /^(?:-\S+ \S+ )*(?:shutdown|stop all|remove)\b/,
      monit: /^(?:stop all|quit|unmonitor all)\b/,
      'runit-init': /^[06]\b/,
      initctl: /^stop (?:rc|networking|ssh)\b/,
      forever: /^stopall\b/,
    },
    examples: ['pm2 delete all', 'pm2 kill', 'supervisorctl stop all', 'monit stop all', 'forever stopall'],
    nearMisses: ['pm2 delete api', 'pm2 restart all', 'supervisorctl stop web', 'monit summary', 'pm2 list'],
  }),
  localRow({
    id: 'system.eraseDevice',
    resource: 'device',
    title: 'Erase a device, a simulator or an app’s data: {name}',
    source: 'https://developer.android.com/tools/adb',
    on: {
      fastboot: /^(?:-s \S+ )?(?:-w\b|erase\b|format\b|flashall\b|flash\b|flashing (?:lock|unlock)|oem (?:lock|unlock))/,
      adb: /^(?:-\S+ (?:(?!-)\S+ )?)*(?:shell (?:['"]?)(?:pm (?:uninstall|clear)\b|wipe\b|recovery\b|am broadcast .*MASTER_CLEAR)|sideload\b|restore\b)/,
      nwipe: /--autonuke\b|\/dev\//,
      fdformat: /\S/,
      esptool: /\berase_flash\b|\berase_region\b/,
      'esptool.py': /\berase_flash\b|\berase_region\b/,
      avrdude: /(?:^| )-e\b/,
      nrfjprog: /--(?:eraseall|recover)\b/,
      STM32_Programmer_CLI: /(?:^| )-e (?:all|\d)/,
      ideviceimagemounter: /^$/,
      idevicerestore: /(?:^| )(?:-e|--erase)\b/,
      defaults: /^(?:-\S+ )*delete (?:-\S+ )*\S+$/,
    },
    unless: /--help/,
    examples: [
      'fastboot -w',
      'adb shell pm clear com.example',
      'nwipe --autonuke /dev/sdb',
      'fdformat /dev/fd0',
      'defaults delete com.apple.dock',
    ],
    nearMisses: [
      'fastboot devices',
      'adb install app.apk',
      'adb shell pm list packages',
      'xcrun simctl erase all',
      'adb uninstall com.example',
      'defaults delete com.apple.dock autohide',
      'defaults read com.apple.dock',
    ],
  }),
];

const killServiceRule: Rule = {
  id: 'system.killService',
  effect: 'delete',
  resource: 'processes',
  title: 'Kill the processes of {name}, which cannot shut down in order',
  location: 'local',
  recovery: 'window',
  source: 'https://man7.org/linux/man-pages/man1/pgrep.1.html',
  safer: 'Stop the service: systemctl stop NAME.',
  examples: [
    'kill -9 $(pgrep mysqld)',
    'pgrep -f gunicorn | xargs kill -9',
    "kill -9 $(ps aux | grep nginx | awk '{print $2}')",
    "ps aux | awk '{print $2}' | xargs kill -9",
    'ps -ef | grep postgres | grep -v grep | cut -c9-15 | xargs kill -9',
  ],
  nearMisses: [
    'kill -9 $(pgrep -f "node server.js")',
    'kill -9 $(lsof -t -i:3000)',
    'pgrep -f vite | xargs kill',
    "ps aux | grep vite | awk '{print $2}' | xargs kill -9",
    'pgrep -a postgres',
    'lsof -ti:8080 | xargs kill -9',
    'kill -HUP $(pgrep nginx)',
  ],
};

const servers =
  /\b(?:postgres(?:ql)?|postmaster|mysqld?|mariadbd?|mongod|redis-server|redis|etcd|kubelet|dockerd|containerd|sshd|nginx|apache2|httpd|haproxy|gunicorn|uwsgi|php-fpm|rabbitmq|beam\.smp|kafka|zookeeper|elasticsearch|clickhouse|systemd|cron|oracle|ora_pmon|sqlservr|consul|vault)\b/;

/** What is piped or substituted into `kill`, by what it looks for. */
const killTool: Tool = {
  names: ['kill'],
  family: 'system',
  rules: [killServiceRule],
  find(invocation, context): readonly Draft[] {
    const { argv } = invocation;
    const signals = argv.slice(1).some((word) => /^-(?:9|KILL|SIGKILL|s|ABRT|SEGV)$/.test(word.text));
    if (!signals) return [];
    const source = argv
      .slice(1)
      .flatMap((word) => context.printedBy(word))
      .flatMap((from) => [...(from.input.type === 'pipe' ? from.input.from : []), from])
      .map((from) => from.text)
      .join(' | ');
    if (!/\b(?:pgrep|pidof|ps)\b/.test(source)) return [];
    const name = servers.exec(source)?.[0];
    const everything = /\bps\b/.test(source) && !/\bgrep\b|\bpgrep\b|\/[^/]+\/|-[CpuUtg] ?\S/.test(source);
    if (name === undefined && !everything) return [];
    return [
      {
        rule: killServiceRule,
        resource: { kind: killServiceRule.resource, name: name ?? 'everything that runs' },
        target: invocation.place.type === 'here' ? { environment: 'local' } : {},
        evidence: [{ text: source.slice(0, 200) }],
      },
    ];
  },
};

const initScript = /\/(?:init|rc)\.d\//;

/** `/etc/init.d/iptables stop`: the script of a service, by its path. */
const initScriptTool: Tool = {
  names: [
    'iptables',
    'ip6tables',
    'firewalld',
    'ufw',
    'nftables',
    'apparmor',
    'auditd',
    'rsyslog',
    'fail2ban',
    'clamav-daemon',
    'ssh',
    'sshd',
    'networking',
    'cron',
  ],
  family: 'system',
  rules: [],
  find({ argv, text }): readonly Draft[] {
    if (!initScript.test(argv[0]?.text ?? '') || argv[1]?.text !== 'stop') return [];
    const rule = rows[0]!;
    return [
      {
        rule,
        resource: { kind: rule.resource, name: argv[0]!.text },
        target: { environment: 'local' },
        evidence: [{ text: text.slice(0, 200) }],
      },
    ];
  },
};

/** `EDITOR='tee -a' visudo`: what edits is no editor. */
const visudoTool: Tool = {
  names: ['visudo', 'vipw', 'vigr', 'crontab', 'sudoedit'],
  family: 'system',
  rules: [],
  find({ program, argv, variables, text }): readonly Draft[] {
    const editor = variables.get('EDITOR') ?? variables.get('VISUAL') ?? variables.get('SUDO_EDITOR');
    if (!editor || !/^(?:\S*\/)?(?:tee|sed|cp|mv|dd|sh|bash|perl|python3?|ed|ex|truncate)\b/.test(editor.text)) return [];
    if (program === 'crontab' && !argv.some((word) => word.text === '-e')) return [];
    const rule = rows[0]!;
    return [
      { rule, resource: { kind: 'file', name: program }, target: { environment: 'local' }, evidence: [{ text: text.slice(0, 200) }] },
    ];
  },
};

/** The machine itself, beyond the first tables. */
export const moreMachineTools: readonly Tool[] = [commandTable('system', rows), initScriptTool, visudoTool, killTool];
