import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../src/core/policy/policy.ts';
import { windowsDialect } from '../../../../src/core/shell/dialect.ts';
import { classifyCommand } from '../../../support/facts.ts';

const dialects: readonly (readonly [string, 'powershell' | 'cmd' | undefined])[] = [
  ['Remove-Item x', 'powershell'],
  ['remove-item x', 'powershell'],
  ['Get-ADUser -Filter *', 'powershell'],
  ['ls | Remove-Item', 'powershell'],
  ['cd x; Remove-Item y', 'powershell'],
  ['if (Test-Path x) { ls }', 'powershell'],
  ['$x = ls', 'powershell'],
  ['$x += 1', 'powershell'],
  ['$env:PATH = "a"', 'powershell'],
  ['[IO.File]::Delete("x")', 'powershell'],
  ['npm ci\nRemove-Item x', 'powershell'],
  ['rd /s /q x', 'cmd'],
  ['rmdir /S x', 'cmd'],
  ['cd x && del /f y', 'cmd'],
  ['erase x /q', 'cmd'],
  ['rmdir x', undefined],
  ['rmdir x/s', undefined],
  ['del x', undefined],
  ['get-pip x', undefined],
  ['apt-get update', undefined],
  ['docker-compose up', undefined],
  ['start-server', undefined],
  ['echo Remove-Item x', undefined],
  ["grep 'Remove-Item' x", undefined],
  ['git commit -m "Remove-Item"', undefined],
  ['./Remove-Item x', undefined],
  ['Remove-Item.sh x', undefined],
  ['$x == 1', undefined],
  ['x=1', undefined],
  ['$RUN', undefined],
  ["cat > notes.md <<'END'\nGet-Service | Stop-Service\nEND", undefined],
  ['Remove-Item x # <<END\n', 'powershell'],
  ["Write-Host 'x <<END'\nRemove-Item y", 'powershell'],
  ['"\ncat <<END\n"\nRemove-Item y', 'powershell'],
  ['cat <<END\nrd /s /q y', 'cmd'],
];

for (const [text, expected] of dialects)
  test(`dialect of ${text}`, () => {
    assert.equal(windowsDialect(text), expected);
  });

function verdictOf(command: string): string {
  return decide(classifyCommand(command).operations, defaultPolicy).verdict;
}

for (const command of [
  'Remove-Item -Recurse -Force C:\\Users\\ada\\shop',
  'Remove-Item -Recurse -Force C:\\Users\\ada',
  'Get-ChildItem -Recurse | Remove-Item -Force',
  'Clear-Content notes.txt',
  'Format-Volume -DriveLetter D',
  'Stop-Computer -Force',
  'rd /s /q C:\\shop',
  'rmdir /s /q src',
  'del /f /s /q C:\\shop\\*.*',
  '[System.IO.Directory]::Delete("src", $true)',
  'iex "Remove-Item x"; Remove-Item y',
])
  test(`held, though nobody said that it is for Windows: ${command}`, () => assert.notEqual(verdictOf(command), 'allow'));

for (const command of [
  'Get-ChildItem -Recurse | Where-Object { $_.Length -gt 1MB } | Sort-Object Length',
  'Remove-Item -Recurse -Force node_modules',
  'rmdir /s /q node_modules',
  'del /f /q *.log',
  '$items = Get-ChildItem -Filter *.md; foreach ($i in $items) { Write-Output $i.Name }',
  '[System.IO.File]::ReadAllText("a.txt")',
  'if (Test-Path a.txt) { Get-Content a.txt }',
])
  test(`passes, though no POSIX shell reads it: ${command}`, () => assert.equal(verdictOf(command), 'allow'));
