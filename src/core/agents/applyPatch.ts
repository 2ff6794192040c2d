import type { Action } from '../types.ts';
import { InvalidPayload } from './payload.ts';
import { moveAction, several } from './tools.ts';

/**
 * The patch envelope of Codex and of the tools that copied it (`*** Begin Patch`, one section for each file).
 * https://github.com/openai/codex/blob/main/codex-rs/apply-patch/apply_patch_tool_instructions.md (unverified)
 * What cannot be read for sure throws: then the call is held.
 */
export function patchActions(patch: string): Action {
  const lines = patch.replaceAll('\r\n', '\n').split('\n');
  const strict = read(lines, false);
  // A marker with a blank before it is one for a tolerant reader, and a line of the file for another: judged as both.
  if (!lines.some((line) => /^\s+\*\*\* /.test(line))) return several(strict);
  return several([...strict, ...read(lines, true)]);
}

function read(lines: readonly string[], tolerant: boolean): readonly Action[] {
  const actions: Action[] = [];
  let section: Section | undefined;
  let began = false;
  let ended = false;
  const close = (): void => {
    if (section) actions.push(...actionsOf(section));
    section = undefined;
  };
  for (const line of lines) {
    const marker =
      /^\*\*\* (Begin Patch|End Patch|Add File: |Update File: |Delete File: |Move to: |End of File|Environment ID: )(.*)$/.exec(
        tolerant || !section ? line.trim() : line.trimEnd(),
      );
    if (!marker) {
      if (section) section.lines.push(line);
      else if (began && !ended && line.trim() !== '') throw new InvalidPayload('the patch has a line outside any file');
      continue;
    }
    const word = marker[1]!.trim();
    const rest = marker[2]!.trim();
    switch (word) {
      case 'Begin Patch':
        began = true;
        break;
      case 'End Patch':
        close();
        ended = true;
        break;
      case 'Move to:':
        if (section?.kind !== 'update' || rest === '') throw new InvalidPayload('the patch moves no file');
        section.to = rest;
        break;
      case 'End of File':
      case 'Environment ID:':
        break;
      default: {
        close();
        if (rest === '') throw new InvalidPayload('the patch names no file');
        section = { kind: word === 'Add File:' ? 'add' : word === 'Update File:' ? 'update' : 'delete', path: rest, lines: [] };
      }
    }
  }
  close();
  if (!began || actions.length === 0) throw new InvalidPayload('the patch could not be read');
  return actions;
}

interface Section {
  readonly kind: 'add' | 'update' | 'delete';
  readonly path: string;
  to?: string;
  readonly lines: string[];
}

function actionsOf({ kind, path, to, lines }: Section): readonly Action[] {
  const withSign = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n');
  switch (kind) {
    case 'add':
      return [{ type: 'write', path, content: `${withSign('+')}\n` }];
    case 'delete':
      return [{ type: 'delete', path }];
    case 'update': {
      const edit: Action = { type: 'edit', path, before: withSign('-'), after: withSign('+') };
      return to === undefined ? [edit] : [edit, moveAction(path, to), { ...edit, path: to }];
    }
  }
}
