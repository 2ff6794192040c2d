import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventually } from '../../scripts/processes.mjs';
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

describe('several folders and environments', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let window: EditorWindow;
  let mild: string;
  let strict: string;
  const id = '7c0a1f52-3b1e-4d7a-9a55-60d8a1be27f4';

  before(async () => {
    sandbox = createSandbox('folders');
    const stack = (name: string): string =>
      writeStack(
        stacks.find((one) => one.name === name)!,
        sandbox.home,
      );
    mild = stack('fly');
    strict = stack('pulumi');
    writeFileSync(path.join(mild, '.env.staging'), `VOLUME_ID=${id}\n`);
    writeFileSync(path.join(mild, '.env.production'), `# the live one\nVOLUME_ID=${id}\n`);
    const workspace = path.join(sandbox.home, 'acme.code-workspace');
    writeFileSync(workspace, JSON.stringify({ folders: [{ path: mild }, { path: strict }] }));
    editor = await Editor.start(sandbox);
    await connectAgent('claude-code', sandbox.environment);
    window = await editor.open(workspace);
  });
  after(() => sandbox.dispose());
  afterEach(() => window.closeModals());

  const place = async (): Promise<unknown> => {
    const code =
      'const { document, selection } = vscode.window.activeTextEditor; return [document.fileName, selection.active.line + 1, document.lineCount]';
    return window.evaluate(code);
  };

  test('the worst of several folders shows, and no more when its folder is taken out', async () => {
    const { severity, text } = await window.statusItem(/production: pulumi/);
    assert.equal(severity, 'error', text);
    await window.evaluate('vscode.workspace.updateWorkspaceFolders(1, 1); return null');
    assert.equal((await window.statusItem(/staging: acme-shop-staging/)).severity, 'none');
    await window.evaluate('vscode.workspace.updateWorkspaceFolders(1, 0, { uri: vscode.Uri.file(args[0]) }); return null', strict);
    await window.statusItem(/production: pulumi/);
  });

  test('a link of the hover opens the file at the line', async () => {
    await (await window.statusItem()).item.hover();
    const link = window.page.locator('.monaco-hover a', { hasText: 'fly.toml:1' }).first();
    await link.waitFor({ timeout: 20_000 });
    await window.screenshot('hover-several');
    await link.click();
    await eventually('the file is open', async () => String(await place()).startsWith(`${path.join(mild, 'fly.toml')},1,`), 20_000);
    await window.page.mouse.move(640, 300);
    await link.waitFor({ state: 'hidden', timeout: 20_000 });
  });

  test('evidence in the tree opens the file at the line, and linked files have badges in the Explorer', async () => {
    writeFileSync(path.join(mild, 'fly.toml'), '# several lines\n\napp = "acme-shop-staging"\n');
    await window.executeCommand('tenthSecond.resources.focus');
    const row = (text: string | RegExp) => window.page.locator('.pane .monaco-list-row', { hasText: text }).first();
    await row(/^staging/).waitFor({ timeout: 20_000 });
    if ((await row(/^staging/).getAttribute('aria-expanded')) === 'false') await row(/^staging/).click();
    await row('acme-shop-staging').waitFor({ timeout: 20_000 });
    if ((await row('acme-shop-staging').getAttribute('aria-expanded')) === 'false') await row('acme-shop-staging').click();
    await row('fly.toml:3').click();
    await eventually('the file is open', async () => String(await place()).startsWith(`${path.join(mild, 'fly.toml')},3,`), 20_000);
    await window.screenshot('resources-evidence');
    await window.executeCommand('workbench.view.explorer');
    const label = window.page.locator('.explorer-folders-view .monaco-list-row[aria-label*="fly.toml"]').first();
    await label.waitFor({ timeout: 20_000 });
    await eventually('the badge says why', async () => (await label.innerHTML()).includes('Linked to staging'), 20_000);
    const badge = await label
      .locator('.monaco-icon-label')
      .first()
      .evaluate((element) => getComputedStyle(element, '::after').content);
    assert.equal(badge, '"S"');
  });

  test('an id that stands in files of several environments is said in the question, and judged as the strictest', async () => {
    const hook = callClaudeHook(sandbox, {
      cwd: mild,
      command: `curl -X POST https://backboard.railway.app/graphql/v2 -d '{"query":"mutation { volumeDelete(volumeId: \\"${id}\\") }"}'`,
      session: 'several',
    });
    const modal = await window.modal(/Delete/);
    assert.match(modal.title, /\(production\)/);
    assert.match(
      modal.detail,
      /This id is in files of several environments: [^\n]*\.env\.staging \(staging\)[^\n]*\.env\.production \(production\)|This id is in files of several environments: [^\n]*\.env\.production \(production\)[^\n]*\.env\.staging \(staging\)/,
    );
    assert.match(modal.detail, /backups/i);
    await window.screenshot('modal-several');
    await modal.click('Refuse');
    assert.equal((await hook.verdict).type, 'deny');
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
