/**
 * Prisma: the datasource's URL, a literal or `env("NAME")`; the variable itself is read where it stands, in `.env`.
 * Sources: https://prisma.io/docs/orm/reference/prisma-schema-reference,
 * https://www.prisma.io/docs/v6/orm/reference/prisma-config-reference
 */
import { literalAddresses } from '../codeScan.ts';
import { Findings, environmentIn } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const prisma: Recogniser = {
  tool: 'prisma',
  files: [/^(?:schema|[\w-]{1,40})\.prisma$/, /^prisma\.config\.[cm]?[jt]s$/],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'prisma');
    for (const { text, line } of literalAddresses(file.text)) {
      // `prisma://` and `prisma+postgres://` go to the vendor's own proxy; a key tells which database.
      if (/^(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|sqlserver|cockroachdb|prisma(?:\+postgres)?):/.test(text))
        found.address(text, environmentIn(file), line);
    }
    return found;
  },
};
