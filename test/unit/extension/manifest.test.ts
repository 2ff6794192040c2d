import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Setting {
  readonly scope?: string;
  readonly order?: number;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly default?: unknown;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
    readonly configuration: readonly { readonly title: string; readonly properties: Readonly<Record<string, Setting>> }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;
const settings = Object.entries(
  Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<string, Setting>,
);

test('every text of the manifest is in package.nls.json, and none is left over', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
  assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
});

test('the bundle of texts is in line with the source', () => {
  execFileSync(process.execPath, ['scripts/l10n.mjs', '--check'], { stdio: 'pipe' });
});

test('what can loosen cannot be set by a workspace, and is restricted in an untrusted one', () => {
  const tighten = ['strictness', 'hideCredentials', 'secondFactor', 'productionNames', 'protectedPaths', 'credentialFiles'].map(
    (name) => `tenthSecond.${name}`,
  );
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  for (const [name, { scope }] of settings) {
    if (tighten.includes(name)) assert.equal(scope, 'resource', name);
    else {
      assert.ok(scope === 'application' || scope === 'machine', name);
      assert.ok(restricted.includes(name), name);
    }
  }
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  for (const setting of ['tenthSecond.protectedPaths', 'tenthSecond.credentialFiles'])
    assert.ok(restricted.includes(setting), 'patterns of an untrusted folder are not read');
});

test('settings are in titled groups, in an order with gaps, and described', () => {
  for (const { title, properties } of manifest.contributes.configuration) {
    assert.match(title, /^%/);
    const orders = Object.values(properties).map(({ order }) => order ?? 0);
    assert.deepEqual(
      orders,
      orders.map((_, index) => (index + 1) * 10),
    );
  }
  for (const [name, setting] of settings) {
    assert.match(setting.markdownDescription ?? '', /^%/, name);
    assert.equal(setting.markdownEnumDescriptions?.length, setting.enum?.length, name);
    assert.notEqual(setting.default, undefined, name);
  }
});

test('commands have our category and a title in Title Case', () => {
  const small = new Set(['a', 'an', 'as', 'the', 'of', 'and', 'to', 'in', 'on', 'for', 'from']);
  for (const { command, title, category } of manifest.contributes.commands) {
    assert.equal(category, 'Tenth Second', command);
    const words = (texts[title.slice(1, -1)] ?? '').split(' ');
    assert.ok(words.length > 0 && words.every((word, index) => (index > 0 && small.has(word)) || /^[A-Z]/.test(word)), words.join(' '));
  }
});

test('no command, whatever it is called, answers a hold', () => {
  for (const { command } of manifest.contributes.commands) assert.doesNotMatch(command, /confirm|approve|allow|accept|answer|grant/i);
});

test('starts after the window is up, and every view has a welcome', () => {
  assert.deepEqual(manifest.activationEvents, ['onStartupFinished', 'onWebviewPanel:tenthSecond.timeline']);
  for (const { id } of Object.values(manifest.contributes.views).flat()) {
    assert.ok(
      manifest.contributes.viewsWelcome.some(({ view }) => view === id),
      id,
    );
  }
  for (const [, text] of Object.entries(texts).filter(([key]) => key.startsWith('view.activity.') && key !== 'view.activity.name')) {
    assert.equal([...text.matchAll(/\]\(command:/g)].length, 1, 'one action');
  }
});
