import { assertNever, type Effect, type Environment, type Operation, type Verdict } from '../types.ts';
import { leavesPin, type Orders } from './orders.ts';
import type { Policy } from './policy.ts';
import { oneStricter, stricter, type Decision, type Judged } from './verdict.ts';

/** Columns of the decision table. `unknown` is a column only for what is remote: an unmarked local file is local. */
type Column = 'near' | 'staging' | 'unmarked' | 'production';

function columnOf(environment: Environment, remote: boolean): Column {
  switch (environment) {
    case 'production':
      return 'production';
    case 'staging':
      return 'staging';
    case 'development':
    case 'local':
      return 'near';
    case 'unknown':
      return remote ? 'unmarked' : 'near';
    default:
      return assertNever(environment);
  }
}

/** The decision table of docs/architecture.md: one operation, before anything makes it stricter. */
function tableVerdict(operation: Operation): Verdict {
  const column = columnOf(operation.environment, operation.location === 'remote');
  const { effect } = operation;
  switch (effect) {
    case 'read':
    case 'change':
      return column === 'production' && operation.hardToUndo ? 'confirm' : 'allow';
    case 'delete':
    case 'overwrite':
      switch (operation.recovery) {
        case 'recoverable':
          return column === 'production' ? 'confirm' : 'allow';
        case 'window':
          return column === 'production' ? 'type' : 'confirm';
        case 'snapshot':
        case 'none':
          return column === 'production' || column === 'unmarked' ? 'type' : 'confirm';
        default:
          return assertNever(operation.recovery);
      }
    case 'expose':
      return 'deny';
    case 'publish':
    case 'send':
    case 'escalate':
    case 'opaque':
      return column === 'production' ? 'type' : 'confirm';
    case 'disarm':
      return 'type';
    default:
      return assertNever(effect);
  }
}

const effectWords: Readonly<Record<Effect, string>> = {
  read: 'only reads',
  change: 'changes',
  delete: 'deletes',
  overwrite: 'overwrites',
  expose: 'would show a credential',
  publish: 'publishes',
  send: 'sends',
  escalate: 'widens permissions',
  disarm: 'weakens this guard',
  opaque: 'cannot be read',
};

const recoveryWords = {
  recoverable: 'what can be brought back',
  snapshot: 'what no other copy is known of',
  window: 'what its provider keeps for a while',
  none: 'what cannot be brought back',
} as const;

function tableReason(operation: Operation): string {
  const where =
    operation.environment === 'unknown' && operation.location === 'remote' ? 'a remote place that nothing marks' : operation.environment;
  const what =
    operation.effect === 'delete' || operation.effect === 'overwrite'
      ? `${effectWords[operation.effect]} ${recoveryWords[operation.recovery]}`
      : effectWords[operation.effect];
  return `${what}, in ${where}`;
}

/** With the person's orders for the workspace, which no ignored rule undoes. */
function underOrders(judged: Judged, orders: Orders | undefined): Judged {
  if (!orders || judged.effect === 'read') return judged;
  let { verdict } = judged;
  const ordered: string[] = [];
  if (orders.pin !== undefined && leavesPin(orders.pin, judged.environment, judged.location === 'remote')) {
    verdict = verdict === 'allow' ? 'confirm' : oneStricter(verdict);
    ordered.push(`it leaves what agents may touch here, which a person pinned to ${orders.pin}`);
  }
  if (orders.frozenAt !== undefined) {
    verdict = stricter(verdict, 'confirm');
    ordered.push('a person froze this workspace, so agents may only read until they lift it');
  }
  return ordered.length === 0 ? judged : { ...judged, verdict, reasons: [...judged.reasons, ...ordered], ordered };
}

/** What the agent's protocol allows beside a verdict. */
export interface Abilities {
  /** Its results pass through us before the model reads them, so that secrets in plain text can be masked there. */
  readonly masksResults: boolean;
}

/** By the setting that says which credentials are hidden. */
function exposeVerdict(operation: Operation, policy: Policy, abilities: Abilities, reasons: string[]): Verdict {
  switch (policy.hideCredentials) {
    case 'off':
      reasons.push('your settings hide no credentials');
      return 'allow';
    case 'production':
      if (operation.environment !== 'production' && operation.environment !== 'unknown') {
        reasons.push('your settings hide the credentials of production only');
        return 'allow';
      }
      break;
    case 'ask':
    case 'all':
      break;
    default:
      return assertNever(policy.hideCredentials);
  }
  if (operation.maskable && abilities.masksResults) {
    reasons.push('its secrets are masked in what the agent reads');
    return 'allow';
  }
  return policy.hideCredentials === 'ask' ? 'confirm' : tableVerdict(operation);
}

function judge(operation: Operation, policy: Policy, abilities: Abilities): Judged {
  const reasons = [tableReason(operation)];
  let verdict = operation.effect === 'expose' ? exposeVerdict(operation, policy, abilities, reasons) : tableVerdict(operation);
  const destructive =
    (operation.effect !== 'read' && operation.effect !== 'change' && operation.effect !== 'expose') || operation.hardToUndo === true;
  if (destructive && operation.environment !== 'production' && isProductionName(operation, policy)) {
    const asProduction = tableVerdict({ ...operation, environment: 'production' });
    reasons.push('its name is production by your settings');
    verdict = stricter(verdict, asProduction);
  }
  if (operation.least && stricter(verdict, operation.least) !== verdict) {
    verdict = operation.least;
    reasons.push('it reaches a root, a home folder or a disk');
  }
  if (operation.against !== undefined) {
    verdict = verdict === 'allow' ? 'confirm' : oneStricter(verdict);
    reasons.push(`the agent says that it is in ${operation.against} mode, in which it changes nothing`);
  }
  if (verdict === 'allow') return { ...operation, verdict, reasons };
  // `disarm` cannot be ignored: a rule that protects the guard is not one to switch off in passing.
  if (policy.ignoredRules.includes(operation.rule) && operation.effect !== 'disarm')
    return { ...operation, verdict: 'allow', reasons: [...reasons, 'this rule is switched off in your settings'] };
  if (operation.credential?.outside) {
    verdict = oneStricter(verdict);
    reasons.push('it carries a credential from a file that has nothing to do with it');
  }
  if (policy.strictness === 'strict') {
    verdict = oneStricter(verdict);
    reasons.push('strictness is set to strict');
  }
  return { ...operation, verdict, reasons };
}

function isProductionName(operation: Operation, policy: Policy): boolean {
  if (policy.productionNames.length === 0) return false;
  const names = [operation.resource.name, operation.resource.id ?? '', ...operation.evidence.map((evidence) => evidence.text)].map((name) =>
    name.toLowerCase(),
  );
  return policy.productionNames.some((wanted) => wanted !== '' && names.some((name) => name.includes(wanted.toLowerCase())));
}

/** The verdict on a whole action: the strictest of its operations. No operation, nothing to say. */
export function decide(operations: readonly Operation[], policy: Policy, abilities: Abilities = { masksResults: false }): Decision {
  const judged = operations.map((operation) => underOrders(judge(operation, policy, abilities), policy.orders));
  let verdict: Verdict = 'allow';
  for (const operation of judged) verdict = stricter(verdict, operation.verdict);
  const rank: Readonly<Record<Verdict, number>> = { deny: 0, type: 1, confirm: 2, allow: 3 };
  return { verdict, operations: judged.sort((a, b) => rank[a.verdict] - rank[b.verdict]) };
}
