import { classifySql } from '../../payload/sql.ts';
import { lexSql, sqlModes } from '../../payload/sqlLexer.ts';

const beginnings = new Set(['SELECT', 'SHOW', 'EXPLAIN', 'DESCRIBE', 'DESC', 'VALUES', 'TABLE', 'WITH', 'PRAGMA']);

/** What makes a statement that begins like a query do more. `PRAGMA x = y` sets. */
const doers = new Set('INSERT UPDATE DELETE MERGE REPLACE INTO ANALYZE ANALYSE CALL EXEC EXECUTE DO SET LOCK COPY ATTACH LOAD'.split(' '));

/** Functions that act: https://www.postgresql.org/docs/current/functions-admin.html, functions-sequence.html. */
const actingFunction =
  /^(?:nextval|setval|set_config|lo_\w+|dblink\w*|pg_(?:terminate|cancel|reload|rotate|promote|switch|create|drop|replication|logical|advisory|try_advisory|start|stop|backup|wal_replay|import|export|notify|sleep|read|file|ls|stat_reset|log_backend)\w*|load_extension|load_file|writefile|readfile|edit|xp_\w+|sp_\w+|openrowset|get_lock|release_lock|sleep|benchmark|sys_\w+)$/i;

/** Commands of psql that only describe: https://www.postgresql.org/docs/current/app-psql.html */
const describing = /^\\(?:d\w*\+?|l\+?|z|sf\+?|sv\+?|conninfo|timing|x|pset|a|t|q|echo|h|\?)(?:\s[^`|]*)?$/;

/** Whether a text of SQL is nothing but queries and descriptions. */
export function sqlReadsOnly(text: string): boolean {
  if (text.trim() === '' || text.length > 100_000 || classifySql(text).length > 0) return false;
  let first = true;
  let pragma = false;
  const tokens = lexSql(text, sqlModes.standard);
  for (const [i, token] of tokens.entries()) {
    if (token.template) return false;
    if (token.type === 'break') {
      first = true;
      pragma = false;
      continue;
    }
    if (token.type === 'meta') {
      if (!describing.test(token.text.trim())) return false;
      first = true;
      continue;
    }
    if (first) {
      if (token.type === 'punct' && token.text === '(') continue;
      if (!beginnings.has(token.upper)) return false;
      pragma = token.upper === 'PRAGMA';
      first = false;
      continue;
    }
    if (pragma && token.type === 'punct' && token.text === '=') return false;
    if (doers.has(token.upper)) return false;
    if ((token.type === 'word' || token.type === 'quoted') && tokens[i + 1]?.text === '(' && actingFunction.test(token.text)) return false;
  }
  return true;
}
