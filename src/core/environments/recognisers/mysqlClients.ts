/**
 * MySQL and MariaDB: groups of option files. `.mylogin.cnf` is obfuscated and not read.
 * Source: https://dev.mysql.com/doc/refman/9.5/en/option-files.html
 */
import { at, iniConfig, textAt } from '../config.ts';
import { Findings, environmentIn } from '../findings.ts';
import { hostEnvironment } from '../hosts.ts';
import type { Recogniser } from '../recogniser.ts';

export const mysqlOptions: Recogniser = {
  tool: 'mysql',
  files: ['.my.cnf', 'my.cnf'],
  userFiles: ['~/.my.cnf'],
  quiet: true,
  recognise(file) {
    const found = new Findings(file, 'mysql');
    for (const [group, value] of iniConfig(file.text).entries) {
      const host = textAt(value, 'host');
      if (host === undefined || !/^(?:client|mysql|mariadb)/.test(group)) continue;
      const line = at(value, 'host')?.line ?? value.line;
      const suffix = group.replace(/^(?:client|mysql|mariadb)[-_]?/, '');
      const environment = hostEnvironment(host).remote ? environmentIn(file, suffix, host, textAt(value, 'database')) : 'local';
      found.host(host, environment, line, suffix === '' ? undefined : suffix);
      if (suffix !== '') found.choice(suffix, 'group', environment, value.line);
      // Groups with a suffix are read only when the command asks for them.
      else found.link('host', host, environment, { line, says: `has ${host} as default host` });
    }
    return found;
  },
};
