/**
 * Turso and libSQL: the database is in the URL's host, `<database>-<organisation>.turso.io`.
 * Source: https://github.com/tursodatabase/turso-cli/blob/main/internal/settings/settings.go, read 2026-06-19; form of the host:
 * https://docs.turso.tech/sdk/http/quickstart (unverified).
 */
import { at, jsonConfig, textAt } from '../config.ts';
import { Findings, environmentOfNames } from '../findings.ts';
import type { Recogniser } from '../recogniser.ts';

export const turso: Recogniser = {
  tool: 'turso',
  files: [],
  userFiles: ['{TURSO_CONFIG_FOLDER:~/.config/turso}/settings.json'],
  domains: ['turso.io'],
  recognise(file) {
    const found = new Findings(file, 'turso');
    const config = jsonConfig(file.text);
    const name = textAt(config, 'organization');
    if (name === undefined) return found;
    return found.link('account', name, environmentOfNames(name), {
      line: at(config, 'organization')?.line,
      says: `has the organisation ${name} selected`,
    });
  },
};
