import type { Decision, Judged } from '../../core/policy/verdict.ts';
import type { Verdict } from '../../core/types.ts';

/** Exit codes of `check`: a contract. */
export const exitCodes: Readonly<Record<Verdict, number>> = { allow: 0, confirm: 10, type: 11, deny: 12 };

/** What `check --json` and `--batch` print: a contract. Fields are only ever added. */
export function decisionJson(decision: Decision): object {
  return { verdict: decision.verdict, operations: decision.operations.map(operationJson) };
}

function operationJson(operation: Judged): object {
  const { effect, resource, environment, location, recovery, rule, verdict, title, evidence, notes, reasons, safer, credential } =
    operation;
  const { ordered, masked } = operation;
  return {
    effect,
    resource,
    environment,
    rule,
    evidence,
    verdict,
    title,
    location,
    recovery,
    reasons,
    notes,
    safer,
    credential,
    ordered,
    masked,
  };
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  allow: 'allow: the agent goes on',
  confirm: 'confirm: a person is asked',
  type: 'type: a person types the name of the resource',
  deny: 'deny: it does not run',
};

/** For people. */
export function decisionText(decision: Decision): string {
  const lines = [verdictWords[decision.verdict]];
  for (const operation of decision.operations) {
    lines.push(
      '',
      `${operation.verdict}  ${operation.title} (${operation.environment})`,
      `  rule      ${operation.rule}, effect ${operation.effect}`,
    );
    lines.push(`  why       ${operation.reasons.join('; ')}`);
    for (const { text } of operation.evidence) lines.push(`  evidence  ${text}`);
    for (const note of operation.notes) lines.push(`  note      ${note}`);
    if (operation.credential)
      lines.push(
        `  carries   ${operation.credential.variable ?? 'a credential'} from ${operation.credential.path}:${operation.credential.line}`,
      );
    if (operation.masked !== undefined) lines.push(...operation.masked.split('\n').map((line) => `  may know  ${line}`));
    if (operation.safer !== undefined) lines.push(`  safer     ${operation.safer}`);
  }
  if (decision.operations.length === 0) lines.push('', 'No rule has anything to say.');
  return `${lines.join('\n')}\n`;
}
