import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { WindowState } from '../../src/core/protocol.ts';
import { StatusItem, type StatusSource } from '../../src/extension/statusItem.ts';

const state: WindowState = {
  environment: 'production',
  label: 'rental-shop',
  links: [
    {
      tool: 'railway',
      resource: '[rental](command:workbench.action.quit) $(bug)',
      kind: 'project',
      environment: 'production',
      scope: '/work',
      remote: true,
      evidence: { text: 'railway.json:3 <b>says</b> so', path: '/work/railway.json', line: 3 },
    },
  ],
  holds: [{ id: '1', title: 'Delete the volume', parked: false }],
};

describe('the status item', () => {
  let item: vscode.StatusBarItem;
  let status: StatusItem;
  let quietIsHidden = false;
  let shown: boolean | undefined;

  beforeEach(() => {
    item = vscode.window.createStatusBarItem('test', vscode.StatusBarAlignment.Left);
    shown = undefined;
    quietIsHidden = false;
    item.show = () => void (shown = true);
    item.hide = () => void (shown = false);
    status = new StatusItem(() => quietIsHidden, item);
  });
  afterEach(() => status.dispose());

  const attached: StatusSource['phase'] = { type: 'attached', version: '0.1.0' };

  function colour(): string | undefined {
    return (item.backgroundColor as { id?: string } | undefined)?.id;
  }

  it('names production in the error colour and in words', () => {
    status.update({ phase: attached, state });
    assert.equal(item.text, '$(shield) production: rental-shop · 1 waiting');
    assert.equal(colour(), 'statusBarItem.errorBackground');
    assert.match(item.accessibilityInformation?.label ?? '', /production: rental-shop.*1 waiting/);
    assert.equal(item.command, 'tenthSecond.showMenu');
    assert.equal(shown, true);
  });

  it('has the warning colour for an unknown environment, a pause and a window that is not attached, else none', () => {
    const none: WindowState = { environment: 'none', label: '', links: [], holds: [] };
    const cases: readonly [StatusSource, string | undefined][] = [
      [{ phase: attached, state: { ...state, environment: 'unknown' } }, 'statusBarItem.warningBackground'],
      [{ phase: attached, state: { ...none, pausedUntil: Date.now() + 60_000 } }, 'statusBarItem.warningBackground'],
      [{ phase: { type: 'detached', reason: 'gone' }, state: none }, 'statusBarItem.warningBackground'],
      [{ phase: { type: 'locked', reason: 'unknown key' }, state: undefined }, 'statusBarItem.warningBackground'],
      [{ phase: { type: 'starting' }, state: undefined }, undefined],
      [{ phase: attached, state: none }, undefined],
      [{ phase: attached, state: { ...state, environment: 'staging' } }, undefined],
    ];
    for (const [source, expected] of cases) {
      status.update(source);
      assert.equal(colour(), expected, item.text);
    }
  });

  it('has a tooltip that links to the evidence and runs only our own commands', () => {
    status.update({ phase: attached, state });
    const { tooltip } = item;
    assert.ok(tooltip instanceof vscode.MarkdownString);
    const trust = tooltip.isTrusted;
    assert.ok(typeof trust === 'object' && trust.enabledCommands.every((id) => id.startsWith('tenthSecond.')));
    assert.ok(
      tooltip.value.includes(`(command:tenthSecond.openEvidence?${encodeURIComponent(JSON.stringify(['/work/railway.json', 3]))})`),
    );
    assert.doesNotMatch(tooltip.value, /\(command:workbench|<b>|[^\\]\$\(/);
    assert.match(tooltip.value, /Delete the volume/);
  });

  it('can be hidden only when there is nothing to say', () => {
    quietIsHidden = true;
    status.update({ phase: attached, state: { environment: 'none', label: '', links: [], holds: [] } });
    assert.equal(shown, false);
    for (const source of [
      { phase: attached, state },
      { phase: attached, state: { environment: 'none', label: '', links: [], holds: state.holds } },
      { phase: { type: 'detached', reason: 'gone' }, state: undefined },
    ] as const satisfies readonly StatusSource[]) {
      status.update(source);
      assert.equal(shown, true);
    }
  });
});
