import type { Rule } from '../rule.ts';

const commands = 'https://learn.microsoft.com/windows-server/administration/windows-commands';

function row(rule: Pick<Rule, 'id' | 'resource' | 'title' | 'source' | 'examples' | 'nearMisses'> & Partial<Rule>): Rule {
  return { effect: 'delete', location: 'local', recovery: 'none', ...rule };
}

export const registryRule = row({
  id: 'windows.deleteRegistry',
  resource: 'registry key',
  title: 'Delete {name} from the registry',
  source: `${commands}/reg-delete`,
  safer: 'Save the key first: reg export KEY key.reg.',
  examples: [
    'reg delete "HKCU\\Software\\Shop" /f',
    'reg.exe delete HKLM\\SOFTWARE\\Shop /va /f',
    'powershell -Command "reg delete HKCU\\Software\\Shop /f"',
    'reg restore HKLM\\Software\\Shop shop.hiv',
  ],
  nearMisses: [
    'reg query HKCU\\Software\\Shop',
    'reg export HKCU\\Software\\Shop shop.reg',
    'reg delete /?',
    'reg add HKCU\\Shop /v A /d 1',
  ],
});

export const formatRule = row({
  id: 'windows.formatVolume',
  resource: 'disk',
  title: 'Format the volume {name}',
  source: `${commands}/format`,
  takes: 'Every file on it goes.',
  examples: ['format D: /q /y', 'format.com E: /fs:ntfs', 'powershell -Command "format D: /q"'],
  nearMisses: ['format /?', 'format --check src'],
});

export const shadowsRule = row({
  id: 'windows.deleteShadows',
  resource: 'snapshot',
  title: 'Delete shadow copies: {name}',
  source: `${commands}/vssadmin-delete-shadows`,
  takes: 'Restore points and earlier versions of files go with them.',
  safer: 'List them first: vssadmin list shadows.',
  examples: [
    'vssadmin delete shadows /all /quiet',
    'vssadmin.exe resize shadowstorage /for=C: /on=C: /maxsize=401MB',
    'wmic shadowcopy delete',
    'powershell -Command "vssadmin delete shadows /for=C: /all"',
  ],
  nearMisses: ['vssadmin list shadows', 'wmic shadowcopy list brief', 'vssadmin list shadowstorage'],
});

export const backupRule = row({
  id: 'windows.deleteBackups',
  resource: 'backup',
  title: 'Delete backups of this machine: {name}',
  source: `${commands}/wbadmin-delete-systemstatebackup`,
  safer: 'List them first: wbadmin get versions.',
  examples: ['wbadmin delete catalog -quiet', 'wbadmin delete systemstatebackup -keepVersions:0', 'wbadmin delete backup -keepVersions:1'],
  nearMisses: ['wbadmin get versions', 'wbadmin start backup -backupTarget:E: -include:C:', 'wbadmin get status'],
});

export const bootRule = row({
  id: 'windows.changeBoot',
  effect: 'overwrite',
  resource: 'boot configuration',
  title: 'Change how this machine starts: {name}',
  source: `${commands}/bcdedit`,
  safer: 'Save it first: bcdedit /export bcd.bak.',
  examples: [
    'bcdedit /delete {current}',
    'bcdedit /set {default} recoveryenabled No',
    'bcdedit /set {default} bootstatuspolicy ignoreallfailures',
    'bcdedit /import old.bcd',
  ],
  nearMisses: ['bcdedit', 'bcdedit /enum', 'bcdedit /export bcd.bak', 'bcdedit /set hypervisorlaunchtype auto'],
});

export const wipeRule = row({
  id: 'windows.wipeFreeSpace',
  resource: 'disk',
  title: 'Wipe free space of {name}',
  source: `${commands}/cipher`,
  takes: 'What was deleted can no longer be had back.',
  examples: ['cipher /w:C:', 'cipher /W:C:\\data', 'sdelete -z C:', 'sdelete64 -p 3 -s data'],
  nearMisses: ['cipher /e data', 'cipher /c data', 'cipher', 'sdelete /?'],
});

export const taskRule = row({
  id: 'windows.deleteTask',
  resource: 'scheduled task',
  title: 'Delete the scheduled task {name}',
  source: `${commands}/schtasks-delete`,
  safer: 'Save it first: schtasks /query /tn NAME /xml.',
  examples: ['schtasks /delete /tn Backup /f', 'schtasks /Delete /TN "\\Shop\\Nightly" /F', 'schtasks //delete //tn "*" //f'],
  nearMisses: ['schtasks /query', 'schtasks /run /tn Backup', 'schtasks /create /tn Backup /tr run.cmd /sc daily'],
});

export const serviceRule = row({
  id: 'windows.deleteService',
  resource: 'service',
  title: 'Delete the service {name}',
  source: `${commands}/sc-delete`,
  safer: 'Stop it first: sc stop NAME.',
  examples: ['sc delete ShopWorker', 'sc.exe \\\\srv1 delete ShopWorker', 'cmd /c "sc delete ShopWorker"'],
  nearMisses: ['sc query ShopWorker', 'sc stop ShopWorker', 'sc qc ShopWorker'],
});

export const accountRule = row({
  id: 'windows.removeAccount',
  resource: 'account',
  title: 'Remove the account or group {name}',
  source: 'https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-r2-and-2012/cc771865(v=ws.11)',
  examples: ['net user ada /delete', 'net localgroup Builders /delete', 'net user ada /delete /domain'],
  nearMisses: ['net user', 'net user ada', 'net use Z: /delete', 'net stop ShopWorker', 'net localgroup Builders ada /delete'],
});

export const ownershipRule = row({
  id: 'windows.permissionsOfRoot',
  effect: 'overwrite',
  resource: 'directory',
  title: 'Change owner or permissions of everything in {name}',
  source: `${commands}/icacls`,
  takes: 'The permissions as they were are not kept anywhere.',
  safer: 'Save them first: icacls FOLDER /save acl.txt /t.',
  examples: [
    'takeown /f "C:\\Windows" /r /d y',
    'icacls C:/ /grant Everyone:F /t',
    'icacls "C:\\Program Files" /reset /T',
    'icacls C:/Users /deny Everyone:F /t',
  ],
  nearMisses: [
    'takeown /f build\\out.dll',
    'icacls C:/',
    'icacls key.pem /inheritance:r /grant:r ada:R',
    'icacls C:/Windows /save acl.txt /t',
  ],
});

export const fsutilRule = row({
  id: 'windows.eraseByFsutil',
  resource: 'file',
  title: 'Erase by fsutil: {name}',
  source: `${commands}/fsutil-file`,
  examples: [
    'fsutil file setzerodata offset=0 length=4096 app.db',
    'fsutil usn deletejournal /d C:',
    'fsutil reparsepoint delete data',
    'fsutil volume dismount D:',
  ],
  nearMisses: ['fsutil file queryfileid app.db', 'fsutil usn queryjournal C:', 'fsutil fsinfo drives', 'fsutil volume diskfree C:'],
});

export const wmicRule = row({
  id: 'windows.deleteThroughWmi',
  resource: 'object',
  title: 'Delete through WMI: {name}',
  source: 'https://learn.microsoft.com/windows/win32/wmisdk/wmic',
  examples: [
    'wmic useraccount where name="ada" delete',
    'wmic share where name="data" delete',
    'wmic datafile where name="C:\\\\a.db" delete',
  ],
  nearMisses: ['wmic os get caption', 'wmic process where name="node.exe" delete', 'wmic useraccount list brief'],
});

export const eventLogRule = row({
  id: 'windows.clearEventLog',
  resource: 'log',
  title: 'Clear the event log {name}',
  source: `${commands}/wevtutil`,
  safer: 'Keep it: wevtutil cl NAME /bu:NAME.evtx.',
  examples: ['wevtutil cl System', 'wevtutil clear-log Security', 'powershell -Command "wevtutil cl Application"'],
  nearMisses: ['wevtutil el', 'wevtutil qe System /c:5 /f:text', 'wevtutil epl System system.evtx', 'wevtutil cl System /bu:system.evtx'],
});

export const firewallRule = row({
  id: 'windows.switchOffProtection',
  effect: 'escalate',
  resource: 'protection',
  title: 'Switch off protection of this machine: {name}',
  source: 'https://learn.microsoft.com/troubleshoot/windows-server/networking/netsh-advfirewall-firewall-control-firewall-behavior',
  examples: [
    'netsh advfirewall set allprofiles state off',
    'netsh advfirewall reset',
    'netsh firewall set opmode disable',
    'sc stop WinDefend',
    'sc config WinDefend start= disabled',
    'reg add "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender" /v DisableAntiSpyware /t REG_DWORD /d 1 /f',
    'auditpol /clear /y',
  ],
  nearMisses: [
    'netsh advfirewall show allprofiles',
    'netsh advfirewall set allprofiles state on',
    'netsh wlan show profiles',
    'sc query WinDefend',
    'auditpol /get /category:*',
  ],
});

export const distributionRule = row({
  id: 'windows.unregisterDistribution',
  resource: 'distribution',
  title: 'Delete the Linux distribution {name}',
  source: 'https://learn.microsoft.com/windows/wsl/basic-commands#unregister-or-uninstall-a-linux-distribution',
  takes: 'Its whole disk goes: files, settings and programs.',
  safer: 'Save it first: wsl --export NAME backup.tar.',
  examples: ['wsl --unregister Ubuntu', 'wsl.exe --unregister docker-desktop-data', 'powershell -Command "wsl --unregister Ubuntu-22.04"'],
  nearMisses: ['wsl --list --verbose', 'wsl --shutdown', 'wsl --export Ubuntu backup.tar', 'wsl --terminate Ubuntu'],
});

export const directoryRule = row({
  id: 'windows.removeDirectoryObject',
  resource: 'directory object',
  title: 'Delete from Active Directory: {name}',
  location: 'remote',
  source: `${commands}/dsrm`,
  takes: 'With -subtree everything below it goes too.',
  examples: ['dsrm -subtree -noprompt "OU=Sales,DC=shop,DC=example"', 'dsrm "CN=Ada,OU=Sales,DC=shop,DC=example"'],
  nearMisses: ['dsquery user -name ada', 'dsrm /?', 'dsget user "CN=Ada,DC=shop"'],
});

export const zoneRule = row({
  id: 'windows.deleteDns',
  resource: 'zone',
  title: 'Delete the DNS zone or record {name}',
  location: 'remote',
  source: `${commands}/dnscmd`,
  examples: ['dnscmd dc1 /zonedelete shop.example /f', 'dnscmd dc1 /recorddelete shop.example www A 10.0.0.1 /f'],
  nearMisses: ['dnscmd dc1 /enumzones', 'dnscmd dc1 /zoneinfo shop.example'],
});

export const siteRule = row({
  id: 'windows.deleteSite',
  resource: 'site',
  title: 'Delete from IIS: {name}',
  source: 'https://learn.microsoft.com/iis/get-started/getting-started-with-iis/getting-started-with-appcmdexe',
  safer: 'Save it first: appcmd add backup NAME.',
  examples: ['appcmd delete site "Shop"', 'appcmd delete apppool ShopPool', 'appcmd delete backup nightly'],
  nearMisses: ['appcmd list site', 'appcmd add backup nightly', 'appcmd recycle apppool ShopPool'],
});
