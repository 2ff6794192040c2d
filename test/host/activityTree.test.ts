import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ActivityEntry } from '../../src/core/protocol.ts';
import type { ActivityNode } from '../../src/extension/activity/activityModel.ts';
import { ActivityTree } from '../../src/extension/activity/activityView.ts';

function entry(part: Partial<ActivityEntry>): ActivityEntry {
  return {
    id: '1',
    time: Date.now(),
    agent: 'claude-code',
    session: 's',
    cwd: '/work/rental-shop',
    verdict: 'type',
    outcome: 'waiting',
    title: 'Delete the Railway volume bookings-data (production)',
    command: 'curl …',
    evidence: [{ text: 'README.md:17 [names](command:evil) it', path: '/work/rental-shop/README.md', line: 17 }],
    ...part,
  };
}

function only(nodes: readonly ActivityNode[]): ActivityNode {
  assert.equal(nodes.length, 1);
  const [node] = nodes;
  assert.ok(node);
  return node;
}

describe('the activity tree', () => {
  let tree: ActivityTree;
  beforeEach(() => {
    tree = new ActivityTree();
  });
  afterEach(() => tree.dispose());

  it('is empty at first, so that the welcome is shown', () => {
    assert.deepEqual(tree.getChildren(), []);
  });

  it('shows sessions with their actions, with verdict and time in words', () => {
    tree.add([entry({})]);
    const session = only(tree.getChildren());
    const sessionItem = tree.getTreeItem(session);
    assert.equal(sessionItem.label, 'Claude Code');
    assert.match(String(sessionItem.description), /^rental-shop · /);
    const action = only(tree.getChildren(session));
    const item = tree.getTreeItem(action);
    assert.equal(item.label, 'Delete the Railway volume bookings-data (production)');
    assert.match(String(item.description), /^waiting · \d/);
    assert.ok(item.iconPath instanceof vscode.ThemeIcon);
    assert.match(item.accessibilityInformation?.label ?? '', /^waiting, Delete the Railway volume/);
    assert.equal(tree.getParent(action)?.type, 'session');
  });

  it('keeps a node when its outcome changes', () => {
    tree.add([entry({})]);
    const before = tree.getTreeItem(only(tree.getChildren(only(tree.getChildren()))));
    tree.add([entry({ outcome: 'refused' })]);
    const after = tree.getTreeItem(only(tree.getChildren(only(tree.getChildren()))));
    assert.equal(after.id, before.id);
    assert.match(String(after.description), /^refused · /);
  });

  it('explains an action with its evidence, whose text stays text', () => {
    tree.add([entry({})]);
    const action = only(tree.getChildren(only(tree.getChildren())));
    const { tooltip } = tree.resolveTreeItem(tree.getTreeItem(action), action);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /Waits for a person/);
    assert.match(tooltip.value, /command:tenthSecond\.openEvidence/);
    assert.doesNotMatch(tooltip.value, /\(command:evil\)/);
  });

  it('tells the view of every group of entries once', () => {
    let changes = 0;
    tree.onDidChangeTreeData(() => (changes += 1));
    tree.add([entry({ id: '1' }), entry({ id: '2' })]);
    assert.equal(changes, 1);
  });
});
