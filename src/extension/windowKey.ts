import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { ProveParams } from '../core/protocol.ts';

/** Name of the private key in SecretStorage. */
export const windowKeySecret = 'tenthSecond.windowKey';

/** The part of `vscode.SecretStorage` that we use. */
export interface Secrets {
  get(key: string): Thenable<string | undefined>;
  store(key: string, value: string): Thenable<void>;
  delete(key: string): Thenable<void>;
}

/**
 * The ed25519 key that proves to the server that an answer comes from an editor window of this person. Its private half is in
 * SecretStorage alone; agents can read files and talk to sockets, but not that.
 */
export class WindowKey {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** The stored key, or a new one. Read at every attach, since another window may have stored one meanwhile. */
  async prove(nonce: string): Promise<Pick<ProveParams, 'publicKey' | 'signature'>> {
    const key = await this.#read();
    return {
      publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
      signature: sign(null, Buffer.from(`tenth-second window ${nonce}`, 'utf8'), key).toString('base64'),
    };
  }

  async renew(): Promise<void> {
    await this.#secrets.delete(windowKeySecret);
    await this.#create();
  }

  async #read(): Promise<KeyObject> {
    const stored = await this.#secrets.get(windowKeySecret);
    const key = stored === undefined ? undefined : privateKeyFrom(stored);
    return key ?? (await this.#create());
  }

  async #create(): Promise<KeyObject> {
    const { privateKey } = generateKeyPairSync('ed25519');
    const text = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
    await this.#secrets.store(windowKeySecret, text);
    // Two windows that open at once both make a key: the one that stays stored is the one to use.
    const kept = await this.#secrets.get(windowKeySecret);
    return (kept === undefined ? undefined : privateKeyFrom(kept)) ?? privateKey;
  }
}

function privateKeyFrom(text: string): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), type: 'pkcs8', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined; // A damaged key proves nothing: a new one is made, and the server asks a person about it.
  }
}
