import type { Invocation } from '../../shell/invocation.ts';
import { commandTable, localRow } from '../commandTable.ts';
import type { Draft, Tool } from '../rule.ts';

/** Services that guard a machine, keep its record, or are the way to it. */
const guards =
  'firewalld|ufw|iptables|ip6tables|nftables|apparmor|selinux|auditd|rsyslog|syslog|syslog-ng|systemd-journald|fail2ban|crowdsec|clamav(?:-daemon)?|falcon-sensor|osqueryd|wazuh-agent|ossec|sentinelone|aide|snort|suricata|mdatp|auditbeat|filebeat|usbguard|chronyd?|ntpd?|systemd-timesyncd|unattended-upgrades';
const ways = 'sshd?|networking|NetworkManager|systemd-networkd|systemd-resolved|network|wpa_supplicant|dbus|systemd-logind|cron|crond';

/** Guards of a machine switched off, and ways to it closed. */
const guardRows = [
  localRow({
    id: 'system.stopGuards',
    effect: 'escalate',
    resource: 'service',
    title: 'Switch off what guards this machine: {name}',
    source: 'https://man7.org/linux/man-pages/man1/systemctl.1.html',
    on: {
      systemctl: new RegExp(`^(?:-\\S+ )*(?:stop|disable|mask|kill)\\b(?: (?!--help)\\S+)* (?:${guards}|${ways})(?:\\.service)?(?:\\s|$)`),
      service: new RegExp(`^(?:${guards}|${ways}) stop\\b`),
      'rc-service': new RegExp(`^(?:${guards}|${ways}) stop\\b`),
      chkconfig: new RegExp(`^(?:${guards}|${ways}) off\\b`),
      'update-rc.d': new RegExp(`^(?:-f )?(?:${guards}|${ways}) (?:disable|remove)\\b`),
      pkill: new RegExp(`(?:^| )(?:${guards}|sshd)$`),
      killall: new RegExp(`(?:^| )(?:${guards}|sshd)$`),
    },
    safer: 'Change the one rule that is in the way.',
    examples: [
      'systemctl stop firewalld',
      'sudo systemctl disable --now ufw',
      'service auditd stop',
      'systemctl mask sshd',
      'pkill auditd',
    ],
    nearMisses: ['systemctl stop nginx', 'systemctl status firewalld', 'systemctl restart sshd', 'service nginx stop', 'pkill -f vite'],
  }),
  localRow({
    id: 'system.disableAccessControl',
    effect: 'escalate',
    resource: 'access control',
    title: 'Take down the access control of this machine: {name}',
    source: 'https://man7.org/linux/man-pages/man8/setenforce.8.html',
    on: {
      setenforce: /^(?:0|permissive)\b/i,
      'aa-teardown': /^/,
      'aa-disable': /\S/,
      'aa-complain': /\S/,
      'aa-remove-unknown': /^/,
      auditctl: /(?:^| )-(?:e ?0|D)(?: |$)/,
      csrutil: /^(?:authenticated-root )?disable\b/,
      spctl: /--(?:master|global)-disable\b/,
      'grub2-mkconfig': /selinux=0/,
      fdesetup: /^disable\b/,
      'fail2ban-client': /^(?:stop|unban --all)\b/,
      tpm2_clear: /^/,
      mokutil: /--(?:reset|disable-validation)\b/,
    },
    examples: ['setenforce 0', 'sudo aa-teardown', 'auditctl -e 0', 'auditctl -D', 'csrutil disable', 'spctl --master-disable'],
    nearMisses: ['getenforce', 'setenforce 1', 'auditctl -l', 'csrutil status', 'spctl --status'],
  }),
  localRow({
    id: 'system.flushFirewall',
    effect: 'escalate',
    resource: 'firewall',
    title: 'Take down the firewall: {name}',
    source: 'https://man7.org/linux/man-pages/man8/iptables.8.html',
    on: Object.fromEntries([
      ...['iptables', 'ip6tables', 'iptables-legacy', 'iptables-nft', 'ebtables', 'arptables'].map((name) => [
        name,
        /(?:^| )(?:-[FXZ]+|--flush|--delete-chain)(?: |$)|(?:^| )(?:-P|--policy) (?:INPUT|FORWARD|OUTPUT) (?:ACCEPT|DROP)|(?:^| )(?:-A|-I|--append|--insert) INPUT(?: 1)? -j (?:ACCEPT|DROP)$/,
      ]),
      ['nft', /^(?:-\S+ )*(?:flush (?:ruleset|table|chain)|delete (?:table|chain))\b/],
      ['iptables-restore', /\/dev\/null/],
      [
        'ufw',
        /^(?:--force )?(?:disable|reset)\b|^(?:--force )?delete \S|^default allow incoming|^allow from any$|^allow (?:1:65535|0\.0\.0\.0)/,
      ],
      ['firewall-cmd', /--panic-off|--remove-service[= ](?:ssh|https?)|--set-default-zone[= ]trusted|--zone[= ]trusted --add|--panic-on/],
      ['pfctl', /(?:^| )-(?:d|F ?\w*)(?: |$)/],
      ['netsh', /advfirewall set \w+ state off|firewall set opmode (?:mode=)?disable|advfirewall reset/i],
      ['ipset', /^(?:destroy|flush)\b/],
    ]),
    safer: 'Save the rules first: iptables-save > rules.v4.',
    examples: [
      'iptables -F',
      'sudo nft flush ruleset',
      'ufw disable',
      'ufw --force reset',
      'iptables -t nat -F',
      'iptables -P INPUT ACCEPT',
      'nft delete table inet filter',
      'ufw delete allow ssh',
      'ufw default allow incoming',
    ],
    nearMisses: [
      'iptables -L',
      'iptables -A INPUT -p tcp --dport 80 -j ACCEPT',
      'nft list ruleset',
      'ufw allow 22/tcp',
      'ufw status',
      'iptables -S',
    ],
  }),
  localRow({
    id: 'system.weakenKernel',
    effect: 'escalate',
    resource: 'kernel',
    title: 'Take away a protection of the kernel: {name}',
    source: 'https://man7.org/linux/man-pages/man8/sysctl.8.html',
    on: {
      sysctl:
        /(?:kernel\.randomize_va_space ?= ?0|kernel\.(?:kptr_restrict|dmesg_restrict|yama\.ptrace_scope|unprivileged_bpf_disabled) ?= ?0|kernel\.(?:sysrq ?= ?1|panic ?= ?1|core_pattern ?= ?\|)|fs\.protected_\w+ ?= ?0|net\.ipv4\.(?:tcp_syncookies ?= ?0|conf\.\w+\.rp_filter ?= ?0)|vm\.(?:overcommit_memory|swappiness)=-)/,
      insmod: /\S/,
      rmmod: /(?:^| )(?:-f|--force)\b/,
      // Modules that hold disks, networks and protections.
      modprobe:
        /^(?:-\S+ )*(?:-r|--remove)\b.* (?:ext[234]|xfs|btrfs|zfs|nfs\w*|nvme\w*|ahci|sd_mod|dm_\w+|virtio\w*|e1000e?|igb|ixgbe|r8169|bnx2x?|mlx\w+|ip6?tables?\w*|nf_\w+|apparmor|selinux)(?: |$)/,
      kexec: /(?:^| )(?:-e|-f|--exec|--force|-p)\b/,
    },
    unless: /^(?:-n|--dry-run|-a)(?: |$)/,
    examples: ['sysctl -w kernel.randomize_va_space=0', 'insmod ./x.ko', 'rmmod -f e1000', 'modprobe -r ext4', 'kexec -e'],
    nearMisses: ['sysctl -a', 'sysctl -w vm.max_map_count=262144', 'modprobe br_netfilter', 'modprobe -r vfat', 'rmmod vfat', 'lsmod'],
  }),
];

/** The machine cut off, stopped, or made unusable. */
const outageRows = [
  localRow({
    id: 'system.cutNetwork',
    resource: 'network',
    title: 'Cut this machine off the network: {name}',
    source: 'https://man7.org/linux/man-pages/man8/ip.8.html',
    on: {
      ip: /^(?:-\S+ )*(?:l|link) (?:set (?:dev )?\S+ down|del(?:ete)?\b)|^(?:-\S+ )*(?:r|route) (?:flush|del(?:ete)? default)|^(?:-\S+ )*(?:a|addr|address) flush\b|^(?:-\S+ )*rule flush\b|^netns del/,
      ifconfig: /^\S+ (?:down|delete)\b/,
      ifdown: /\S/,
      route: /^(?:del(?:ete)?) (?:default|-net default|0\.0\.0\.0)|(?:^| )flush\b/,
      nmcli:
        /^(?:-\S+ )*(?:n|net|networking) off|^(?:-\S+ )*(?:r|radio) (?:all|wifi) off|^(?:-\S+ )*(?:c|con|connection) (?:del(?:ete)?|down)\b|^(?:-\S+ )*(?:d|dev|device) (?:del(?:ete)?|disconnect)\b/,
      networksetup:
        /-set(?:networkserviceenabled|airportpower) .*off|-deletepppoeservice|-removenetworkservice|-removeallpreferredwirelessnetworks/i,
      tailscale: /^(?:down|logout|lock disable)\b/,
      'zerotier-cli': /^leave\b/,
      tc: /^qdisc (?:add|replace) .*(?:loss 100%|rate 1bit)/,
    },
    examples: [
      'ip link set eth0 down',
      'ifconfig eth0 down',
      'ip route del default',
      'nmcli networking off',
      'nmcli con delete eth0',
      'ip addr flush dev eth0',
    ],
    nearMisses: [
      'ip addr show',
      'ip link set eth0 up',
      'ip route add default via 10.0.0.1',
      'nmcli device status',
      'ifconfig -a',
      'tailscale status',
    ],
  }),
  localRow({
    id: 'system.unmount',
    effect: 'delete',
    recovery: 'window',
    resource: 'file system',
    title: 'Take a file system away: {name}',
    source: 'https://man7.org/linux/man-pages/man8/umount.8.html',
    on: {
      umount: /^(?!.*\/(?:tmp|media)\/).*(?:^| )(?:-[a-z]*[fal][a-z]*|--(?:force|lazy|all))(?: |$)|^(?:\/|\/(?:home|var|usr|boot|etc))$/,
      mount:
        /(?:^| )(?:-o |--options[= ])\S*remount\S* (?:\S+ )?\/$|(?:^| )(?:--bind|-B|--rbind|-R|--move|-M|-o bind) \S+ \/(?:etc|usr|bin|sbin|lib|boot|root|var)(?:\/\S*)?$|(?:^| )-t tmpfs \S+ \/(?:etc|usr|home|var|root|srv|var\/lib\/\S+)\/?$/,
      swapoff: /(?:^| )-a\b|--all\b/,
      losetup: /^(?:-D|--detach-all)\b/,
      dmsetup: /^remove(?:_all)?\b/,
      quotaoff: /(?:^| )-\w*a/,
      multipath: /^-F\b/,
      pivot_root: /\S/,
    },
    examples: ['umount -l /', 'sudo umount -a', 'mount -o remount,ro /', 'mount --bind /tmp/x /etc', 'swapoff -a', 'losetup -D'],
    nearMisses: ['umount /mnt/usb', 'mount', 'mount -t tmpfs none /tmp/ram', 'swapon -s', 'losetup -a'],
  }),
  localRow({
    id: 'system.stopMachine',
    effect: 'delete',
    resource: 'machine',
    title: 'Stop, suspend or change the mode of this machine: {name}',
    source: 'https://man7.org/linux/man-pages/man1/systemctl.1.html',
    on: {
      telinit: /^[0-6sS]\b/,
      systemctl:
        /^(?:-\S+ )*(?:isolate|set-default) \S+|^(?:-\S+ )*(?:suspend|hibernate|soft-reboot|hybrid-sleep)\b|^(?:-\S+ )*daemon-reexec --force/,
      'pm-suspend': /^/,
      'pm-hibernate': /^/,
      pmset: /^sleepnow\b/,
      loginctl: /^(?:terminate|kill)-(?:user|session|seat)\b/,
      hwclock: /--set\b|--systz|(?:^| )-w\b/,
      date: /^(?:-s|--set)(?:[= ]|$)/,
      timedatectl: /^set-(?:time|ntp (?:0|false|no))\b/,
      'grub-install': /\/dev\//,
      'grub2-install': /\/dev\//,
      efibootmgr: /(?:^| )(?:-B|--delete-bootnum|-O|--delete-bootorder|-D)\b/,
      flashrom: /(?:^| )(?:-w|--write|-E|--erase)\b/,
      'update-initramfs': /(?:^| )-d\b/,
      nvram: /^-[cd]\b|^boot-args=/,
    },
    examples: [
      'telinit 6',
      'systemctl isolate rescue.target',
      'loginctl terminate-user ada',
      'date -s 1970-01-01',
      'efibootmgr -b 0 -B',
      'flashrom -w x.bin',
    ],
    nearMisses: ['systemctl get-default', 'loginctl list-sessions', 'date +%s', 'timedatectl', 'efibootmgr -v', 'hwclock -r'],
  }),
  localRow({
    id: 'system.removeSystemPackage',
    resource: 'package',
    title: 'Remove a package that this machine needs: {name}',
    on: packagePatterns(),
    unless: /(?:^| )(?:-s|--simulate|--just-print|--assumeno|-d|--download-only|--print)(?: |$)/,
    takes: 'What depends on it goes with it.',
    safer: 'See what would go with it: apt-get remove --simulate.',
    examples: [
      'sudo apt-get remove -y sudo',
      'apt purge -y linux-image-generic',
      'dpkg --purge --force-all libc6',
      'rpm -e --nodeps glibc',
      'pacman -Rdd glibc',
      'dnf remove -y systemd',
    ],
    nearMisses: [
      'apt-get remove -y nodejs',
      'brew uninstall jq',
      'apt-get remove --simulate sudo',
      'rpm -qa',
      'pacman -R nano',
      'apk del .build-deps',
      'apt list python3',
    ],
  }),
  localRow({
    id: 'system.uninstallCluster',
    resource: 'cluster',
    title: 'Uninstall the cluster on this machine: {name}',
    source: 'https://docs.k3s.io/installation/uninstall',
    on: {
      'k3s-uninstall.sh': /^/,
      'k3s-agent-uninstall.sh': /^/,
      'k3s-killall.sh': /^/,
      'rke2-uninstall.sh': /^/,
      'rke2-killall.sh': /^/,
      k0s: /^reset\b/,
      k0sctl: /^reset\b/,
      rke: /^remove\b/,
    },
    takes: 'Volumes of the local path provisioner go with it.',
    examples: ['/usr/local/bin/k3s-uninstall.sh', 'k0s reset', 'rke remove --force'],
    nearMisses: ['k3s --version', 'k0s status', 'rke up'],
  }),
];

function packagePatterns(): Readonly<Record<string, RegExp>> {
  const vital =
    '(?:linux-(?:image|generic|headers|firmware)\\S*|kernel\\S*|libc6|glibc|libc-bin|systemd\\S*|sudo|apt|dpkg|bash|coreutils|python3(?:-minimal)?|python3?\\.\\d+|openssl|libssl\\S*|openssh(?:-server|-client)?|network-manager|NetworkManager|grub\\S*|init|util-linux|login|passwd|ca-certificates|busybox|musl|apk-tools|pacman|rpm|dnf|yum|base(?:-files|-passwd)?|filesystem|gnome\\S*|ubuntu-desktop|xorg\\S*|ufw|apparmor|auditd|fail2ban|firewalld)';
  const removes = `^(?:-\\S+ )*(?:remove|purge|autoremove --purge|erase|rm|del|uninstall|autoremove)\\b(?: \\S+)*? '?${vital}(?:\\s|$)|^(?:-\\S+ )*(?:remove|purge|erase)\\b(?: \\S+)*? '?(?:\\*|~\\S+)`;
  const removal = new RegExp(removes);
  return {
    apt: removal,
    'apt-get': removal,
    aptitude: removal,
    nala: removal,
    dnf: removal,
    yum: removal,
    microdnf: removal,
    zypper: removal,
    apk: removal,
    dpkg: new RegExp(`--force-(?:all|depends|remove-\\w+)|^(?:-P|-r|--purge|--remove) (?:\\S+ )*${vital}(?:\\s|$)`),
    rpm: new RegExp(`^(?:-e|--erase)\\b(?:.*--nodeps|.* ${vital}(?:\\s|$))`),
    pacman: new RegExp(`^-R\\w*(?:dd|c)\\w*\\b|^-R\\w*(?: \\S+)* ${vital}(?:\\s|$)`),
    emerge: new RegExp(`(?:-C|--unmerge|--depclean)\\b.*${vital}(?:\\s|$)`),
  };
}

const exhaustRow = localRow({
  id: 'system.exhaust',
  resource: 'machine',
  title: 'Use up this machine: {name}',
  takes: 'Everything else on it stands still until it is restarted.',
  on: {
    stress: /--(?:timeout|vm|cpu)\s?(?:=| )?0|--(?:vm|hdd|io)\b|^-(?:m|d|i)\b/,
    'stress-ng': /--(?:vm|fork|hdd|iomix|class|all|sequential)\b/,
    fallocate: /(?:^| )(?:-l ?|--length[= ])(?:\d+T|\d{3,}G|\d{13,})/i,
    tail: /^\/dev\/(?:zero|urandom)$/,
    hping3: /--flood\b/,
    slowloris: /\S/,
    hydra: /\S/,
  },
  examples: [
    ':(){ :|:& };:',
    'while :; do sleep 999 & done',
    'dd if=/dev/zero of=/var/fill bs=1M',
    'yes > ~/big',
    "perl -e 'fork while fork'",
    'stress-ng --vm 8 --timeout 0',
    'fallocate -l 10T /fill',
    'tail /dev/zero',
    'hping3 -S --flood 10.0.0.1',
  ],
  nearMisses: [
    'f() { echo x | cat; }; f',
    'while :; do date; sleep 5; done',
    'dd if=/dev/zero of=/tmp/x.img bs=1M count=64',
    'yes | head -3',
    'fallocate -l 1G swap.img',
    'tail -f app.log',
    'cat /dev/null',
    'stress --help',
  ],
});

/** Processes of others. */
const processRows = [
  localRow({
    id: 'system.killMany',
    resource: 'processes',
    title: 'Kill processes that nobody has named: {name}',
    source: 'https://man7.org/linux/man-pages/man1/pkill.1.html',
    on: {
      kill: /^(?:-\S+ )*1$|^(?:-\S+ )+0$|(?:\$\(|`)\s*(?:ps (?:-?\w+ ?)*\|?\s*awk|ps (?:-?(?:e\w*|A|aux\w*)) ?[^|)]*\| *awk|pgrep -u|pidof (?:systemd|init|sshd|postgres|mysqld|mariadbd|mongod|redis-server|dockerd|containerd)|pgrep (?:-\w+ )*['"]?\.)/,
      pkill:
        /(?:^| )(?:-[uUG] ?\S+|--(?:euid|uid|group)[= ]\S+)|(?:^| )(?:-f )?['"]?(?:\.|\.\*|\*)['"]?$|(?:^| )(?:-x )?(?:systemd|init|postgres(?:ql)?|mysqld?|mariadbd?|mongod|redis-server|dockerd|containerd|kubelet|etcd|Xorg|gnome-shell|bash|zsh|sh|sqlservr|w3wp|explorer|lsass|winlogon|csrss|svchost|services|wininit)$/,
      killall:
        /(?:^| )(?:-u|--user)[= ]?\S+|(?:^| )(?:systemd|init|postgres(?:ql)?|mysqld?|mariadbd?|mongod|redis-server|dockerd|containerd|kubelet|etcd|Xorg|gnome-shell|WindowServer|loginwindow|bash|zsh|sh)$|-r ['"]?\.\*/,
      skill: /\S/,
      fuser: /(?:^| )-[a-z]*k[a-z]*\b.* \/(?:\S*)?$|(?:^| )-[a-z]*k[a-z]*m|(?:^| )-[a-z]*m[a-z]*k/,
      systemctl: /^(?:-\S+ )*kill\b/,
      xkill: /-all\b/,
      taskkill: /\/im \*|\/fi "?(?:username|pid)/i,
    },
    unless: /\/tcp\b|\/proc\/self/,
    examples: [
      'kill -9 1',
      'pkill -9 -u deploy',
      'pkill -9 -f .',
      'killall -u ada',
      'pkill -9 postgres',
      'fuser -km /mnt/data',
      'systemctl kill -s KILL postgresql',
    ],
    nearMisses: [
      'kill -9 1234',
      'kill 0',
      'pkill -f "vite dev"',
      'killall node',
      'fuser -k 3000/tcp',
      'pkill -f "node server.js"',
      'kill $(cat /tmp/server.pid)',
    ],
  }),
  exhaustRow,
];

/** Accounts, and what they may do. */
const accountRows = [
  localRow({
    id: 'system.addPowers',
    effect: 'escalate',
    resource: 'account',
    title: 'Give an account the powers of root: {name}',
    source: 'https://man7.org/linux/man-pages/man8/useradd.8.html',
    on: {
      useradd:
        /(?:^| )(?:-o|--non-unique)\b|(?:-u|--uid)[= ]?0\b|(?:-G|--groups)[= ]?(?:\S*,)?(?:sudo|wheel|root|admin)\b|(?:-g|--gid)[= ]?0\b/,
      adduser: /^(?:-\S+ )*\S+ (?:sudo|wheel|root|admin)$|--ingroup (?:sudo|wheel|root)\b/,
      usermod: /(?:-p|--password)[= ]|(?:-U|--unlock)\b/,
      gpasswd: /(?:-a|--add) \S+ (?:sudo|wheel|root|docker)$|^-[dM] /,
      chpasswd: /^(?!.*--help)/,
      visudo: /(?:^| )-f\b/,
      dseditgroup: /-a \S+ .*admin\b/,
      dscl: /-(?:append|create|passwd|delete) \/(?:Users|Groups)\//i,
      sysadminctl: /-(?:addUser|deleteUser|resetPasswordFor)\b/,
      chsh: /\/(?:s?bin\/)?(?:false|nologin|true)\b.* root$/,
      chage: /-E ?(?:0|-1|1970\S*)\b.*\broot$/,
      net: /^(?:user \S+ (?:\S+ )?\/(?:add|delete|active:no)|localgroup administrators \S+ \/(?:add|delete))/i,
      setcap: /cap_(?:setuid|sys_admin|dac_override|dac_read_search|sys_ptrace|setgid)|\ball=/,
    },
    examples: [
      'useradd -o -u 0 -g 0 x',
      'useradd -m -G sudo x',
      'adduser x sudo',
      "echo 'root:x' | chpasswd",
      "usermod -p '' root",
      'setcap cap_setuid+ep /usr/bin/python3',
    ],
    nearMisses: [
      'useradd -m -s /bin/bash deploy',
      'adduser deploy',
      'usermod -aG docker deploy',
      'setcap cap_net_bind_service=+ep ./server',
      'gpasswd -a deploy www-data',
      'visudo -c',
    ],
  }),
  localRow({
    id: 'system.setIdBit',
    effect: 'escalate',
    resource: 'file',
    title: 'Let a program run with its owner’s powers: {name}',
    source: 'https://man7.org/linux/man-pages/man1/chmod.1.html',
    on: {
      chmod:
        /(?:^| )(?:[ugoa]*\+[rwxt]*s\S*|0?[4-7][0-7]{3})(?: -\S+)* (?:\S+ )*(?:\S*\/)?(?:ba|da|z|k)?sh\b|(?:^| )(?:[uoa]*\+[rwx]*s\S*|0?[46][0-7]{3}) /,
    },
    unless: /(?:^| )g\+s /,
    examples: ['chmod u+s /bin/bash', 'chmod 4755 /bin/sh', 'chmod +s /usr/bin/python3'],
    nearMisses: ['chmod g+s shared', 'chmod 755 run.sh', 'chmod +x run.sh', 'chmod 2775 /srv/shared', 'chmod 1777 /tmp/x'],
  }),
  localRow({
    id: 'system.openSystemFile',
    effect: 'escalate',
    resource: 'file',
    title: 'Change who may use a file of the system: {name}',
    source: 'https://man7.org/linux/man-pages/man1/chmod.1.html',
    on: {
      chmod:
        /(?:^| )(?:0?[0-7]?[0-7][0-7][2367]|[oa]*\+[rx]*w\S*|0?[0-7]?[0-7][2367][0-7]|0{1,4}|[a-z]*=|-[rwx]+|a-[rwx]+) (?:\S+ )*\/(?:etc(?:\/(?:passwd|shadow|sudoers|group|gshadow|hosts|fstab|crontab|ssh\S*|pam\.d\S*|cron\S*|sudoers\.d\S*))?|bin\S*|sbin\S*|usr(?:\/(?:s?bin|lib)\S*)?|lib\S*|boot\S*|root|dev|dev\/(?:sd|mem|kmem)\S*|var\/run\/docker\.sock|)\/?$|\/(?:var\/)?run\/docker\.sock$/,
      chown:
        /^(?:-\S+ )*(?!root\b)\S+ (?:\S+ )*\/(?:etc(?:\/(?:passwd|shadow|sudoers|group|gshadow|hosts|fstab|ssh\S*|sudoers\.d\S*))?|bin\S*|sbin\S*|usr(?:\/s?bin\S*)?|lib\S*|boot\S*|root|dev\/(?:sd|mem)\S*)\/?$/,
      chattr: /^(?:-\S+ )*(?:-[R]*i\S*|\+[a-z]*i\S*) (?:\S+ )*(?:\/|~)(?:\S*)$/,
      setfacl: /(?:-m|--modify)[= ]?\S*(?:o|other|u:nobody)::?\S*w\S* \/|(?:-b|--remove-all)\b.* \/(?:etc|usr|bin)?$/,
    },
    examples: [
      'chmod 777 /etc/shadow',
      'chmod 666 /etc/passwd',
      'chmod 000 /etc',
      'chmod -x /bin/chmod',
      'chown ada /etc/shadow',
      'chattr -i /etc/passwd',
      'chmod 666 /var/run/docker.sock',
    ],
    nearMisses: [
      'chmod 644 README.md',
      'chmod 755 /usr/local/bin/tool',
      'chmod 600 /etc/app/config.yml',
      'chown root:root /etc/app.conf',
      'lsattr /etc/passwd',
      'chmod 644 /etc/hosts',
      'chmod +x /usr/local/bin/kubectl',
      'chmod a+r /etc/apt/keyrings/docker.asc',
    ],
  }),
];

/** Records of what happened on this machine. */
const recordRows = [
  localRow({
    id: 'system.eraseRecords',
    recovery: 'snapshot',
    resource: 'logs',
    title: 'Erase records of this machine: {name}',
    source: 'https://man7.org/linux/man-pages/man1/dmesg.1.html',
    on: {
      dmesg: /(?:^| )(?:-[a-zA-Z]*[CcE]|--clear|--console-off)\b/,
      export: /^(?:HISTFILE=(?:\/dev\/null)?|HIST(?:FILE)?SIZE=0|HISTCONTROL=ignorespace:ignoredups:erasedups$)(?: |$)/,
      logrotate: /(?:^| )(?:-f|--force)\b/,
      lastlog: /(?:^| )(?:-C|--clear)\b/,
      log: /^erase\b/,
      ln: /(?:^| )-\w*f\w* \/dev\/null (?:\S*\/)?(?:\.\w+_history|\S*\/log\/\S+)$/,
      utmpdump: /(?:^| )-r\b/,
      auditctl: /(?:^| )-D\b/,
      atrm: /\S/,
      at: /^(?:-r|-d) /,
    },
    unless: /(?:^| )(?:-d|--debug)(?: |$)/,
    examples: ['dmesg -C', 'export HISTFILE=/dev/null', 'export HISTSIZE=0', 'ln -sf /dev/null ~/.bash_history', 'atrm 1 2'],
    nearMisses: ['dmesg -T', 'export HISTSIZE=10000', 'ln -sf app.log latest.log', 'logrotate -d /etc/logrotate.conf', 'atq'],
  }),
];

/** The machine itself: its guards, its network, its processes, its accounts. */
export function exhaustDraft(invocation: Invocation): Draft {
  return {
    rule: exhaustRow,
    resource: { kind: exhaustRow.resource, name: invocation.text.replace(/\s+/g, ' ').slice(0, 60) || invocation.program },
    target: { environment: 'local' },
    evidence: [{ text: invocation.text.slice(0, 200) }],
  };
}

/** Without an end: a stream that fills the disk it is written to, functions and loops that start themselves again and again. */
const endlessTool: Tool = {
  names: ['function', 'while', 'dd', 'yes', 'cat'],
  family: 'system',
  rules: [],
  find(invocation) {
    const { program, argv, redirects } = invocation;
    if (program === 'function' || program === 'while') return [exhaustDraft(invocation)];
    if (program === 'cat' && !argv.some((word) => /^\/dev\/(?:zero|u?random)$/.test(word.text))) return [];
    if (program === 'yes' || program === 'cat')
      return redirects.some(({ mode, target }) => mode !== 'read' && !target.text.startsWith('/dev/')) ? [exhaustDraft(invocation)] : [];
    const words = argv.map((word) => word.text);
    const endless = words.some((word) => /^if=\/dev\/(?:zero|u?random)$/.test(word)) && !words.some((word) => /^count=(?!\$)/.test(word));
    const file = words.find((word) => word.startsWith('of='));
    return endless && file !== undefined && /^of=(?:\/(?!dev\/|tmp\/)|~)/.test(file) ? [exhaustDraft(invocation)] : [];
  },
};

export const machineTools: readonly Tool[] = [
  commandTable('system', [...guardRows, ...outageRows, ...processRows, ...accountRows, ...recordRows]),
  endlessTool,
];
