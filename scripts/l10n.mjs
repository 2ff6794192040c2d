// Writes l10n/bundle.l10n.json from the texts in src/extension (`l10n.t('…')`); with --check, only says whether it is in line.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const bundle = path.join(root, 'l10n/bundle.l10n.json');

/** @returns {Record<string, string>} text → text, sorted */
export function extractTexts() {
  const folder = path.join(root, 'src/extension');
  /** @type {Set<string>} */
  const texts = new Set();
  for (const file of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const source = fs.readFileSync(path.join(folder, file), 'utf8');
    const calls = source.match(/\bl10n\s*\.t\(/g)?.length ?? 0;
    const literals = [...source.matchAll(/\bl10n\s*\.t\(\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g)].map((match) => match[1] ?? '');
    if (literals.length !== calls) throw new Error(`${file}: a text of l10n.t is not a plain literal`);
    for (const literal of literals) texts.add(literal.slice(1, -1).replaceAll(/\\(.)/g, '$1'));
  }
  return Object.fromEntries([...texts].sort().map((text) => [text, text]));
}

/** @returns {string} */
export function bundleText() {
  return `${JSON.stringify(extractTexts(), undefined, 2)}\n`;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) {
    fs.mkdirSync(path.dirname(bundle), { recursive: true });
    fs.writeFileSync(bundle, bundleText());
  } else if (!fs.existsSync(bundle) || fs.readFileSync(bundle, 'utf8') !== bundleText()) {
    console.error('l10n/bundle.l10n.json is not in line with src/extension: run node scripts/l10n.mjs');
    process.exitCode = 1;
  }
}
