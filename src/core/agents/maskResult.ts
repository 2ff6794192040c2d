import type { Json } from '../types.ts';
import type { HookReply } from './adapter.ts';
import { isObject } from './payload.ts';

/** A tool's result as the model may read it. */
export interface MaskedResult {
  /** False when there was nothing to mask: the reply leaves the result as it is. */
  readonly changed: boolean;
  readonly reply: HookReply;
}

/** Masks one text of a result. `path` is the file that it comes from, if the result says so. */
export type Mask = (text: string, path: string) => string;

/**
 * Claude Code's PostToolUse: `updatedToolOutput` replaces what the model reads; it has to have the shape of the tool's own output
 * (https://code.claude.com/docs/en/hooks, and as seen in 2.1.329). Undefined for every other event.
 */
export function maskClaudeResult(payload: Json, mask: Mask): MaskedResult | undefined {
  if (!isObject(payload) || payload['hook_event_name'] !== 'PostToolUse') return undefined;
  const response = payload['tool_response'];
  const masked = maskJson(response ?? null, mask, pathIn(payload['tool_input']));
  if (!masked.changed) return { changed: false, reply: { code: 0, stdout: '', stderr: '' } };
  const hookSpecificOutput = { hookEventName: 'PostToolUse', updatedToolOutput: masked.value };
  return { changed: true, reply: { code: 0, stdout: JSON.stringify({ hookSpecificOutput }), stderr: '' } };
}

/**
 * Gemini CLI's AfterTool: a `deny` replaces the result by its reason (https://geminicli.com/docs/hooks/reference/, and as seen in
 * 0.61.0). Undefined for every other event.
 */
export function maskGeminiResult(payload: Json, mask: Mask): MaskedResult | undefined {
  if (!isObject(payload) || payload['hook_event_name'] !== 'AfterTool') return undefined;
  const response = payload['tool_response'];
  const content = isObject(response) ? (response['llmContent'] ?? null) : null;
  const masked = maskJson(content, mask, pathIn(payload['tool_input']));
  const error = isObject(response) && isObject(response['error']) ? maskJson(response['error']['message'] ?? null, mask, '') : undefined;
  if (!masked.changed && !error?.changed) return { changed: false, reply: { code: 0, stdout: '{}', stderr: '' } };
  const text = textsIn(masked.changed ? masked.value : error!.value).join('\n');
  const reason = `Not an error: this is the result of the tool, in which Tenth Second masked secrets.\n${text}`;
  return { changed: true, reply: { code: 0, stdout: JSON.stringify({ decision: 'deny', reason }), stderr: '' } };
}

function pathIn(input: Json | undefined): string {
  if (!isObject(input)) return '';
  const path = input['file_path'] ?? input['absolute_path'] ?? input['path'] ?? input['notebook_path'];
  return typeof path === 'string' ? path : '';
}

/** Nested deeper, a result is not gone through: no tool answers so. */
const maxDepth = 40;

function maskJson(value: Json, mask: Mask, path: string, depth = 0): { readonly value: Json; readonly changed: boolean } {
  if (typeof value === 'string') {
    const masked = mask(value, path);
    return { value: masked, changed: masked !== value };
  }
  if (typeof value !== 'object' || value === null || depth > maxDepth) return { value, changed: false };
  let changed = false;
  const inside = (one: Json): Json => {
    const masked = maskJson(one, mask, path, depth + 1);
    changed ||= masked.changed;
    return masked.value;
  };
  if (Array.isArray(value)) {
    const list = (value as readonly Json[]).map(inside);
    return { value: changed ? list : value, changed };
  }
  const object = Object.fromEntries(Object.entries(value as { readonly [key: string]: Json }).map(([key, one]) => [key, inside(one)]));
  return { value: changed ? object : value, changed };
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn);
  return isObject(value) ? (typeof value['text'] === 'string' ? [value['text']] : Object.values(value).flatMap(textsIn)) : [];
}
