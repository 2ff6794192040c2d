import type { Secrets } from '../windowKey.ts';

/** Name in SecretStorage. */
const factorSecret = 'tenthSecond.secondFactor';

interface Kept {
  readonly name: string;
  /** Base32. */
  readonly secret: string;
}

/** Secrets of authenticators, in the editor's secret storage alone: no file holds one. */
export class FactorSecrets {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  async all(): Promise<readonly string[]> {
    return (await this.#read()).map(({ secret }) => secret);
  }

  async add(name: string, secret: string): Promise<void> {
    await this.#write([...(await this.#read()).filter((each) => each.name !== name), { name, secret }]);
  }

  async remove(name: string): Promise<void> {
    await this.#write((await this.#read()).filter((each) => each.name !== name));
  }

  async #write(kept: readonly Kept[]): Promise<void> {
    await this.#secrets.store(factorSecret, JSON.stringify(kept));
  }

  async #read(): Promise<readonly Kept[]> {
    const text = await this.#secrets.get(factorSecret);
    if (text === undefined) return [];
    try {
      const value: unknown = JSON.parse(text);
      return Array.isArray(value)
        ? (value as readonly Partial<Kept>[]).filter(
            (each): each is Kept => typeof each.name === 'string' && typeof each.secret === 'string',
          )
        : [];
    } catch {
      return []; // Damaged: a recovery code is the way back.
    }
  }
}
