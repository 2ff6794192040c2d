/**
 * Drizzle Kit: `dbCredentials` of the configuration, in a file per environment where `--config` picks one. A text scan: it is code.
 * Source: https://mintlify.com/drizzle-team/drizzle-orm/api/kit/configuration
 */
import { literalAddresses } from '../codeScan.ts';
import { Findings, environmentIn } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const drizzle: Recogniser = {
  tool: 'drizzle',
  files: [/^drizzle(?:[.-][\w-]{1,40})?\.config\.(?:[cm]?[jt]s|json)$/, /^drizzle\.config\.[\w-]{1,40}\.[cm]?[jt]s$/],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'drizzle');
    for (const { text, line, blocks } of literalAddresses(file.text))
      if (blocks.includes('dbCredentials')) found.address(text, environmentIn(file), line);
    return found;
  },
};
