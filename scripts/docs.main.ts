import { readFileSync, writeFileSync } from 'node:fs';
import { ruleDocs } from './ruleDocs.ts';
import { settingsDocs, withSettings } from './settingsDocs.ts';

/** Writes the generated pages. `npm run docs`. */
writeFileSync('docs/rules.md', ruleDocs());
writeFileSync('README.md', withSettings(readFileSync('README.md', 'utf8'), settingsDocs()));
