import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapterFor } from '../../../../src/core/agents/adapters.ts';
import { coverageOf, type AgentFacts, type Coverage } from '../../../../src/core/agents/coverage.ts';

const path = '/home/ada/.claude/settings.json';
const connected: AgentFacts = {
  found: ['/usr/bin/claude'],
  version: '2.1.329',
  files: [{ path, scope: 'user', state: 'current' }],
  switchedOff: [],
  programs: true,
  lastCall: 1,
};

type Overrides = { readonly [K in keyof AgentFacts]?: AgentFacts[K] | undefined };

function coverage(facts: Overrides, agent = 'claude-code'): Coverage {
  const { lastCall, ...rest } = { ...connected, ...facts };
  return coverageOf(adapterFor(agent)!, { ...(rest as AgentFacts), ...(lastCall === undefined ? {} : { lastCall }) });
}

function said(of: Coverage): readonly string[] {
  return of.items.filter(({ weight }) => weight !== 'gap').map(({ text, mend }) => `${text} [${mend ?? ''}]`);
}

const rows: readonly (readonly [string, Overrides, Coverage['state'], readonly string[]])[] = [
  ['connected and seen', {}, 'guarded', []],
  ['not there', { found: [], files: [{ path, scope: 'user', state: 'absent' }] }, 'notFound', []],
  ['there, not connected', { files: [{ path, scope: 'user', state: 'absent' }] }, 'notConnected', []],
  [
    'connected in a folder alone',
    {
      files: [
        { path, scope: 'user', state: 'absent' },
        { path: '/w/.claude/settings.local.json', scope: 'workspace', state: 'current' },
      ],
    },
    'guarded',
    [],
  ],
  ['never seen', { lastCall: undefined }, 'doubtful', ['No call of it has reached the guard since the guard started. [canary]']],
  [
    'an older hook',
    { files: [{ path, scope: 'user', state: 'outdated' }] },
    'doubtful',
    [`${path} is not as this version writes it. [connect]`],
  ],
  [
    'a hook that is gone',
    { files: [{ path, scope: 'user', state: 'lost' }] },
    'unguarded',
    [`Its hook is gone from ${path}, though it was connected. [connect]`],
  ],
  [
    'switched off by a repository',
    { switchedOff: ['disableAllHooks is true in /w/.claude/settings.json'] },
    'unguarded',
    ['Its hooks are switched off: disableAllHooks is true in /w/.claude/settings.json. [openFile]'],
  ],
  [
    'an old version',
    { version: '2.1.240' },
    'doubtful',
    ['Version 2.1.240 is older than 2.1.295: a hook that is killed or times out lets the tool run. []'],
  ],
  [
    'without programs',
    { programs: false },
    'doubtful',
    ['The programs that its hook runs are missing: everything it does is refused. [connect]'],
  ],
];
for (const [name, facts, state, items] of rows)
  test(`${name}: ${state}`, () => {
    const of = coverage(facts);
    assert.equal(of.state, state);
    assert.deepEqual(said(of), items);
    assert.ok(
      of.items.some(({ weight }) => weight === 'gap'),
      'what no hook shows is always said',
    );
  });

test('the file that switches hooks off is the one to open', () => {
  const [item] = coverage({ switchedOff: ['disableAllHooks is true in /w/.claude/settings.json'] }).items;
  assert.equal(item?.path, '/w/.claude/settings.json');
});

test('Codex without a review runs no hook: unguarded, and the canary is not asked for', () => {
  const of = coverage({ trust: 'untrusted', files: [{ path: '/home/ada/.codex/hooks.json', scope: 'user', state: 'current' }] }, 'codex');
  assert.equal(of.state, 'unguarded');
  assert.match(said(of).join(), /type \/hooks and trust the ones of Tenth Second\. \[review\]/);
});

test('an agent whose second file is missing is unguarded', () => {
  const of = coverage(
    {
      files: [
        { path: '/home/ada/.augment/hooks/tenth-second.sh', scope: 'user', state: 'absent' },
        { path: '/home/ada/.augment/settings.json', scope: 'user', state: 'current' },
      ],
    },
    'augment',
  );
  assert.equal(of.state, 'unguarded');
});
