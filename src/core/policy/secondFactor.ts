/** What is asked beside the name before an action in production is confirmed. `secondPerson`: another person's code. */
const factorLevels = ['off', 'code', 'secondPerson'] as const;
export type FactorLevel = (typeof factorLevels)[number];

export function strictestFactor(...levels: readonly FactorLevel[]): FactorLevel {
  return factorLevels[Math.max(0, ...levels.map((level) => factorLevels.indexOf(level)))]!;
}

/** What is set but not known asks for the most: a typing error must not loosen. */
export function factorFrom(value: unknown): FactorLevel | undefined {
  if (value === undefined) return undefined;
  return factorLevels.find((level) => level === value) ?? 'secondPerson';
}

/** A code with what proves that it is one: secrets of authenticators lie in the editor's secret storage and nowhere else. */
export interface FactorProof {
  /** Six digits, or a recovery code. */
  readonly code: string;
  /** Base32, of every authenticator that this editor keeps. */
  readonly secrets: readonly string[];
}

/** Somebody whose authenticator gives codes. */
export interface FactorHolder {
  readonly name: string;
  /** The person who works here; else a second person. */
  readonly own: boolean;
}

export interface FactorState {
  readonly holders: readonly FactorHolder[];
  readonly recoveryCodes: number;
}

export type FactorRequest =
  | { readonly type: 'state' }
  /** `code` is the first one that the new authenticator gives; `proof` one of those that are there already. */
  | {
      readonly type: 'add';
      readonly holder: FactorHolder;
      readonly secret: string;
      readonly code: string;
      readonly proof?: FactorProof;
    }
  | { readonly type: 'remove'; readonly name: string; readonly proof: FactorProof };

export interface FactorReply {
  readonly state: FactorState;
  /** Why it was not done. */
  readonly refused?: string;
  /** Shown once: with the first authenticator. */
  readonly recoveryCodes?: readonly string[];
}

const maxCodeLength = 40;
const maxSecrets = 20;

export function factorProofFrom(value: unknown): FactorProof | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, secrets } = value as Readonly<Record<string, unknown>>;
  if (typeof code !== 'string' || code.length > maxCodeLength || !Array.isArray(secrets)) return undefined;
  return { code, secrets: secrets.filter(isSecret).slice(0, maxSecrets) };
}

export function factorRequestFrom(value: unknown): FactorRequest | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, holder, secret, code, proof, name } = value as Readonly<Record<string, unknown>>;
  const known = factorProofFrom(proof);
  if (type === 'state') return { type };
  if (type === 'remove') return typeof name === 'string' && known ? { type, name, proof: known } : undefined;
  const who = holderFrom(holder);
  if (type !== 'add' || !who || !isSecret(secret) || typeof code !== 'string' || code.length > maxCodeLength) return undefined;
  return { type, holder: who, secret, code, ...(known === undefined ? {} : { proof: known }) };
}

export function holderFrom(value: unknown): FactorHolder | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, own } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof own !== 'boolean') return undefined;
  const plain = name
    .replace(/[^\p{L}\p{N} .@_-]/gu, '')
    .trim()
    .slice(0, 60);
  return plain === '' ? undefined : { name: plain, own };
}

/** At least 128 bits: RFC 4226, section 4. https://www.rfc-editor.org/rfc/rfc4226#section-4 */
function isSecret(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z2-7]{26,128}$/.test(value);
}
