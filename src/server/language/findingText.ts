import type { DocumentFinding } from '../../core/credentials/documentFacts.ts';
import { displayPath } from '../../core/paths.ts';
import type { CredentialPlace, Environment } from '../../core/types.ts';

/** `stripe.key (production)` */
export function findingName({ kind, environment, local }: Pick<DocumentFinding, 'kind' | 'environment' | 'local'>): string {
  return local ? `${kind} (local)` : environment === 'unknown' ? kind : `${kind} (${environment})`;
}

/** What the editor says of a credential that agents or git can see. */
export function findingMessage(finding: DocumentFinding, tracked: boolean): string {
  const name = findingName(finding);
  return tracked
    ? `${name}: git tracks this file, so whoever has the repository has the credential.`
    : `${name}: agents read files like this one. The guard masks it in results where an agent allows that.`;
}

/** Markdown for the hover. No value. */
export function hoverText(
  finding: DocumentFinding,
  value: string,
  others: readonly CredentialPlace[],
  folder: string | undefined,
  more: readonly string[],
): string {
  const mode = /(?:^|[_-])live[_-]/.test(value.slice(0, 16)) ? ' · live' : /(?:^|[_-])test[_-]/i.test(value.slice(0, 16)) ? ' · test' : '';
  const lines = [`**${escape(finding.kind)}** · ${environmentWord(finding)}${mode} · ${finding.end - finding.start} characters`];
  if (others.length > 0) {
    const places = others
      .slice(0, 8)
      .map(
        ({ path, line, variable }) =>
          `- ${escape(displayPath(path, folder, ''))}:${line}${variable === undefined ? '' : ` (${escape(variable)})`}`,
      );
    lines.push(`Also in:\n${places.join('\n')}${others.length > 8 ? `\n- and ${others.length - 8} more` : ''}`);
  }
  lines.push(...more);
  lines.push('Tenth Second keeps its value from agents.');
  return lines.join('\n\n');
}

function environmentWord({ environment, local }: DocumentFinding): string {
  return local ? 'local' : environment === 'unknown' ? 'environment not known' : environment;
}

function escape(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&');
}

/** The lens on top of a dotenv file. */
export function lensText(environment: Environment, secrets: number): string {
  const count = secrets === 0 ? 'no secrets found' : secrets === 1 ? '1 secret' : `${secrets} secrets`;
  return `${environment === 'unknown' ? 'environment not known' : environment} · ${count} · hidden from agents`;
}
