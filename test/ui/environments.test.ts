import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { Editor, type EditorWindow } from '../support/editor.ts';
import { callClaudeHook, connectAgent, gate, type HookCall } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { kubeconfig, stacks, writeStack } from '../support/stacks.ts';

const cluster = stacks.find(({ name }) => name === 'kubernetes')!;

describe('what the window is linked to', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let window: EditorWindow;
  let folder: string;
  let config: string;

  before(async () => {
    sandbox = createSandbox('environments');
    folder = writeStack(cluster, sandbox.home);
    config = path.join(sandbox.home, '.kube/config');
    editor = await Editor.start(sandbox);
    window = await editor.open(folder);
    await connectAgent('claude-code', sandbox.environment);
    await window.statusItem(/development: kubernetes/);
  });
  after(() => sandbox.dispose());
  afterEach(() => window.closeModals());

  let session = 0;
  const call = (command: string): HookCall => callClaudeHook(sandbox, { cwd: folder, command, session: `session-${++session}` });

  /** Picks an entry of the status item's menu. */
  async function choose(label: string): Promise<void> {
    await (await window.statusItem()).item.click();
    await (await window.inputBox()).choose(label);
  }

  const rows = async (): Promise<string> => {
    await window.executeCommand('tenthSecond.resources.focus');
    const pane = window.page.locator('.pane', { has: window.page.locator('.pane-header', { hasText: 'Resources' }) });
    await pane.locator('.monaco-list-row').first().waitFor({ timeout: 20_000 });
    return (await pane.locator('.monaco-list-row').allInnerTexts()).join('\n').replaceAll(/[^\S\n]+/g, ' ');
  };

  test('a context that is switched on the disk turns the item red, and the same command another hold', async () => {
    const before = call('kubectl delete ns payments');
    const mild = await window.modal(/payments/);
    assert.match(mild.title, /\(development\)/);
    assert.ok(mild.buttons.includes('Confirm Once'), mild.buttons.join());
    await mild.click('Refuse');
    assert.equal((await before.verdict).type, 'deny');
    assert.equal((await window.statusItem()).severity, 'none');

    const switched = Date.now();
    writeFileSync(config, kubeconfig('prod'));
    const item = await window.statusItem(/production: kubernetes/);
    const took = Date.now() - switched;
    console.log(`# the item turned red ${took} ms after the switch`);
    assert.equal(item.severity, 'error');
    await window.screenshot('environment-production');

    const afterwards = call('kubectl delete ns payments');
    const strict = await window.modal(/payments/);
    assert.match(strict.title, /\(production\)/);
    assert.ok(strict.buttons.includes('Type the Name to Confirm…'), strict.buttons.join());
    assert.match(strict.detail, /\.kube\/config:3/);
    await strict.click('Refuse');
    assert.equal((await afterwards.verdict).type, 'deny');

    writeFileSync(config, kubeconfig('dev'));
    await window.statusItem(/development: kubernetes/);
  });

  test('a file that is new in the workspace shows, too', async () => {
    const place = path.join(folder, 'infra');
    mkdirSync(path.join(place, '.terraform'), { recursive: true });
    writeFileSync(path.join(place, '.terraform/environment'), 'prod');
    await window.statusItem(/production/);
    writeFileSync(path.join(place, '.terraform/environment'), 'dev');
    await window.statusItem(/development/);
  });

  test('the tree leads to the file and line; a mark of a person counts for the next command', async () => {
    const shown = await rows();
    assert.match(shown, /development/);
    const development = window.page.locator('.monaco-list-row', { hasText: /^development/ }).first();
    if ((await development.getAttribute('aria-expanded')) === 'false') await development.click();
    const resource = window.page.locator('.monaco-list-row[aria-label^="dev, context"]').first();
    await resource.waitFor({ timeout: 20_000 });
    await resource.click({ button: 'right' });
    // A menu takes no click in its first moments.
    await window.page.locator('.monaco-menu .action-label', { hasText: 'Mark as Production' }).click({ delay: 150 });
    const item = await window.statusItem(/production: kubernetes/);
    assert.equal(item.severity, 'error');
    const marked = window.page.locator('.monaco-list-row', { hasText: 'marked by you' }).first();
    await marked.waitFor({ timeout: 20_000 });
    await window.screenshot('resources-marked');
    const hook = call('kubectl delete ns payments');
    const modal = await window.modal(/payments/);
    assert.match(modal.title, /\(production\)/);
    assert.match(modal.detail, /you marked it production|You marked/);
    await modal.click('Refuse');
    await hook.verdict;
    // The same fact on the command line.
    const told = JSON.parse((await gate(['links', '--json', folder], { environment: sandbox.environment })).stdout) as {
      environment: string;
      links: readonly { marked?: boolean; environment: string }[];
    };
    assert.equal(told.environment, 'production');
    assert.ok(told.links.some(({ marked, environment }) => marked === true && environment === 'production'));
    await marked.click({ button: 'right' });
    await window.page.locator('.monaco-menu .action-label', { hasText: 'Remove Mark' }).click({ delay: 150 });
    await (await window.modal(/Take the mark/)).click('Take It Away');
    await window.statusItem(/development: kubernetes/);
  });

  test('pinned: what leaves the pin is held more strictly, and the question says so', async () => {
    await choose('Pin Agents to an Environment');
    await (await window.inputBox()).choose('staging');
    await window.statusItem(/agents: staging/);
    const hook = call('kubectl delete ns payments');
    const modal = await window.modal(/payments/);
    assert.ok(modal.buttons.includes('Type the Name to Confirm…'), modal.buttons.join());
    assert.match(modal.detail, /leaves what agents may touch here, which a person pinned to staging/);
    await window.screenshot('pin-modal');
    await modal.click('Refuse');
    const verdict = await hook.verdict;
    assert.match(verdict.type === 'deny' ? verdict.reason : '', /pinned to staging/);
    await choose('Pin Agents to an Environment');
    await (await window.inputBox()).choose('Anything');
    const sure = await window.modal(/Take the pin away/);
    assert.equal(sure.focused, 'Keep the Pin');
    await sure.click('Change It');
    await window.statusItem(/^(?!.*agents:)/);
  });

  test('frozen: agents may only read, through a reload and a closed window, until a person lifts it', async () => {
    await choose('Freeze Agents');
    await window.statusItem(/frozen/);
    await window.screenshot('frozen');
    for (const command of ['git log --oneline', 'cat k8s/deployment.yaml', 'kubectl get pods'])
      assert.deepEqual(await call(command).verdict, { type: 'none' }, command);
    const hook = call('npm test');
    const modal = await window.modal(/npm test/);
    assert.match(modal.detail, /agents may only read until they lift it/);
    await modal.click('Refuse');
    const verdict = await hook.verdict;
    assert.match(verdict.type === 'deny' ? verdict.reason : '', /agents may only read until they lift it/);

    await window.close();
    const alone = await call('touch made').verdict;
    assert.match(alone.type === 'deny' ? alone.reason : '', /agents may only read until they lift it/);
    // The agent cannot lift it itself.
    assert.equal((await call('rm -rf ~/.tenth-second/policy').verdict).type, 'deny');
    window = await editor.open(folder);
    await window.statusItem(/frozen/);
    // Both questions were parked while the window was closed.
    for (let parked = 0; parked < 2; parked++) await (await window.modal()).escape();
    await window.expectNoModal();
    await choose('Lift Freeze');
    const sure = await window.modal(/Lift the freeze/);
    assert.equal(sure.focused, 'Keep Frozen');
    await sure.click('Lift the Freeze');
    await window.statusItem(/^(?!.*frozen)/);
    assert.deepEqual(await call('touch made').verdict, { type: 'none' });
  });
});

describe('a dozen stacks', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  before(async () => {
    sandbox = createSandbox('stacks');
    editor = await Editor.start(sandbox);
  });
  after(() => sandbox.dispose());

  for (const stack of stacks)
    test(`${stack.name}: ${stack.environment}`, async () => {
      const window = await editor.open(writeStack(stack, sandbox.home));
      const wanted = stack.environment === 'unknown' ? 'unknown environment' : stack.environment;
      const { severity } = await window.statusItem(new RegExp(wanted));
      assert.equal(severity, stack.environment === 'production' ? 'error' : stack.environment === 'unknown' ? 'warning' : 'none');
      await window.close();
    });
});
