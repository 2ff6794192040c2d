import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import * as vscode from 'vscode';
import { holderFrom, type FactorHolder, type FactorProof, type FactorReply } from '../../core/policy/secondFactor.ts';
import type { WindowClient } from '../attach/windowClient.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { factorPage } from './factorPage.ts';
import type { FactorSecrets } from './factorSecrets.ts';

type Ui = Pick<DialogUi, 'pick' | 'ask' | 'inform' | 'modal'>;

/** *Set Up Second Factor…*: adds and removes authenticators. Whoever changes something that is there needs a code of it. */
export async function setUpSecondFactor(client: Pick<WindowClient, 'secondFactor'>, secrets: FactorSecrets, ui: Ui): Promise<void> {
  const { state } = await client.secondFactor({ type: 'state' });
  const choice = await ui.pick(vscode.l10n.t('Second Factor for Production'), [
    ...(state.holders.some(({ own }) => own)
      ? []
      : [{ label: vscode.l10n.t('Add My Authenticator…'), description: vscode.l10n.t('a code of your own is asked for'), value: 'own' }]),
    {
      label: vscode.l10n.t('Add a Second Person’s Authenticator…'),
      description: vscode.l10n.t('they scan it and keep it: nobody at this keyboard confirms alone'),
      value: 'other',
    },
    ...state.holders.map(({ name }) => ({ label: vscode.l10n.t('Remove the Authenticator of {0}…', name), value: `remove ${name}` })),
  ]);
  if (choice === undefined) return;
  if (choice.startsWith('remove ')) return remove(client, secrets, ui, choice.slice('remove '.length));
  const holder = await holderOf(choice === 'own', ui);
  if (holder) await add(client, secrets, ui, holder, state.holders.length > 0);
}

async function holderOf(own: boolean, ui: Ui): Promise<FactorHolder | undefined> {
  const name = await ui.ask(
    own ? vscode.l10n.t('Your Name') : vscode.l10n.t('The Second Person’s Name'),
    vscode.l10n.t('It stands in the journal beside what is confirmed with this authenticator.'),
  );
  return name === undefined ? undefined : holderFrom({ name, own });
}

async function add(
  client: Pick<WindowClient, 'secondFactor'>,
  secrets: FactorSecrets,
  ui: Ui,
  holder: FactorHolder,
  needsProof: boolean,
): Promise<void> {
  const proof = needsProof ? await askProof(secrets, ui) : undefined;
  if (needsProof && !proof) return;
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer });
  const address = new TOTP({ issuer: 'Tenth Second', label: holder.name, secret }).toString();
  const panel = vscode.window.createWebviewPanel('tenthSecond.secondFactor', vscode.l10n.t('Second Factor'), vscode.ViewColumn.Active, {});
  const show = (title: string, lines: readonly string[], codes: readonly string[], scanned?: string): void => {
    panel.webview.html = factorPage({
      language: vscode.env.language,
      title,
      lines,
      codes,
      nonce: randomBytes(16).toString('base64'),
      ...(scanned === undefined ? {} : { address: scanned }),
    });
  };
  show(
    vscode.l10n.t('Scan This with the Authenticator of {0}', holder.name),
    [vscode.l10n.t('It is shown once. Where nothing can be scanned, type this key into the authenticator:')],
    [secret.base32.match(/.{1,4}/g)!.join(' ')],
    address,
  );
  let reply: FactorReply;
  try {
    const code = await ui.ask(
      vscode.l10n.t('The Authenticator’s First Code'),
      vscode.l10n.t('Type the six digits that the authenticator of {0} shows now.', holder.name),
    );
    if (code === undefined) return panel.dispose();
    reply = await client.secondFactor({ type: 'add', holder, secret: secret.base32, code, ...(proof === undefined ? {} : { proof }) });
    if (reply.refused !== undefined) {
      panel.dispose();
      return ui.inform(vscode.l10n.t('The authenticator was not added: {0}.', reply.refused));
    }
    await secrets.add(holder.name, secret.base32);
  } catch (error) {
    panel.dispose();
    throw error;
  }
  if (reply.recoveryCodes === undefined) panel.dispose();
  else
    show(
      vscode.l10n.t('Recovery Codes'),
      [
        vscode.l10n.t('Each stands for one code when the authenticator is lost. Keep them away from this machine. They are shown once.'),
        vscode.l10n.t('From now on what is confirmed in production asks for a code as well.'),
      ],
      reply.recoveryCodes,
    );
}

async function remove(client: Pick<WindowClient, 'secondFactor'>, secrets: FactorSecrets, ui: Ui, name: string): Promise<void> {
  const proof = await askProof(secrets, ui);
  if (!proof) return;
  const { refused } = await client.secondFactor({ type: 'remove', name, proof });
  if (refused !== undefined) return ui.inform(vscode.l10n.t('The authenticator was not removed: {0}.', refused));
  await secrets.remove(name);
}

async function askProof(secrets: FactorSecrets, ui: Ui): Promise<FactorProof | undefined> {
  const code = await ui.ask(
    vscode.l10n.t('A Code of an Authenticator That Is Set Up'),
    vscode.l10n.t('Six digits, or a recovery code. Nobody changes the second factor without it.'),
  );
  return code === undefined ? undefined : { code, secrets: await secrets.all() };
}
