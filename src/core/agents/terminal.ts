import { agentIds, type AgentId, type Json } from '../types.ts';
import { exitTwo, longestHold, type Decoded, type Dialect } from './adapter.ts';
import { callOf, directoryField, fieldsOf, guarded, InvalidPayload, textsOf } from './payload.ts';

/**
 * The dialect of guarded terminals: `{agent, session, cwd}` with `words` (a shim has them as the program would get them) or `line`
 * (the guard of a shell has a command before it is expanded). A terminal waits as long as it takes.
 */
export const terminal: Dialect = {
  id: 'terminal',
  displayName: 'A terminal',
  recognise: () => true,
  decode: (payload) => guarded(() => decode(payload)),
  encode: (answer) => (answer.type === 'deny' ? exitTwo(answer.reason) : { code: 0, stdout: '', stderr: '' }),
  failure: (reason) => exitTwo(`Tenth Second could not judge this command, so it did not run: ${reason}`),
  waits: longestHold,
};

function decode(payload: Json): Decoded {
  const fields = fieldsOf(payload, 'input');
  const about = { session: fields.text('session'), cwd: directoryField(fields, 'cwd') };
  const words = fields.optionalList('words');
  const command = words === undefined ? fields.text('line') : textsOf(words, 'input.words').map(quoted).join(' ');
  return { type: 'call', call: callOf(agentFrom(fields.text('agent')), about, { type: 'command', command, shell: 'posix' }), inner: true };
}

function agentFrom(text: string): AgentId {
  const agent = agentIds.find((id) => id === text);
  if (agent === undefined) throw new InvalidPayload('input.agent is not known');
  return agent;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
