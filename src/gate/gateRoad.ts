import type { Mask } from '../core/agents/maskResult.ts';
import { isCredential } from '../core/credentials/findCredentials.ts';
import { maskSecrets, type MaskOptions } from '../core/credentials/maskSecrets.ts';
import { redact } from '../core/credentials/redact.ts';
import { applyMarks } from '../core/environments/marks.ts';
import type { Orders } from '../core/policy/orders.ts';
import { underOrganisation } from '../core/policy/organisation.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Knowledge } from '../core/types.ts';
import { answerQuestions } from '../platform/answers.ts';
import { createKnowledgeStore } from '../platform/knowledge.ts';
import { ordersAt, ordersOf, readOrders } from '../platform/ordersStore.ts';
import { organisationFiles, readOrganisation } from '../platform/organisationPolicy.ts';
import { policyAt, readPolicies } from '../platform/policyStore.ts';
import { createRoad, type Road } from '../platform/road.ts';
import type { StateFolder } from '../platform/stateFolder.ts';
import { homeOf } from './place.ts';

export interface GateRoad extends Road {
  /** What is known of the workspace of a directory, with the marks of its person and settings. */
  known(cwd: string, variables: Readonly<Record<string, string>>): Promise<{ readonly knowledge: Knowledge; readonly orders: Orders }>;
  /** Takes secrets out of a text, those of the workspaces looked at included. */
  redact(text: string): string;
  /** Masks what is secret in results, by the settings of a directory. */
  maskFor(cwd: string): Promise<Mask>;
  close(): Promise<void>;
}

/** The same road as the server's, on what it left on disk: what is known of workspaces, and the policies of their windows. */
export function createGateRoad(state: StateFolder): GateRoad {
  const home = homeOf(state);
  const policies = readPolicies(state.policy);
  const { organisation } = readOrganisation(organisationFiles(state.root));
  const policyHere = (cwd: string): Policy => underOrganisation(policyAt(policies, cwd), organisation);
  const store = createKnowledgeStore({
    home,
    stateFolder: state.root,
    load: true,
    credentialFiles: (folder) => policyHere(folder).credentialFiles,
  });
  const { fingerprint } = store;
  const orders = readOrders(state.policy);
  const known = new Set<Knowledge>();
  const looks = new Map<string, Promise<Knowledge>>();
  const look = (cwd: string, variables: Readonly<Record<string, string>>): Promise<Knowledge> => {
    // Calls judged at the same time (`check --batch`) share one look at the workspace's files.
    const key = JSON.stringify([cwd, variables]);
    const running = looks.get(key);
    if (running) return running;
    const looking = store
      .for(cwd, [], variables)
      .then((knowledge) => {
        known.add(knowledge);
        return knowledge;
      })
      .finally(() => looks.delete(key));
    looks.set(key, looking);
    return looking;
  };
  const road = createRoad({
    knowledge: look,
    policy: (call) => ({ ...policyHere(call.cwd), orders: ordersOf(orders, call) }),
    answer: answerQuestions,
    fingerprint,
    home,
  });
  const isKnown = (word: string): boolean => [...known].some((knowledge) => isCredential(word, { knowledge, fingerprint }));
  return {
    judge: (call, variables) => road.judge(call, variables),
    async known(cwd, variables) {
      const there = ordersAt(orders, cwd);
      const knowledge = applyMarks(await look(cwd, variables), there.marks, policyHere(cwd).productionNames);
      return { knowledge, orders: there };
    },
    redact: (text) => redact(text, isKnown),
    async maskFor(cwd) {
      const knowledge = await look(cwd, {});
      const { hideCredentials } = policyHere(cwd);
      if (hideCredentials === 'off') return (text) => text;
      const hides: NonNullable<MaskOptions['hides']> = ({ environment }) =>
        hideCredentials !== 'production' || environment === 'production' || environment === 'unknown';
      return (text, path) => maskSecrets(path, text, { known: [{ knowledge, fingerprint }], hides });
    },
    async close() {
      await store.flush();
      store.dispose();
    },
  };
}
