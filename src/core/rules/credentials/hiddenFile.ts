import { maskFile, type MaskedFile } from '../../credentials/maskedFile.ts';
import { isCredentialFile, isCredentialPath } from '../../credentials/credentialPaths.ts';
import { displayPath, isWithin } from '../../paths.ts';
import type { CredentialPlace, Environment, Knowledge } from '../../types.ts';
import { isMissing } from '../missing.ts';
import type { RuleContext } from '../rule.ts';

/** A file whose content must not reach the model. */
export interface HiddenFile {
  readonly path: string;
  /** As a person would write it. */
  readonly name: string;
  readonly environment: Environment;
  /** `whole`: made to hold credentials. `partial`: something else, with a secret among it. */
  readonly kind: 'whole' | 'partial';
  /** Undefined when it could not be read. */
  readonly masked: MaskedFile | undefined;
  readonly text: string | undefined;
}

/** Most of a file that is looked at. */
const textLimit = 256 * 1024;

/** What a path is, if its content is to be hidden. Provisional while questions are open. */
export function hiddenFile(path: string, context: RuleContext): HiddenFile | undefined {
  const { facts } = context;
  if (isDevice(path)) return undefined;
  const scope = {
    platform: facts.platform,
    roots: facts.knowledge.roots,
    ...(facts.credentialFiles === undefined ? {} : { credentialFiles: facts.credentialFiles }),
  };
  const byName = isCredentialFile(path, scope);
  const answer = context.ask({ type: 'path', path });
  if (answer?.type === 'path' && answer.kind !== 'file' && answer.kind !== 'other') return undefined;
  const real = answer?.type === 'path' ? answer.real : path;
  if (facts.given?.some((given) => given === path || given === real)) return undefined;
  const whole = byName || (real !== path && isCredentialFile(real, scope));
  // What a person called a credential file is one whatever stands in it.
  const declared = whole && !isCredentialPath(path) && !isCredentialPath(real);
  if (!whole && !placesOf(facts.knowledge).has(real)) return undefined;
  const text = context.ask({ type: 'text', path: real, limit: textLimit });
  if (text !== undefined && isMissing(text) && answer?.type === 'path') return undefined;
  const root = facts.knowledge.roots.find((one) => isWithin(real, one));
  const masked = text?.type === 'text' ? maskFile(real, text.text, root) : undefined;
  if (masked?.harmless && !declared && !(text?.type === 'text' && text.truncated)) return undefined;
  if (!whole && masked && masked.secretLines.size === 0) return undefined;
  return {
    path: real,
    name: displayPath(path, root, facts.home),
    environment: masked?.environment ?? 'unknown',
    kind: whole ? 'whole' : 'partial',
    masked,
    text: text?.type === 'text' ? text.text : undefined,
  };
}

function isDevice(path: string): boolean {
  return path.startsWith('/dev/') || path.startsWith('/sys/');
}

const indexes = new WeakMap<Knowledge, ReadonlyMap<string, readonly CredentialPlace[]>>();

/** Files of which secrets are known, by path. */
export function placesOf(knowledge: Knowledge): ReadonlyMap<string, readonly CredentialPlace[]> {
  const known = indexes.get(knowledge);
  if (known) return known;
  const places = new Map<string, CredentialPlace[]>();
  for (const place of knowledge.credentials) {
    const list = places.get(place.path);
    if (list) list.push(place);
    else places.set(place.path, [place]);
  }
  indexes.set(knowledge, places);
  return places;
}
