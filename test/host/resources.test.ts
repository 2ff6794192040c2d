import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { OrderChange } from '../../src/core/policy/orders.ts';
import type { WindowState } from '../../src/core/protocol.ts';
import type { Link } from '../../src/core/types.ts';
import type { DialogUi } from '../../src/extension/holds/holdDialog.ts';
import { OrderCommands } from '../../src/extension/orders.ts';
import { LinkedFiles } from '../../src/extension/resources/linkedFiles.ts';
import { resourcesOf } from '../../src/extension/resources/resourcesModel.ts';
import { ResourcesTree } from '../../src/extension/resources/resourcesView.ts';

const link: Link = {
  tool: 'kubernetes',
  resource: '[acme](command:workbench.action.quit)',
  kind: 'context',
  environment: 'production',
  scope: '/',
  remote: true,
  evidence: { text: '~/.kube/config:3 has <b>acme</b>', path: '/home/ada/.kube/config', line: 3 },
};
const state: WindowState = { environment: 'production', label: 'shop', links: [link], holds: [] };

describe('the Resources view', () => {
  it('leads from environment to evidence, which opens its file at the line', () => {
    const tree = new ResourcesTree();
    tree.update([link]);
    const [environment] = tree.getChildren();
    const [tool] = tree.getChildren(environment);
    const [resource] = tree.getChildren(tool);
    const [evidence] = tree.getChildren(resource);
    assert.equal(tree.getTreeItem(environment!).contextValue, 'environment.production');
    assert.equal(tree.getTreeItem(tool!).label, 'kubernetes');
    assert.equal(tree.getTreeItem(resource!).contextValue, 'resource');
    const item = tree.getTreeItem(evidence!);
    assert.deepEqual(item.command?.arguments, ['/home/ada/.kube/config', 3]);
    assert.ok(!(tree.getTreeItem(resource!).tooltip as vscode.MarkdownString).value.includes('](command:workbench'));
    tree.dispose();
  });

  it('fires only when the links have changed', () => {
    const tree = new ResourcesTree();
    let fired = 0;
    tree.onDidChangeTreeData(() => fired++);
    tree.update([link]);
    tree.update([{ ...link }]);
    tree.update([]);
    assert.equal(fired, 2);
    tree.dispose();
  });
});

describe('linked files', () => {
  it('have a badge with the worst of their links, and none when they link no more', () => {
    const files = new LinkedFiles();
    const uri = vscode.Uri.file('/home/ada/.kube/config');
    const changed: string[] = [];
    files.onDidChangeFileDecorations((uris) => changed.push(...uris.map(({ fsPath }) => fsPath)));
    files.update({ ...state, links: [{ ...link, environment: 'staging' }, link] });
    assert.equal(files.provideFileDecoration(uri)?.badge, 'P');
    assert.equal(files.provideFileDecoration(vscode.Uri.parse('untitled:/home/ada/.kube/config')), undefined);
    files.update({ ...state, links: [{ ...link, environment: 'local' }] });
    assert.equal(files.provideFileDecoration(uri), undefined);
    assert.deepEqual(changed, ['/home/ada/.kube/config', '/home/ada/.kube/config']);
    files.dispose();
  });
});

describe('what a person lays down', () => {
  const ordered: OrderChange[] = [];
  const asked: string[] = [];
  let answer = '';
  const ui: DialogUi = {
    modal: async (message, _detail, buttons) => {
      asked.push(message);
      return buttons.find(({ value }) => value === answer)?.value ?? buttons[0].value;
    },
    pick: async (_title, items) => items.find(({ value }) => value === answer)?.value,
    typeName: () => Promise.resolve(undefined),
    ask: () => Promise.resolve(undefined),
    copy: () => Promise.resolve(),
    inform: () => {},
    log: () => {},
  };
  const commands = (part: Partial<WindowState> = {}): OrderCommands =>
    new OrderCommands(
      ui,
      () => ({ phase: { type: 'attached', version: '0' }, state: { ...state, ...part } }),
      async (change) => void ordered.push(change),
    );
  beforeEach(() => {
    ordered.length = 0;
    asked.length = 0;
    answer = '';
  });
  const node = resourcesOf([link])[0]!.tools[0]!.resources[0]!;

  it('freezes with one click, and lifts it only in a modal whose default keeps it', async () => {
    await commands().freeze();
    assert.deepEqual(ordered, [{ type: 'freeze' }]);
    await commands().liftFreeze();
    assert.deepEqual([ordered.length, asked.length], [1, 1]);
    answer = 'lift';
    await commands().liftFreeze();
    assert.deepEqual(ordered[1], { type: 'unfreeze' });
  });

  it('pins at once, and asks before it changes a pin or takes it away', async () => {
    answer = 'staging';
    await commands().pin();
    assert.deepEqual([ordered, asked], [[{ type: 'pin', environment: 'staging' }], []]);
    await commands({ pin: 'development' }).pin();
    assert.equal(asked.length, 1);
    assert.equal(ordered.length, 1, 'the default keeps it');
    answer = 'change';
    await commands({ pin: 'development' }).pin({ environment: 'production' });
    assert.deepEqual(ordered[1], { type: 'pin', environment: 'production' });
    await commands({ pin: 'production' }).pin({ environment: 'production' });
    assert.equal(ordered.length, 2);
  });

  it('marks as production at once, and asks for everything milder', async () => {
    await commands().mark(node, 'production');
    assert.deepEqual(ordered, [{ type: 'mark', tool: 'kubernetes', resource: link.resource, environment: 'production' }]);
    await commands().mark(node, 'staging');
    assert.deepEqual([ordered.length, asked.length], [1, 1]);
    answer = 'mark';
    await commands().mark(node, 'staging');
    await commands().mark(node, undefined);
    assert.deepEqual(ordered.slice(1), [
      { type: 'mark', tool: 'kubernetes', resource: link.resource, environment: 'staging' },
      { type: 'mark', tool: 'kubernetes', resource: link.resource },
    ]);
  });

  it('takes no notice of what is no resource', async () => {
    answer = 'mark';
    for (const value of [undefined, null, 'x', {}, { type: 'resource', tool: 1 }, { type: 'tool', tool: 'a', resource: 'b' }])
      await commands().mark(value, 'staging');
    assert.deepEqual(ordered, []);
  });
});
