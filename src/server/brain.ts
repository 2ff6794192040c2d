import { homedir } from 'node:os';
import { join } from 'node:path';
import { findCredentials, isCredential } from '../core/credentials/findCredentials.ts';
import { credentialFileViews } from '../core/credentials/credentialFileViews.ts';
import { maskSecrets } from '../core/credentials/maskSecrets.ts';
import { reachLines } from '../core/credentials/reachText.ts';
import { redact } from '../core/credentials/redact.ts';
import { applyMarks } from '../core/environments/marks.ts';
import { linksOf, summarise } from '../core/environments/summary.ts';
import { questionKey, type Knowledge } from '../core/types.ts';
import { answerQuestions } from '../platform/answers.ts';
import { gitIdentity } from '../platform/gitUserConfig.ts';
import { FolderWatch } from '../platform/folderWatch.ts';
import { createKnowledgeStore } from '../platform/knowledge.ts';
import { createRoad } from '../platform/road.ts';
import { readText } from '../platform/workspaceFiles.ts';
import type { StateFolder } from '../platform/stateFolder.ts';
import { Analyst } from './language/analyst.ts';
import { coalesce } from './coalesce.ts';
import { createJobThreads } from './jobThread.ts';
import { FileReader } from './fileReader.ts';
import { createJournalKeeper } from './journalKeeper.ts';
import type { ServerParts } from './parts.ts';

const maxKnown = 16;

type Variables = Readonly<Record<string, string>>;

/** The real parts: what is known of workspaces, the journal, the rules. */
export async function createParts(state: StateFolder, isOwner: () => boolean, lookTime: number): Promise<ServerParts> {
  let credentialFiles = (_folder: string): readonly string[] => [];
  const reader = new FileReader(join(__dirname, 'server.js'), state.root);
  const store = createKnowledgeStore({
    home: homedir(),
    stateFolder: state.root,
    credentialFiles: (folder) => credentialFiles(folder),
    readFiles: (paths, root, home) => reader.read(paths, root, home),
  });
  const { fingerprint } = store;
  const known = new Map<string, Knowledge>();
  const listeners = new Set<() => void>();
  let folders: readonly string[] = [];

  // Checking thousands of files costs milliseconds: a burst of calls from one folder shares them.
  const read = coalesce(
    (cwd: string, variables: Variables) => JSON.stringify([cwd, folders, variables]),
    (cwd, variables) => store.for(cwd, folders, variables),
  );
  /** Every look at a workspace goes through here, so that a change is noticed whoever finds it. */
  const look = async (cwd: string, variables: Variables = {}): Promise<Knowledge> => {
    const found = await read(cwd, variables);
    const key = found.roots.join('\n');
    if (known.get(key) !== found) {
      known.delete(key);
      known.set(key, found);
      if (known.size > maxKnown) known.delete(known.keys().next().value!);
      for (const listener of listeners) listener();
    }
    return found;
  };
  const analyst = new Analyst(join(__dirname, 'server.js'));
  const isKnown = (word: string): boolean => {
    for (const knowledge of known.values()) if (isCredential(word, { knowledge, fingerprint })) return true;
    return false;
  };
  const clean = (text: string): string => redact(text, isKnown);
  let looking = false;
  let again = false;
  const lookAtAll = async (): Promise<void> => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      for (const folder of folders) await look(folder);
      watch.set(store.watched(folders));
    } catch {
      // A folder that cannot be read is found out, and held against the call, when a call comes from it.
    } finally {
      looking = false;
      if (again) {
        again = false;
        void lookAtAll();
      }
    }
  };
  const watch = new FolderWatch(() => void lookAtAll());
  const timer = setInterval(() => void lookAtAll(), lookTime);
  return {
    redact: clean,
    journal: await createJournalKeeper({ state, redact: clean, isOwner }),
    gitIdentity,
    jobs: createJobThreads(join(__dirname, 'server.js')),
    createRoad(policy, given, wanted) {
      credentialFiles = wanted;
      return createRoad({ knowledge: look, policy, given, answer: answerQuestions, fingerprint });
    },
    mask: (text, path, hides) =>
      maskSecrets(path, text, { known: [...known.values()].map((knowledge) => ({ knowledge, fingerprint })), hides }),
    async credentials(wanted) {
      const [first] = wanted;
      return first === undefined ? [] : credentialFileViews((await store.for(first, wanted)).credentials, wanted);
    },
    look: () => void lookAtAll(),
    async surroundings(wanted, policy) {
      const [first] = wanted;
      if (first === undefined) return { environment: 'none', label: '', links: [] };
      const knowledge = applyMarks(await store.for(first, wanted), policy.orders?.marks ?? [], policy.productionNames);
      return { ...summarise(knowledge, wanted), links: linksOf(knowledge, wanted) };
    },
    language: {
      read: (path, text, root) => analyst.read(path, text, root),
      placesOf(value) {
        const places = [...known.values()].flatMap((knowledge) => findCredentials(value, { knowledge, fingerprint }));
        return [...new Map(places.map((place) => [`${place.path}:${place.line}`, place])).values()];
      },
      reach: ({ kind, variable, environment }, path) =>
        reachLines({ kind, environment, path, ...(variable === undefined ? {} : { variable }) }).map(({ text, source }) =>
          source === undefined ? text : `${text} ([source](${source}))`,
        ),
      async isTracked(path) {
        const answer = (await answerQuestions([{ type: 'git', path }])).get(questionKey({ type: 'git', path }));
        return answer?.type === 'git' && answer.tracked;
      },
      readText,
    },
    openFolders(open) {
      folders = [...new Set(open)];
      void lookAtAll();
    },
    onKnowledge(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      clearInterval(timer);
      analyst.dispose();
      reader.dispose();
      watch.close();
      await store.flush();
      store.dispose();
    },
  };
}
