import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { root } from '../../../../scripts/rig.mjs';
import { transcripts } from '../../../../src/core/agents/transcripts.ts';
import type { JsonObject } from '../../../../src/core/agents/payload.ts';
import { TranscriptWatch } from '../../../../src/platform/transcriptWatch.ts';
import { createSandbox, type Sandbox } from '../../../support/sandbox.ts';

/** Lines of real sessions that ran `ls` and `false`, with what is long cut off. */
const captured = JSON.parse(readFileSync(path.join(root, 'test/fixtures/agents/transcripts.json'), 'utf8')) as Record<string, JsonObject[]>;

for (const { agent, read } of transcripts)
  test(`${agent}: what its lines say`, () => {
    const lines = captured[agent]!.map(read);
    const called = lines.flatMap((line) => line.called ?? []);
    const ran = lines.flatMap((line) => line.ran ?? []);
    assert.ok(called.length > 0 && ran.length > 0);
    for (const id of ran)
      assert.ok(
        called.some((each) => each.id === id),
        id,
      );
    if (agent !== 'gemini-cli') assert.ok(lines.some(({ cwd }) => cwd === '/workspace'));
    if (agent !== 'copilot-cli') assert.ok(lines.some(({ session }) => session !== undefined));
    // A command that failed is a call that ran, where the agent tells it from one that never did.
    assert.equal(ran.length, agent === 'claude-code' || agent === 'qwen-code' ? 1 : 2);
  });

describe('a home with transcripts', () => {
  let sandbox: Sandbox;
  let folder: string;
  let watch: TranscriptWatch;
  beforeEach(() => {
    sandbox = createSandbox('transcripts');
    folder = path.join(sandbox.folder, 'my shop');
    watch = new TranscriptWatch(sandbox.home, {});
  });
  afterEach(() => sandbox.dispose());

  const slug = (): string => folder.replaceAll(/[^a-zA-Z0-9]/g, '-');
  const places: Readonly<Record<string, () => string>> = {
    'claude-code': () => `.claude/projects/${slug()}/5be0d037.jsonl`,
    codex: () => '.codex/sessions/2026/11/29/rollout-2026-11-29T02-05-16-01a2250c.jsonl',
    'gemini-cli': () => '.gemini/tmp/my-shop/chats/session-2026-11-29T02-05-2718300d.jsonl',
    'qwen-code': () => `.qwen/projects/${slug()}/chats/aaca13f0.jsonl`,
    'copilot-cli': () => '.copilot/session-state/b62ffc4e/events.jsonl',
  };
  const lines = (agent: string): string =>
    captured[agent]!.map((line) => `${JSON.stringify(line).replaceAll('/workspace', folder)}\n`).join('');

  for (const { agent } of transcripts)
    test(`${agent}: what was there before is no news; what runs afterwards is, once, and in this folder only`, () => {
      const file = path.join(sandbox.home, places[agent]!());
      mkdirSync(path.dirname(file), { recursive: true });
      if (agent === 'gemini-cli') writeFileSync(path.join(path.dirname(file), '../.project_root'), folder);
      writeFileSync(file, lines(agent));
      assert.deepEqual(watch.look([folder]), []);
      const text = lines(agent);
      // Cut in the middle of a line, as a file that is written has it.
      const cut = text.length - 20;
      appendFileSync(file, text.slice(0, cut));
      const first = watch.look([folder]);
      appendFileSync(file, text.slice(cut));
      const ran = [...first, ...watch.look([folder])];
      assert.ok(ran.length > 0, 'it is told');
      for (const each of ran) assert.equal(each.agent, agent);
      assert.ok(ran.every(({ session }) => session !== ''));
      assert.deepEqual(watch.look([folder]), []);
      appendFileSync(file, text);
      assert.deepEqual(watch.look([path.join(sandbox.folder, 'another')]), []);
    });

  test('a new file is read from its beginning, one that is not JSON is left alone', () => {
    assert.deepEqual(watch.look([folder]), []);
    const file = path.join(sandbox.home, places['claude-code']!());
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `oops\n${lines('claude-code')}`);
    assert.equal(watch.look([folder]).length, 1);
  });

  test('a sub-agent of Codex calls under another session, and is left aside', () => {
    watch.look([folder]);
    const file = path.join(sandbox.home, places['codex']!());
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, lines('codex').replace('"thread_source":"user"', '"thread_source":"subagent"'));
    assert.deepEqual(watch.look([folder]), []);
  });
});
