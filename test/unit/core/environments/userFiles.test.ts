import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recognisers, userFiles, variableTable } from '../../../../src/core/environments/recognisers.ts';
import { userPath, type UserPlace } from '../../../../src/core/environments/userFiles.ts';
import { variablesOf } from '../../../../src/core/environments/targetVariables.ts';

const linux: UserPlace = { home: '/home/me', platform: 'linux', variables: {} };

const rows: readonly (readonly [template: string, place: Partial<UserPlace>, expected: string | undefined])[] = [
  ['~/.kube/config', {}, '/home/me/.kube/config'],
  ['{FLY_CONFIG_DIR:~/.fly}/config.yml', {}, '/home/me/.fly/config.yml'],
  ['{FLY_CONFIG_DIR:~/.fly}/config.yml', { variables: { FLY_CONFIG_DIR: '/opt/fly/' } }, '/opt/fly/config.yml'],
  ['{FLY_CONFIG_DIR:~/.fly}/config.yml', { variables: { FLY_CONFIG_DIR: '~/x' } }, '/home/me/x/config.yml'],
  ['{FLY_CONFIG_DIR:~/.fly}/config.yml', { variables: { FLY_CONFIG_DIR: '' } }, '/home/me/.fly/config.yml'],
  // Relative to a directory that only the tool knows.
  ['{FLY_CONFIG_DIR:~/.fly}/config.yml', { variables: { FLY_CONFIG_DIR: 'here' } }, undefined],
  ['{AWS_CONFIG_FILE:~/.aws/config}', { variables: { AWS_CONFIG_FILE: '/x/config' } }, '/x/config'],
  ['{CF_HOME:~}/.cf/config.json', {}, '/home/me/.cf/config.json'],
  ['{config}/doctl/config.yaml', {}, '/home/me/.config/doctl/config.yaml'],
  ['{config}/doctl/config.yaml', { variables: { XDG_CONFIG_HOME: '/cfg' } }, '/cfg/doctl/config.yaml'],
  ['{config}/doctl/config.yaml', { platform: 'darwin' }, '/home/me/Library/Application Support/doctl/config.yaml'],
  [
    '{config}/doctl/config.yaml',
    { platform: 'win32', variables: { APPDATA: 'C:\\Users\\me\\AppData\\Roaming' } },
    'C:/Users/me/AppData/Roaming/doctl/config.yaml',
  ],
];

for (const [template, place, expected] of rows)
  test(`${template} ${JSON.stringify(place)}`, () => assert.equal(userPath(template, { ...linux, ...place }), expected));

test('every template of a tool gives a path on every platform', () => {
  for (const { file } of userFiles)
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      assert.match(userPath(file, { ...linux, platform }) ?? '', /^\/home\/me\/[^{}~]+$/, file);
  assert.ok(userFiles.length > 30);
});

test('no pattern has state of its own, and every one fits names alone', () => {
  for (const { tool, files, variables } of recognisers) {
    for (const file of files) if (typeof file !== 'string') assert.doesNotMatch(file.flags, /[gy]/, tool);
    for (const { name } of variables ?? []) if (typeof name !== 'string') assert.doesNotMatch(name.flags, /[gy]/, tool);
  }
});

test('what a process sets is said with its name, and never a secret', () => {
  const { links } = variableTable.recognise({
    AWS_PROFILE: 'acme-prod',
    CONVEX_DEPLOYMENT: 'dev:happy-otter-1',
    PULUMI_STACK: 'eu',
    STRIPE_SECRET_KEY: `sk_live_${'a1B2'.repeat(6)}`,
    HOME: '/home/me',
    FLY_APP: '',
  });
  assert.deepEqual(
    links.map(({ tool, environment, resource, evidence }) => [tool, environment, resource, evidence.text]),
    [
      ['aws', 'production', 'acme-prod', 'AWS_PROFILE in the agent’s environment says acme-prod'],
      ['convex', 'development', 'dev:happy-otter-1', 'CONVEX_DEPLOYMENT in the agent’s environment says dev:happy-otter-1'],
      ['pulumi', 'unknown', 'eu', 'PULUMI_STACK in the agent’s environment says eu'],
    ],
  );
});

test('what decides a command of a tool is read in files, too', () => {
  // Addresses and plain switches are read as such, whoever they belong to.
  const others =
    /URL|URI|HOST|_ADDR$|^PGDATABASE$|^MYSQL_DATABASE$|(?:RAILS|RACK|APP|NODE|MIX|FLASK)_ENV|^KUBECONFIG$|CREDENTIALS$|^STRIPE_API_KEY$/;
  for (const { tool } of recognisers)
    for (const name of variablesOf(tool)) assert.ok(others.test(name) || variableTable.toolOf(name) !== undefined, `${tool}: ${name}`);
});
