import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../../../scripts/rig.mjs';
import { askRules } from '../../../src/core/agents/ignores/askRules.ts';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly configurationDefaults: Readonly<Record<string, unknown>> };
};
const [key] = Object.keys(askRules());
// As VS Code reads a key between slashes.
const pattern = new RegExp(key!.slice(1, -1));

describe('ask-rules for commands that VS Code runs by itself', () => {
  test('the manifest holds them as they are made', () => {
    assert.deepEqual(manifest.contributes.configurationDefaults['chat.tools.terminal.autoApprove'], askRules());
  });

  for (const command of [
    'cat .env',
    'cat ./.env',
    'head -n 3 apps/api/.env.production',
    'tail prod.env',
    'grep -n KEY .env.local',
    'grep -r x "config/secrets.yml"',
    'cat ~/.aws/credentials',
    "sed -n 1p '.npmrc'",
    'rg . < .env',
    'cat certs/server.key',
    'git show HEAD:.env',
    'cat .env | wc -l',
    'sort terraform/prod.tfvars',
  ])
    test(`${command} asks`, () => assert.match(command, pattern));

  for (const command of [
    'cat .env.example',
    'cat package.json',
    'head README.md',
    'grep -rn process.env src',
    'grep -rn "import.meta.env" src',
    'cat src/env.ts',
    'tail -f log/environment.log',
    'cat .npmrc.md',
    'ls .env',
    'rg KEY src/keys.ts',
    'git status',
    'cat src/kubeconfig.go',
  ])
    test(`${command} is left to the editor`, () => assert.doesNotMatch(command, pattern));
});
