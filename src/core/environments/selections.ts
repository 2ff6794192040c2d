import type { Invocation, Word } from '../shell/invocation.ts';
import { toolName } from './targetVariables.ts';

/**
 * What the commands before this one in the same text have picked: `terraform workspace select prod && terraform destroy` goes to
 * prod, whatever is selected on the disk now.
 */
export interface Selection {
  /** Picks by tool: the last one counts. */
  readonly picks: ReadonlyMap<string, Pick>;
  /** Files whose variables a command before took over in a way that could not be followed. */
  readonly files: readonly string[];
}

interface Pick {
  readonly says?: string;
  readonly ids: readonly string[];
}

export const noSelection: Selection = { picks: new Map(), files: [] };

interface Picker {
  readonly programs: string;
  readonly tool: string;
  /** Words before the one that is picked. */
  readonly words: string;
  /** Options whose value it is instead. */
  readonly options?: string;
  /** A part of the target, like a namespace. */
  readonly part?: true;
}

/** From each tool's own documentation of its command line. */
const pickers: readonly Picker[] = [
  { programs: 'terraform tofu', tool: 'terraform', words: 'workspace select' },
  { programs: 'terraform tofu', tool: 'terraform', words: 'workspace new' },
  { programs: 'kubectl oc', tool: 'kubernetes', words: 'config use-context' },
  { programs: 'kubectl oc', tool: 'kubernetes', words: 'config set-context', options: '--namespace', part: true },
  { programs: 'kubectx', tool: 'kubernetes', words: '' },
  { programs: 'kubens', tool: 'kubernetes', words: '', part: true },
  { programs: 'oc', tool: 'kubernetes', words: 'project', part: true },
  { programs: 'gcloud', tool: 'gcloud', words: 'config set project' },
  { programs: 'gcloud', tool: 'gcloud', words: 'config configurations activate' },
  { programs: 'az', tool: 'azure', words: 'account set', options: '-s --subscription -n --name' },
  { programs: 'azd', tool: 'azure', words: 'env select' },
  { programs: 'pulumi', tool: 'pulumi', words: 'stack select' },
  { programs: 'pulumi', tool: 'pulumi', words: 'stack init' },
  { programs: 'docker podman', tool: 'docker', words: 'context use' },
  { programs: 'railway', tool: 'railway', words: 'environment' },
  { programs: 'railway', tool: 'railway', words: 'link', options: '-e --environment' },
  { programs: 'firebase', tool: 'firebase', words: 'use' },
  { programs: 'doctl', tool: 'digitalocean', words: 'auth switch', options: '--context' },
  { programs: 'heroku', tool: 'heroku', words: 'git:remote', options: '-a --app' },
  { programs: 'supabase', tool: 'supabase', words: 'link', options: '--project-ref' },
  { programs: 'cf', tool: 'cloudfoundry', words: 'target', options: '-s' },
  { programs: 'doppler', tool: 'doppler', words: 'setup', options: '-c --config' },
  { programs: 'argocd', tool: 'kubernetes', words: 'context' },
  { programs: 'snow', tool: 'snowflake', words: 'connection set-default' },
  { programs: 'neonctl neon', tool: 'neon', words: 'set-context', options: '--branch' },
  { programs: 'netlify', tool: 'netlify', words: 'link', options: '--name --id', part: true },
  { programs: 'vercel', tool: 'vercel', words: 'link', options: '-p --project', part: true },
  { programs: 'vercel', tool: 'vercel', words: 'switch', part: true },
  { programs: 'amplify', tool: 'amplify', words: 'env checkout' },
];

const byProgram = new Map<string, Picker[]>();
for (const picker of pickers)
  for (const program of picker.programs.split(' ')) byProgram.set(program, [...(byProgram.get(program) ?? []), picker]);

/** The selection after a command. The same object when it picks nothing. */
export function select(before: Selection, invocation: Invocation): Selection {
  const { program, argv } = invocation;
  if (program === 'export' || program === 'declare' || program === 'eval') {
    const files = argv.slice(1).flatMap((word) => (word.known ? [] : mentionedFiles(word)));
    return files.length === 0 ? before : { ...before, files: [...before.files, ...files] };
  }
  for (const picker of byProgram.get(program) ?? []) {
    const picked = pickedBy(picker, argv.slice(1));
    if (picked === undefined) continue;
    const tool = toolName(picker.tool)!;
    const known = before.picks.get(tool);
    const pick: Pick = picker.part ? { ...known, ids: [...(known?.ids ?? []), picked] } : { says: picked, ids: [] };
    return { ...before, picks: new Map(before.picks).set(tool, pick) };
  }
  return before;
}

function pickedBy({ words, options }: Picker, argv: readonly Word[]): string | undefined {
  const steps = words === '' ? [] : words.split(' ');
  const plain = argv.filter(({ text }) => !text.startsWith('-'));
  if (!steps.every((step, i) => plain[i]?.text === step)) return undefined;
  if (options !== undefined) {
    const names = options.split(' ');
    for (const [i, { text }] of argv.entries()) {
      const equals = text.indexOf('=');
      if (equals > 0 && names.includes(text.slice(0, equals))) return text.slice(equals + 1);
      if (names.includes(text) && argv[i + 1]) return argv[i + 1]!.text;
    }
    return undefined;
  }
  const word = plain[steps.length];
  return word?.text === '-' ? undefined : word?.text;
}

/** Files of variables that a word's source mentions: `$(grep -v '^#' .env.production | xargs)`. As written. */
export function mentionedFiles(word: Word): readonly string[] {
  const files: string[] = [];
  for (const piece of word.pieces) {
    if (piece.type !== 'unknown' || !/^[$`]\(?/.test(piece.value) || piece.value.length > 2000) continue;
    for (const [path] of piece.value.matchAll(
      /(?<![\w.$/-])(?:[\w.~-]{0,100}\/){0,40}(?:\.env[\w.-]{0,60}|[\w-]{1,60}\.env|\.envrc)(?![\w/-])/g,
    ))
      files.push(path);
  }
  return files.slice(0, 8);
}
