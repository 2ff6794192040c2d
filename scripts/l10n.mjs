// Writes l10n/bundle.l10n.json from the texts in src/extension (`l10n.t('…')`), puts the translations into its order without what is
// no longer said, and names what they lack; with --check, only says whether the English bundle is in line.
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

/** @returns {readonly string[]} what is not translated: file and key */
export function tidyTranslations() {
  /** @type {string[]} */
  const lacking = [];
  for (const english of [path.join(root, 'package.nls.json'), bundle]) {
    const place = path.dirname(english);
    const stem = path.basename(english, '.json');
    const keys = Object.keys(JSON.parse(fs.readFileSync(english, 'utf8')));
    for (const name of fs.readdirSync(place).filter((each) => each.startsWith(`${stem}.`) && each !== path.basename(english))) {
      const texts = JSON.parse(fs.readFileSync(path.join(place, name), 'utf8'));
      const kept = Object.fromEntries(keys.filter((key) => key in texts).map((key) => [key, texts[key]]));
      fs.writeFileSync(path.join(place, name), `${JSON.stringify(kept, undefined, 2)}\n`);
      lacking.push(...keys.filter((key) => !(key in texts)).map((key) => `${name}: ${key}`));
    }
  }
  return lacking;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) {
    fs.mkdirSync(path.dirname(bundle), { recursive: true });
    fs.writeFileSync(bundle, bundleText());
    for (const each of tidyTranslations()) console.error(`not translated in ${each}`);
  } else if (!fs.existsSync(bundle) || fs.readFileSync(bundle, 'utf8') !== bundleText()) {
    console.error('l10n/bundle.l10n.json is not in line with src/extension: run node scripts/l10n.mjs');
    process.exitCode = 1;
  }
}
