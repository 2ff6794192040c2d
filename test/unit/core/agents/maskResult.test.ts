import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskClaudeResult, maskGeminiResult } from '../../../../src/core/agents/maskResult.ts';

const mask = (text: string): string => text.replaceAll('hunter2', '‹secret›');

test('Claude Code gets a result of the same shape', () => {
  const payload = {
    hook_event_name: 'PostToolUse',
    tool_name: 'Read',
    tool_input: { file_path: '/w/a.sh' },
    tool_response: { type: 'text', file: { filePath: '/w/a.sh', content: 'a\nhunter2\n', numLines: 2 } },
  };
  const result = maskClaudeResult(payload, mask);
  assert.equal(result?.changed, true);
  assert.deepEqual(JSON.parse(result?.reply.stdout ?? ''), {
    hookSpecificOutput: {
      hookEventName: 'PostToolUse',
      updatedToolOutput: { type: 'text', file: { filePath: '/w/a.sh', content: 'a\n‹secret›\n', numLines: 2 } },
    },
  });
  assert.deepEqual(maskClaudeResult({ ...payload, tool_response: { stdout: 'fine' } }, mask), {
    changed: false,
    reply: { code: 0, stdout: '', stderr: '' },
  });
  assert.equal(maskClaudeResult({ ...payload, hook_event_name: 'PreToolUse' }, mask), undefined);
});

test('Gemini CLI gets the masked text in place of the result', () => {
  const payload = {
    hook_event_name: 'AfterTool',
    tool_input: {},
    tool_response: { llmContent: 'Output: hunter2', returnDisplay: 'hunter2' },
  };
  const result = maskGeminiResult(payload, mask);
  const answer = JSON.parse(result?.reply.stdout ?? '') as { decision: string; reason: string };
  assert.equal(answer.decision, 'deny');
  assert.match(answer.reason, /Output: ‹secret›/);
  assert.doesNotMatch(answer.reason, /hunter2/);
  const parts = maskGeminiResult({ ...payload, tool_response: { llmContent: [{ text: 'a hunter2' }, { text: 'b' }] } }, mask);
  assert.match(parts?.reply.stdout ?? '', /a ‹secret›\\nb/);
  assert.equal(maskGeminiResult({ ...payload, tool_response: { llmContent: 'fine' } }, mask)?.changed, false);
  assert.equal(maskGeminiResult({ hook_event_name: 'BeforeTool' }, mask), undefined);
});

test('whatever a payload holds, nothing is thrown', () => {
  for (const response of [null, 1, 'hunter2', [], [['hunter2']], { a: { b: null } }, undefined]) {
    const payload = { hook_event_name: 'PostToolUse', ...(response === undefined ? {} : { tool_response: response }) };
    maskClaudeResult(payload, mask);
    maskGeminiResult({ ...payload, hook_event_name: 'AfterTool' }, mask);
  }
});
