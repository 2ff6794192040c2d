import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Knowledge } from '../../src/core/types.ts';
import { createKnowledgeStore, type KnowledgeStore } from '../../src/platform/knowledge.ts';
import type { Sandbox } from './repository.ts';

/** What the guard knows of a sandbox's workspace. Sandbox and store are gone after the tests of the file. */
export function knowledgeOf(sandbox: Sandbox): { readonly store: KnowledgeStore; readonly knowledge: (cwd: string) => Promise<Knowledge> } {
  mkdirSync(join(sandbox.root, 'state'), { mode: 0o700 });
  const store = createKnowledgeStore({ home: sandbox.home, stateFolder: join(sandbox.root, 'state') });
  after(async () => {
    await store.flush();
    store.dispose();
    sandbox.remove();
  });
  return { store, knowledge: (cwd) => store.for(cwd, [sandbox.workspace]) };
}
