import { createHash } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { classify, type Classification } from '../core/classify.ts';
import { decide, type Abilities } from '../core/policy/decide.ts';
import { applyMarks } from '../core/environments/marks.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Decision } from '../core/policy/verdict.ts';
import { questionKey, type Answer, type Call, type Facts, type Knowledge, type Question } from '../core/types.ts';

/** A call with what it would do and what the decision table says of it. */
export interface Judgement {
  readonly call: Call;
  readonly decision: Decision;
  /**
   * What a confirmation is bound to: session, agent, directory, exact action, the operations found (resource, environment) and
   * the content of every script and request body that was read. Any difference is another action.
   */
  readonly digest: string;
}

export interface RoadPorts {
  /** Knowledge of the workspace that contains the directory; the agent's variables may name more files (`KUBECONFIG`). */
  readonly knowledge: (cwd: string, variables: Readonly<Record<string, string>>) => Promise<Knowledge>;
  /** With the orders of the person for the workspace. */
  readonly policy: (call: Call) => Policy;
  readonly answer: (questions: readonly Question[]) => Promise<ReadonlyMap<string, Answer>>;
  /** Credential files that a person gave to the call's session. */
  readonly given?: (call: Call) => readonly string[];
  /** Keyed hash of a possible secret. */
  readonly fingerprint: (value: string) => string;
  readonly home?: string;
  readonly temporary?: readonly string[];
}

export interface JudgeMore extends Partial<Abilities> {
  /** It runs already: what is not there may have been there, so nothing counts as missing. */
  readonly started?: boolean;
}

export interface Road {
  /** `decode`d call in, verdict out; the same with a server and without. Rejects only on a bug: the caller answers with deny. */
  judge(call: Call, variables: Readonly<Record<string, string>>, more?: JudgeMore): Promise<Judgement>;
}

/** Questions and rounds are counted, not seconds: a verdict never depends on load. What is over budget is judged by the worst. */
const maxQuestions = 200;
const maxRounds = 8;

export function createRoad(ports: RoadPorts): Road {
  const home = ports.home ?? homedir();
  const temporary = ports.temporary ?? scratch();
  const marked = rememberMarks();
  return {
    async judge(call, variables, more = {}) {
      const policy = ports.policy(call);
      const { orders } = policy;
      const given = ports.given?.(call) ?? [];
      const knowledge = marked(await ports.knowledge(call.cwd, variables), policy);
      const answers = new Map<string, Answer>();
      const facts = (exhausted: boolean): Facts => ({
        home,
        temporary,
        platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
        variables,
        knowledge,
        protectedPaths: policy.protectedPaths,
        credentialFiles: policy.credentialFiles,
        ...(orders?.frozenAt === undefined ? {} : { frozen: true }),
        ...(orders?.pin === undefined ? {} : { pin: orders.pin }),
        given,
        answers,
        exhausted,
        fingerprint: ports.fingerprint,
        decodeBase64,
      });
      let result = classify(call, facts(false));
      for (let round = 0; result.questions.length > 0; round++) {
        const open = result.questions.slice(0, maxQuestions - answers.size);
        if (open.length === 0 || round >= maxRounds) {
          result = classify(call, facts(true));
          break;
        }
        for (const [key, answer] of await ports.answer(open)) answers.set(key, more.started === true ? asIfThere(answer) : answer);
        for (const question of open) {
          const key = questionKey(question);
          if (!answers.has(key)) answers.set(key, { type: 'unknown', reason: 'not answered' });
        }
        result = classify(call, facts(false));
      }
      const decision = decide(result.operations, policy, { masksResults: more.masksResults === true });
      return { call, decision, digest: digestOf(call, decision, result, answers) };
    },
  };
}

/** The same knowledge under the same marks is put together once. */
function rememberMarks(): (knowledge: Knowledge, policy: Policy) => Knowledge {
  const known = new WeakMap<Knowledge, { readonly key: string; readonly result: Knowledge }>();
  return (knowledge, policy) => {
    const marks = policy.orders?.marks ?? [];
    if (marks.length === 0 && policy.productionNames.length === 0) return knowledge;
    const key = JSON.stringify([marks, policy.productionNames]);
    const before = known.get(knowledge);
    if (before?.key === key) return before.result;
    const result = applyMarks(knowledge, marks, policy.productionNames);
    known.set(knowledge, { key, result });
    return result;
  };
}

function digestOf(call: Call, decision: Decision, result: Classification, answers: ReadonlyMap<string, Answer>): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([call.agent, call.session, call.subagent ?? '', call.cwd, call.action]));
  for (const operation of decision.operations)
    hash.update(
      JSON.stringify([
        operation.rule,
        operation.effect,
        operation.resource.kind,
        operation.resource.name,
        operation.resource.id ?? '',
        operation.environment,
        operation.verdict,
      ]),
    );
  const read = new Set(result.reads);
  for (const [key, answer] of answers)
    if (answer.type === 'text' && [...read].some((path) => key.endsWith(` ${path}`))) hash.update(JSON.stringify([key, answer.text]));
  return hash.digest('hex');
}

function asIfThere(answer: Answer): Answer {
  return answer.type === 'path' && answer.kind === 'missing' ? { type: 'unknown', reason: 'it may be gone already' } : answer;
}

function decodeBase64(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // Not text: nothing a shell or an interpreter would run as a script.
  }
}

/** Not TMPDIR: some agents load the workspace's `.env` into their hooks, which would make any folder scratch. */
function scratch(): readonly string[] {
  if (process.platform === 'win32') return [tmpdir()];
  return [
    '/tmp',
    '/var/tmp',
    ...(process.platform === 'darwin' ? ['/private/tmp', '/private/var/tmp', '/var/folders', '/private/var/folders'] : []),
  ];
}
