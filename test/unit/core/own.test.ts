import assert from 'node:assert/strict';
import { test } from 'node:test';
import { own } from '../../../src/core/own.ts';
import type { ShellKind } from '../../../src/core/types.ts';
import { classifyCommand } from '../../support/facts.ts';

test('a table has only what was put into it', () => {
  assert.equal(own({ a: 1 }, 'a'), 1);
  assert.equal(own({ a: 1 }, 'constructor'), undefined);
});

const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
const texts = [
  (name: string) => name,
  (name: string) => `${name} x | ${name}`,
  (name: string) => `git ${name} x`,
  (name: string) => `npm ${name} x`,
  (name: string) => `npm run ${name}`,
  (name: string) => `npx ${name}`,
  (name: string) => `npx -e ${name} x`,
  (name: string) => `make ${name}`,
  (name: string) => `composer ${name}`,
  (name: string) => `composer run ${name}`,
  (name: string) => `tmux ${name} x`,
  (name: string) => `curl -X DELETE https://$${name}/x --${name} x`,
  (name: string) => `psql ${name}://x/y`,
  (name: string) => `echo $${name} | tr '[:${name}:]' x`,
  (name: string) => `${name}=1; ${name}() { :; }; alias ${name}=x; export ${name}`,
  (name: string) => `aws ${name} ${name}`,
  (name: string) => `gcloud ${name} ${name} ${name}`,
  (name: string) => `kubectl ${name} ${name}`,
  (name: string) => `docker ${name} ${name}`,
  (name: string) => `python3 -c '${name}()'`,
  (name: string) => `curl https://api.example.com/graphql -d '{"${name}":"mutation { ${name} }"}'`,
  (name: string) => `curl -X POST https://api.github.com/${name}/${name}`,
];

for (const shell of ['posix', 'powershell', 'cmd'] satisfies ShellKind[])
  for (const text of texts)
    test(`${shell}: names that every object has are no faults: ${text('NAME')}`, () => {
      for (const name of names) {
        const { operations } = classifyCommand(text(name), {}, '/work/shop', shell);
        for (const { evidence } of operations)
          for (const line of evidence) assert.doesNotMatch(line.text, /could not be read(?: \(|$)/, text(name));
      }
    });
