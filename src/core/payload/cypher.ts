/** What a statement of Cypher would do beyond reading and adding. */
export interface CypherFinding {
  readonly kind: 'deleteAll' | 'deleteSome' | 'dropDatabase' | 'dropSchema';
  /** Database, label, index or constraint; empty when none is named. */
  readonly name: string;
}

/** Procedures that run Cypher from strings are opened this deep. */
const maxDepth = 3;

/** Longest text that is read. */
const maxText = 512 * 1024;

interface Stripped {
  /** Strings and comments blanked out, back-quoted names kept. */
  readonly text: string;
  readonly strings: readonly string[];
}

function strip(source: string): Stripped {
  const strings: string[] = [];
  const text = source.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|'(?:[^'\\]|\\[^]?)*(?:'|$)|"(?:[^"\\]|\\[^]?)*(?:"|$)/g, (piece) => {
    if (piece[0] === '/') return ' ';
    strings.push(piece.slice(1, -1).replace(/\\(['"\\])/g, '$1'));
    return "''";
  });
  return { text, strings };
}

/** Reads a script: statements of Cypher, as Neo4j and Memgraph take them. https://neo4j.com/docs/cypher-manual/current/clauses/delete/ */
export function classifyCypher(source: string, depth = 0): readonly CypherFinding[] {
  const findings: CypherFinding[] = [];
  const { text, strings } = strip(source.slice(0, maxText));
  for (const statement of text.split(';')) {
    const drop =
      /\b(?:DROP|CREATE\s+OR\s+REPLACE)\s+(?:COMPOSITE\s+)?(DATABASE|INDEX|CONSTRAINT|GRAPH|USER|ROLE|ALIAS)\s+(?:IF\s+EXISTS\s+)?(?:ON\s+)?[`]?([\w.$-]*)/i.exec(
        statement,
      );
    if (drop && !(/^CREATE/i.test(drop[0]) && !/DATABASE/i.test(drop[1]!)))
      findings.push({ kind: /DATABASE|GRAPH/i.test(drop[1]!) ? 'dropDatabase' : 'dropSchema', name: drop[2]! });
    if (/(?:^|[\s)}])(?:DETACH\s+|NODETACH\s+)?DELETE\s+[\w`(]/i.test(statement) && !/\bON\s+DELETE\b/i.test(statement))
      findings.push(deletion(statement));
  }
  // apoc.periodic.iterate('MATCH (n) RETURN n', 'DETACH DELETE n') and the like: the strings are Cypher, each of its own.
  if (depth < maxDepth && /\bapoc\.|\bCALL\s+db\./i.test(text)) {
    const inner = strings.flatMap((string) => classifyCypher(string, depth + 1));
    // The first string chooses what the second deletes.
    const chosen = strings.some((string) => isRestricted(string));
    for (const finding of inner) findings.push(finding.kind === 'deleteAll' && chosen ? { ...finding, kind: 'deleteSome' } : finding);
  }
  return findings;
}

/** What a statement makes says nothing of what it deletes. */
const made = /\b(?:CREATE|MERGE)\b(?:(?!\b(?:MATCH|WITH|UNWIND|CALL|DETACH|NODETACH|DELETE|FOREACH)\b)[\s\S])*/gi;

function deletion(whole: string): CypherFinding {
  const statement = whole.replace(made, ' ');
  const label = /\(\s{0,20}\w{0,60}\s{0,20}:\s{0,20}`?([\w-]{1,100})/.exec(statement)?.[1] ?? '';
  return { kind: isRestricted(statement) ? 'deleteSome' : 'deleteAll', name: label };
}

/** `WHERE n.id = 3`, `{id: 3}`, `LIMIT 10` without a loop around it. `WHERE true` restricts nothing. */
function isRestricted(statement: string): boolean {
  const where = /\bWHERE\s+([\s\S]*?)(?=\b(?:DETACH|NODETACH|DELETE|RETURN|WITH|SET|REMOVE|LIMIT)\b|$)/i.exec(statement)?.[1]?.trim();
  if (where !== undefined && !/^\(?\s*(?:true|1\s*=\s*1|NOT\s+false|\w+\s+IS\s+NOT\s+NULL)\s*\)?$/i.test(where)) return true;
  return /[([][^()[\]{}]{0,100}\{[^{}:]{0,100}:[^{}]{0,300}\}/.test(statement.replace(/\bCALL\s{0,20}\{[\s\S]*$/i, ''));
}
