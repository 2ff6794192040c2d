import type { DocumentFinding } from '../../core/credentials/documentFacts.ts';
import { baseName } from '../../core/paths.ts';

/** A replacement of a stretch of a document. */
export interface Fix {
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How each language names a variable of the environment. */
const references: readonly (readonly [files: RegExp, reference: (name: string) => string, quoted: boolean])[] = [
  [/\.(?:[cm]?[jt]sx?|vue|svelte)$/i, (name) => `process.env.${name}`, true],
  [/\.pyw?$/i, (name) => `os.environ["${name}"]`, true],
  [/\.rb$|^Rakefile$/i, (name) => `ENV.fetch("${name}")`, true],
  [/\.php$/i, (name) => `getenv('${name}')`, true],
  [/\.go$/i, (name) => `os.Getenv("${name}")`, true],
  [/\.rs$/i, (name) => `std::env::var("${name}").unwrap()`, true],
  [/\.(?:java|kt|kts)$/i, (name) => `System.getenv("${name}")`, true],
  [/\.cs$/i, (name) => `Environment.GetEnvironmentVariable("${name}")`, true],
  [/\.(?:sh|bash|zsh)$/i, (name) => `$${name}`, false],
  [/\.ps1$/i, (name) => `$env:${name}`, false],
  [/^(?:\.?mcp|mcp_config)\.json$/i, (name) => `\${env:${name}}`, false],
  [/(?:compose[\w.-]*|docker-compose[\w.-]*)\.ya?ml$/i, (name) => `\${${name}}`, false],
  [/\.(?:ya?ml|toml|properties|tf|conf|ini)$/i, (name) => `\${${name}}`, false],
];

/** The credential replaced by a reference to a variable of the environment; undefined where the file's language is not known. */
export function referenceFix(path: string, text: string, finding: DocumentFinding): Fix | undefined {
  const base = baseName(path);
  const row = references.find(([files]) => files.test(base));
  if (!row) return undefined;
  const [, reference, quoted] = row;
  const name = variableName(finding);
  let { start, end } = finding;
  // The whole string becomes the reference, unless the credential is only part of it.
  if (quoted) {
    const quote = text[start - 1] ?? '';
    if (!/["'`]/.test(quote) || text[end] !== quote) return undefined;
    start--;
    end++;
  }
  return { title: `Replace by the variable ${name}`, start, end, text: reference(name) };
}

function variableName({ variable, kind }: DocumentFinding): string {
  const words = (variable ?? kind.replace('.', '_')).replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_');
  const name = words.replaceAll(/^_+|_+$/g, '').toUpperCase();
  return /^[A-Z]/.test(name) ? name : `SECRET_${name}`;
}
