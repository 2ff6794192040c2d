import { readDotenv } from '../environments/dotenv.ts';
import { dotenvNames, environmentOfDotenv, environmentOfPath, isTemplate } from '../environments/dotenvFile.ts';
import type { SourceFile } from '../environments/recogniser.ts';
import { worseEnvironment } from '../environments/tokens.ts';
import { baseName } from '../paths.ts';
import type { CredentialPlace, Environment } from '../types.ts';
import { isFingerprintable, secretForms } from './fingerprints.ts';
import { recogniseSecrets, type SecretFound } from './recogniseSecrets.ts';

/** The environment that a file's credentials are for, as far as the file says. */
export function environmentOfFile(file: SourceFile): Environment {
  if (!dotenvNames.some((name) => name.test(baseName(file.path)))) return environmentOfPath(file.path, file.root) ?? 'unknown';
  return environmentOfDotenv(file.path, file.root, readDotenv(file.text), file.text).environment;
}

/** Where the secrets of one file stand, with keyed hashes of them. The values do not leave this function. */
export function credentialsOfFile(
  file: SourceFile,
  fingerprint: (value: string) => string,
  encodeBase64: (text: string) => string,
): readonly CredentialPlace[] {
  const secrets = recogniseSecrets(file.path, file.text);
  if (secrets.length === 0) return [];
  const environment = environmentOfFile(file);
  // A template's generic values are placeholders, whatever they look like; a token by its shape is one that slipped in.
  const template = isTemplate(file.path);
  return secrets
    .filter((secret) => !template || !isOfTemplate(secret.kind))
    .map((secret) => ({
      path: file.path,
      line: secret.line,
      ...(secret.variable === undefined ? {} : { variable: secret.variable }),
      kind: secret.kind,
      environment: environmentOfSecret(secret, environment),
      fingerprints: isFingerprintable(secret) ? secretForms(secret.value, encodeBase64).map(fingerprint) : [],
    }));
}

/** Kinds that a template has as placeholders, whatever they look like. */
export function isOfTemplate(kind: string): boolean {
  return /^generic\.|password$/.test(kind);
}

/** The environment that a secret is for, as its own text and its file say. */
export function environmentOfSecret(secret: SecretFound, file: Environment): Environment {
  if (secret.local) return 'local';
  const said = secret.environment;
  if (said === undefined || said === 'unknown') return file;
  // A mode in the key itself (`sk_test_…`) is sure; a host is only one more sign.
  if (!secret.kind.endsWith('password')) return said;
  return file === 'unknown' ? said : worseEnvironment(said, file);
}
