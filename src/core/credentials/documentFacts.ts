import { dotenvNames, isTemplate } from '../environments/dotenvFile.ts';
import { reviewMcpConfig } from '../mcp/mcpSecrets.ts';
import { baseName } from '../paths.ts';
import type { Environment } from '../types.ts';
import { environmentOfFile, environmentOfSecret, isOfTemplate } from './credentialsOfFile.ts';
import { isCredentialPath } from './credentialPaths.ts';
import { isLocalPassword } from './names.ts';
import { recogniseSecrets } from './recogniseSecrets.ts';

/** A credential in an open document, by its offsets; the value is not in it. */
export interface DocumentFinding {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly variable?: string;
  readonly environment: Environment;
  readonly local: boolean;
}

/** What is to be said of a document that is open. */
export interface DocumentFacts {
  readonly findings: readonly DocumentFinding[];
  readonly environment: Environment;
  /** A file that holds credentials by what it is. */
  readonly credentialFile: boolean;
  readonly dotenv: boolean;
  /** Settings of MCP servers with references in place of the tokens in them, in the way of their client. */
  readonly references?: { readonly client: string; readonly text: string; readonly variables: readonly string[] };
}

/** Longest document that is read as it is typed. */
export const maxDocument = 512 * 1024;

/** Credentials of a document. */
export function documentFacts(path: string, text: string, root?: string): DocumentFacts {
  const file = { path, text, home: '', ...(root === undefined ? {} : { root }) };
  const environment = environmentOfFile(file);
  const dotenv = dotenvNames.some((name) => name.test(baseName(path)));
  const template = dotenv && isTemplate(path);
  const findings = recogniseSecrets(path, text)
    .filter((secret) => !(secret.local && isLocalPassword(secret.value)) && (!template || !isOfTemplate(secret.kind)))
    .map((secret) => ({
      start: secret.start,
      end: secret.end,
      kind: secret.kind,
      environment: environmentOfSecret(secret, environment),
      local: secret.local,
      ...(secret.variable === undefined ? {} : { variable: secret.variable }),
    }));
  const review = findings.length === 0 ? undefined : reviewMcpConfig(path, text);
  const references =
    review?.replaced === undefined ? {} : { references: { client: review.client, text: review.replaced, variables: review.variables } };
  return { findings, environment, credentialFile: isCredentialPath(path), dotenv: dotenv && !template, ...references };
}
