import type { SourceFile } from '../environments/recogniser.ts';
import { dotenvNames, isTemplate } from '../environments/dotenvFile.ts';
import { baseName, displayPath } from '../paths.ts';
import type { Environment } from '../types.ts';
import { environmentOfFile, environmentOfSecret, isOfTemplate } from './credentialsOfFile.ts';
import type { SecretFound } from './findings.ts';
import { reachOf, widerThanItSeems, type Reach } from './reach.ts';
import { recogniseSecrets } from './recogniseSecrets.ts';
import { secretRules } from './secretRules.ts';

/** A secret as people and programs may see it: where it stands and what it is, without its value. */
export interface ScanFinding {
  /** Relative to the folder that was scanned, with forward slashes. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly kind: string;
  readonly variable?: string;
  /** `sk_live_… (32 characters)`: the prefix that all keys of the kind have, and the length. */
  readonly masked: string;
  readonly environment: Environment;
  /** Opens only something on one's own machine. */
  readonly local: boolean;
  readonly reach?: Reach;
  /** Says that it opens more than its place suggests. */
  readonly warning?: string;
}

/** Everything secret in one text. */
export function scanText(file: SourceFile): readonly ScanFinding[] {
  const secrets = recogniseSecrets(file.path, file.text);
  if (secrets.length === 0) return [];
  const inFile = environmentOfFile(file);
  const template = isTemplate(file.path) && dotenvNames.some((name) => name.test(baseName(file.path)));
  const path = displayPath(file.path, file.root, file.home ?? '');
  return secrets
    .filter((secret) => !template || !isOfTemplate(secret.kind))
    .map((secret) => {
      const { line, kind, variable, local, start } = secret;
      const environment = environmentOfSecret(secret, inFile);
      const reach = reachOf(kind, variable);
      const warning = local ? undefined : widerThanItSeems({ kind, path, environment, ...(variable === undefined ? {} : { variable }) });
      return {
        path,
        line,
        column: start - file.text.lastIndexOf('\n', start - 1),
        kind,
        ...(variable === undefined ? {} : { variable }),
        masked: maskedValue(secret),
        environment,
        local,
        ...(reach === undefined ? {} : { reach }),
        ...(warning === undefined ? {} : { warning }),
      };
    });
}

/** Prefixes that stand in the vendors' own documentation, longest first: they tell nothing about one secret. */
const prefixes = [...new Set(secretRules.flatMap((rule) => rule.hints.filter((hint) => /^[A-Za-z][\w.-]{1,15}[_.-]$/.test(hint))))].sort(
  (a, b) => b.length - a.length,
);

/** What may be shown of a value: a prefix that every key of the kind has, and its length. */
function maskedValue({ value, kind }: Pick<SecretFound, 'value' | 'kind'>): string {
  const prefix = /^generic\.|password$/i.test(kind) ? '' : (prefixes.find((one) => value.startsWith(one)) ?? '');
  return `${prefix}… (${value.length} characters)`;
}
