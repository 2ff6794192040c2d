import { readJson, isJsonObject } from '../../payload/json.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import type { Json } from '../../types.ts';
import { after, optionValue, readArguments, type Arguments } from '../arguments.ts';
import { judgeGraphql, unreadableBody } from '../http/judgeGraphql.ts';
import { isMissing } from '../missing.ts';
import type { Draft, RuleContext, Target, Tool } from '../rule.ts';
import { verbTool } from '../verbTool.ts';
import { railwayRules } from './rules.ts';

const valued = new Set(
  (
    '-e --environment -s --service -p --project -v --volume -b --bucket -f --function --file -m --mount-path -n --name --2fa-code ' +
    '--id --var --raw-var --variables --operation-name --set --set-from-stdin --at --workspace -w --plan --region -r -i --identity-file --local-dir'
  ).split(' '),
);

const table = verbTool({
  names: ['railway'],
  family: 'hosting',
  provider: 'Railway',
  tool: 'railway',
  syntax: { valued },
  rules: railwayRules,
  environmentOptions: ['-e', '--environment'],
  idOptions: ['-p', '--project', '-s', '--service'],
});

const maxDocument = 256 * 1024;

/** The Railway CLI. `railway run` and `railway ssh` are opened by the shell reader. https://docs.railway.com/cli */
const railway: Tool = {
  ...table,
  find(invocation: Invocation, context: RuleContext): readonly Draft[] {
    const args = readArguments(invocation, { valued });
    if (args.words[0]?.text === 'api') return judgeApi(args, invocation, context);
    return table.find(invocation, context).map((draft) => withoutName(finish(draft, args)));
  },
};

/** What the table of subcommands cannot say of a draft. */
function finish(draft: Draft, args: Arguments): Draft {
  switch (draft.rule.id) {
    case 'railway.deleteEnvironment':
      // The environment that is deleted says itself what it is.
      return draft.target.says === undefined ? { ...draft, target: { ...draft.target, says: draft.resource.name } } : draft;
    case 'railway.setVariable': {
      // `NAME=value`: the value may be a secret.
      const given = [...args.words.slice(2), ...(args.options.get('--set') ?? []), ...(args.options.get('--set-from-stdin') ?? [])];
      const names = given.flatMap((word) => (word ? [word.text.split('=')[0]!] : [])).filter((name) => name !== '');
      const name = names.length === 0 ? 'variables' : names.slice(0, 3).join(', ');
      const { ids: _, ...target } = draft.target;
      return { ...draft, resource: { ...draft.resource, name }, target };
    }
    case 'railway.removeDeployment':
    case 'railway.stopBackups':
    case 'railway.disconnect':
      return draft.resource.name.startsWith('the linked ')
        ? { ...draft, resource: { ...draft.resource, name: 'the linked service' } }
        : draft;
    default:
      return draft;
  }
}

/** `Delete the linked Railway volume`, where the command names none. */
function withoutName(draft: Draft): Draft {
  if (!draft.resource.name.startsWith('the linked ')) return draft;
  const title = draft.rule.title.replace(/the Railway (\w+) \{name\}/, 'the linked Railway $1');
  return title === draft.rule.title ? draft : { ...draft, title };
}

/** `railway api 'mutation …' --var id=…`. https://docs.railway.com/cli/api */
function judgeApi(args: Arguments, invocation: Invocation, context: RuleContext): readonly Draft[] {
  const target: Target = { tool: 'railway' };
  const word = args.words[1];
  if (word && /^(?:search|describe|schema)$/.test(word.text)) return [];
  const document = documentOf(args, word, invocation, context);
  if (document === undefined) return [];
  if (typeof document !== 'string') return [unreadableBody(document.reason, target, context)];
  return judgeGraphql(document, target, context, variablesOf(args), optionValue(args, '--operation-name')?.text);
}

function documentOf(
  args: Arguments,
  word: Word | undefined,
  invocation: Invocation,
  context: RuleContext,
): string | { readonly reason: string } | undefined {
  const file = optionValue(args, '-f', '--file');
  if (file && file.text !== '-') return textOfFile(file, invocation, context);
  if (word && !file) return word.known || /[{(]/.test(word.text) ? word.text : { reason: 'its query is computed' };
  const { input } = invocation;
  if (input.type === 'text') return input.text;
  if (input.type === 'file') return textOfFile(input.path, invocation, context);
  if (input.type === 'pipe') {
    const cat = input.from.length === 1 && input.from[0]!.program === 'cat' ? input.from[0]!.argv[1] : undefined;
    return cat ? textOfFile(cat, invocation, context) : { reason: 'its query comes from a pipe' };
  }
  return undefined;
}

function textOfFile(word: Word, invocation: Invocation, context: RuleContext): string | { readonly reason: string } | undefined {
  const path = context.path(word, invocation);
  if (path === undefined) return { reason: `the file ${word.text} cannot be found out` };
  const answer = context.ask({ type: 'text', path, limit: maxDocument });
  if (!answer || isMissing(answer)) return undefined;
  if (answer.type === 'unknown' || answer.truncated) return { reason: `the file ${word.text} cannot be read` };
  return answer.text;
}

function variablesOf(args: Arguments): Readonly<Record<string, Json>> {
  const json = readJson(optionValue(args, '--variables')?.text ?? '');
  const variables: [string, Json][] = isJsonObject(json) ? Object.entries(json) : [];
  for (const name of ['--var', '--raw-var'])
    for (const value of args.options.get(name) ?? []) {
      const equals = value?.text.indexOf('=') ?? -1;
      if (value && equals > 0) variables.push([value.text.slice(0, equals), after(value, equals + 1).text]);
    }
  return Object.fromEntries(variables);
}

/** Tools of this folder; the API's rows are found by those of http. */
export const railwayTools: readonly Tool[] = [railway];
