import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import {
  holderFrom,
  type FactorHolder,
  type FactorLevel,
  type FactorProof,
  type FactorReply,
  type FactorRequest,
  type FactorState,
} from '../core/policy/secondFactor.ts';
import { writeFileAtomic } from '../platform/atomicFile.ts';
import { isPrivateFile } from '../platform/stateFolder.ts';

export interface SecondFactorPorts {
  /** `<state>/factor.json`. */
  readonly path: string;
  readonly now: () => number;
  /** About the guard itself, into the journal. Never a code. */
  readonly note: (text: string) => Promise<void>;
  /** Every window is told. */
  readonly warn: (text: string) => void;
}

interface Holder extends FactorHolder {
  /** SHA-256 of the secret: enough to know it again, and of no use to make codes. */
  readonly hash: string;
  /** The last step whose code was taken: none is taken twice. */
  readonly lastStep: number;
}

interface Content {
  readonly holders: readonly Holder[];
  /** SHA-256 of recovery codes that were not used yet: 80 random bits each. */
  readonly recovery: readonly string[];
  /** Wrong codes since the last right one. */
  readonly wrong: number;
  /** ms since 1970. */
  readonly lockedUntil: number;
}

export type FactorVerdict = { readonly accepted: true; readonly by: string } | { readonly accepted: false; readonly reason: string };

const none: Content = { holders: [], recovery: [], wrong: 0, lockedUntil: 0 };
const period = 30;
/** A clock may be one step off. */
const skew = 1;
const maxWrong = 5;
const lockTime = 5 * 60_000;
const longestLock = 24 * 60 * 60_000;
const recoveryCodes = 8;
const maxHolders = 10;

/**
 * Codes of authenticators. Checking one takes both halves: the secret, which lies in the editor's secret storage and comes along with
 * the code, and what is kept here: which secrets count, which codes were used, and how often somebody was wrong.
 */
export class SecondFactor {
  readonly #ports: SecondFactorPorts;
  #content: Content;
  /** False when the file cannot be trusted: then every code is refused until a person looks. */
  readonly #readable: boolean;

  constructor(ports: SecondFactorPorts) {
    this.#ports = ports;
    const read = readContent(ports.path);
    this.#readable = read !== undefined;
    this.#content = read ?? none;
  }

  get state(): FactorState {
    const { holders, recovery } = this.#content;
    return { holders: holders.map(({ name, own }) => ({ name, own })), recoveryCodes: recovery.length };
  }

  /** What an action in production takes: what the policy says, and a code once there is an authenticator. */
  levelOf(policy: FactorLevel): FactorLevel {
    return policy === 'off' && (this.#content.holders.length > 0 || !this.#readable) ? 'code' : policy;
  }

  /** Nobody could give what is asked. */
  isMissing(level: FactorLevel): boolean {
    if (level === 'off') return false;
    return level === 'code' ? this.#content.holders.length === 0 : this.#content.holders.every(({ own }) => own);
  }

  /** A code is used up by this, right or wrong. */
  async check(proof: FactorProof | undefined, level: Exclude<FactorLevel, 'off'>): Promise<FactorVerdict> {
    const { now, note, warn } = this.#ports;
    if (!this.#readable) return refusal('factor.json cannot be read or is not private, so no code counts');
    if (!proof) return refusal('it needs a code');
    const { lockedUntil, wrong } = this.#content;
    if (now() < lockedUntil) return refusal(`too many codes were wrong; codes count again at ${new Date(lockedUntil).toISOString()}`);
    const verdict = this.#find(proof, level);
    if (verdict.accepted) {
      this.#write({ ...this.#content, wrong: 0, lockedUntil: 0 });
      return verdict;
    }
    const count = wrong + 1;
    const locks = count >= maxWrong;
    // Each code too many doubles the time: a program that tries all of them would need years.
    const time = Math.min(longestLock, lockTime * 2 ** (count - maxWrong));
    this.#write({ ...this.#content, wrong: count, lockedUntil: locks ? now() + time : 0 });
    if (locks) {
      const text = `${count} wrong codes were given to confirm an action in production. Codes count again in ${Math.round(time / 60_000)} minutes. If it was not you, something tries to confirm in your place.`;
      warn(text);
      await note(`second factor: ${text}`);
    }
    return verdict;
  }

  async answer(request: FactorRequest, product: string): Promise<FactorReply> {
    switch (request.type) {
      case 'state':
        return { state: this.state };
      case 'add':
        return this.#add(request, product);
      case 'remove': {
        const verdict = await this.check(request.proof, 'code');
        if (!verdict.accepted) return { state: this.state, refused: verdict.reason };
        const holders = this.#content.holders.filter(({ name }) => name !== request.name);
        this.#write({ ...this.#content, holders, ...(holders.length === 0 ? { recovery: [] } : {}) });
        await this.#tell(`the authenticator of ${request.name} was removed in ${product}, with ${verdict.by}`);
        return { state: this.state };
      }
    }
  }

  async #add(request: Extract<FactorRequest, { readonly type: 'add' }>, product: string): Promise<FactorReply> {
    const { holder, secret, code, proof } = request;
    const first = this.#content.holders.length === 0;
    const refuse = (refused: string): FactorReply => ({ state: this.state, refused });
    if (!this.#readable) return refuse('factor.json cannot be read or is not private');
    if (this.#content.holders.length >= maxHolders) return refuse('there are too many authenticators already');
    if (this.#content.holders.some(({ name }) => name === holder.name)) return refuse('there is an authenticator of this name already');
    // What proves the new authenticator is no guess: whoever has the secret may try as often as they like.
    const step = stepOf(secret, code, this.#ports.now());
    if (step === undefined) return refuse('this is not the code that the new authenticator shows now');
    let by = '';
    if (!first) {
      const verdict = await this.check(proof, 'code');
      if (!verdict.accepted) return refuse(verdict.reason);
      by = `, with ${verdict.by}`;
    }
    const codes = first ? Array.from({ length: recoveryCodes }, newRecoveryCode) : undefined;
    this.#write({
      ...this.#content,
      holders: [...this.#content.holders, { ...holder, hash: digest(secret), lastStep: step }],
      ...(codes === undefined ? {} : { recovery: codes.map((each) => digest(plain(each))) }),
    });
    await this.#tell(`an authenticator of ${holder.name} (${holder.own ? 'own' : 'a second person'}) was added in ${product}${by}`);
    return { state: this.state, ...(codes === undefined ? {} : { recoveryCodes: codes }) };
  }

  #find({ code, secrets }: FactorProof, level: Exclude<FactorLevel, 'off'>): FactorVerdict {
    const { holders, recovery } = this.#content;
    const given = plain(code);
    if (/^\d{6}$/.test(given)) {
      let used = false;
      for (const secret of secrets) {
        const holder = holders.find(({ hash }) => hash === digest(secret));
        const step = holder && stepOf(secret, given, this.#ports.now());
        if (!holder || step === undefined) continue;
        if (level === 'secondPerson' && holder.own) return refusal('it needs the code of a second person');
        if (step <= holder.lastStep) {
          used = true;
          continue;
        }
        const others = holders.map((each) => (each === holder ? { ...holder, lastStep: step } : each));
        this.#content = { ...this.#content, holders: others };
        return { accepted: true, by: holder.own ? `a code of ${holder.name}` : `a code of ${holder.name}, a second person` };
      }
      return refusal(used ? 'this code was used already; wait for the next one' : 'the code is not right');
    }
    const hash = digest(given);
    if (!recovery.includes(hash)) return refusal('the code is not right');
    if (level === 'secondPerson') return refusal('it needs the code of a second person; a recovery code does not do');
    this.#content = { ...this.#content, recovery: recovery.filter((each) => each !== hash) };
    return { accepted: true, by: 'a recovery code' };
  }

  async #tell(text: string): Promise<void> {
    this.#ports.warn(`Second factor: ${text}.`);
    await this.#ports.note(`second factor: ${text}`);
  }

  #write(content: Content): void {
    this.#content = content;
    writeFileAtomic(this.#ports.path, `${JSON.stringify(content, undefined, 2)}\n`);
  }
}

function refusal(reason: string): FactorVerdict {
  return { accepted: false, reason };
}

/** The time step whose code it is; undefined when it is none of those around now. */
function stepOf(secret: string, code: string, now: number): number | undefined {
  const delta = TOTP.validate({ token: code, secret: Secret.fromBase32(secret), period, timestamp: now, window: skew });
  return delta === null ? undefined : TOTP.counter({ period, timestamp: now }) + delta;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** As it is compared: people type spaces, dashes and small letters. */
function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase();
}

function newRecoveryCode(): string {
  const letters = new Secret({ buffer: new Uint8Array(randomBytes(10)).buffer }).base32;
  return letters.match(/.{4}/g)!.join('-');
}

/** Empty when there is no file, undefined when it is not to be trusted. */
function readContent(path: string): Content | undefined {
  try {
    if (!isPrivateFile(path, false)) return undefined;
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<keyof Content, unknown>>;
    if (!Array.isArray(value.holders) || !Array.isArray(value.recovery)) return undefined;
    const holders: Holder[] = [];
    for (const each of value.holders as readonly Readonly<Record<string, unknown>>[]) {
      const holder = holderFrom(each);
      if (!holder || typeof each['hash'] !== 'string' || typeof each['lastStep'] !== 'number') return undefined;
      holders.push({ ...holder, hash: each['hash'], lastStep: each['lastStep'] });
    }
    return {
      holders,
      recovery: value.recovery.filter((each): each is string => typeof each === 'string'),
      wrong: typeof value.wrong === 'number' ? value.wrong : 0,
      lockedUntil: typeof value.lockedUntil === 'number' ? value.lockedUntil : 0,
    };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? none : undefined;
  }
}
