import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { initialState, interpretShell } from '../../../../../src/core/shell/interpret.ts';
import type { Interpretation } from '../../../../../src/core/shell/invocation.ts';
import type { ShellKind } from '../../../../../src/core/types.ts';
import { portsOf } from '../reading.ts';

const kinds = ['powershell', 'cmd'] as const;

function read(kind: ShellKind, text: string): Interpretation {
  return interpretShell(text, kind, initialState('C:/work', {}), portsOf({ platform: 'win32' }));
}

const fragments = (
  'Remove-Item|-Recurse|-Force|-Path:|rm|del|/s|/q|rd|C:\\|..\\|$x|$env:TEMP|${x}|$_|$(|@(|@{|(|)|{|}|[|]|,|;|&|&&|' +
  '||\u007c|=|+=|"|\'|`|^|%|%X%|!X!|%%f|%~dp0|for %i in (|) do |if exist |else |set X=|foreach ($f in |if (|while (|function f {|' +
  'param(|try {|catch {|% {|? {|iex |& |. |cmd /c |powershell -c |powershell -enc |bash -c |Start-Process |Invoke-Command -ComputerName |' +
  '--%|--|-enc|>|>>|2>&1|*>|<|<#|#>|#|rem |::|@\'\n|\n\'@|@"\n|\n"@|\r\n|\t| | |::Delete(|.Delete()|[IO.File]|..|*|?|é|\u{1F600}|\u2018|\u201c|\u2013|\ue0001\ue001'
).split('|');

const texts = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

for (const kind of kinds) {
  test(`${kind}: never throws, and words keep their promise`, () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { argv, redirects } of read(kind, text).invocations)
          for (const word of [...argv, ...redirects.map(({ target }) => target)]) {
            assert.equal(word.pieces.map(({ value }) => value).join(''), word.text);
            assert.equal(
              word.pieces.every(({ type }) => type !== 'unknown'),
              word.known,
            );
          }
      }),
      { numRuns: 4_000 },
    );
  });

  test(`${kind}: what stands before a complete command is not weakened by it`, () => {
    const complete =
      kind === 'powershell'
        ? [
            'Remove-Item x',
            'del "a b"',
            '& { rm x }',
            'if ($a) { rm x }',
            'foreach ($i in 1..2) { rm $i }',
            'git push -f',
            "Write-Host 'rm'",
          ]
        : ['del x', 'rd /s /q "a b"', '(del x)', 'if exist a del x', 'for %i in (a b) do del %i', 'git push -f', 'echo del'];
    const command = fc.constantFrom(...complete);
    fc.assert(
      fc.property(command, command, (first, second) => {
        const shown = (text: string): readonly string[] =>
          read(kind, text).invocations.map(({ argv }) => argv.map((word) => word.text).join(' '));
        assert.deepEqual(shown(`${first}\n${second}`), [...shown(first), ...shown(second)]);
      }),
    );
  });
}
