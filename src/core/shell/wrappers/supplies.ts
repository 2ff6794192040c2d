import { readDotenv } from '../../environments/dotenv.ts';
import type { Call, Run } from '../call.ts';
import { literal, type Supply, type Word } from '../invocation.ts';
import { unknownWord } from '../word.ts';

interface Supplier {
  /** As in `Link.tool`, where links of its own say what it is set up for. */
  readonly tool: string;
  /** Options that pick where it takes variables from. */
  readonly says?: string;
  /** Options that name dotenv files. */
  readonly files?: string;
  /** The option whose value names the files `.env.<value>`. */
  readonly cascade?: string;
  /** What it reads when no file is named. */
  readonly default?: string;
  /** The first operand picks it (`aws-vault exec PROFILE`), or is a folder with files (`direnv exec DIR`), or a file. */
  readonly operand?: 'says' | 'folder' | 'file';
  /** Variable that it sets to what was picked. */
  readonly variable?: string;
  /** Its files win over variables that are set already. */
  readonly overrides?: true;
}

/** What each of them hands to the command it runs; from their documentation (packages.ts has the addresses). */
const suppliers: Readonly<Record<string, Supplier>> = {
  // https://github.com/entropitor/dotenv-cli
  dotenv: { tool: 'dotenv', files: '-e --env -f --file', cascade: '-c', default: '.env' },
  // https://dotenvx.com/docs/advanced/run-env-file
  dotenvx: { tool: 'dotenv', files: '-f --env-file', default: '.env' },
  // https://github.com/toddbluhm/env-cmd
  'env-cmd': { tool: 'dotenv', says: '-e --environments', files: '-f --file', default: '.env', overrides: true },
  doppler: { tool: 'doppler', says: '-c --config' },
  infisical: { tool: 'infisical', says: '--env -e' },
  op: { tool: 'onepassword', says: '--environment', files: '--env-file', overrides: true },
  railway: { tool: 'railway', says: '-e --environment' },
  'aws-vault': { tool: 'aws', operand: 'says', variable: 'AWS_VAULT' },
  'aws-okta': { tool: 'aws', operand: 'says', variable: 'AWS_PROFILE' },
  saml2aws: { tool: 'aws', says: '-p --profile --exec-profile', variable: 'AWS_PROFILE' },
  granted: { tool: 'aws', operand: 'says' },
  chamber: { tool: 'chamber', operand: 'says' },
  envchain: { tool: 'envchain', operand: 'says' },
  envdir: { tool: 'envdir', operand: 'says' },
  sops: { tool: 'sops', operand: 'file' },
  teller: { tool: 'teller', says: '-c --config' },
  summon: { tool: 'summon', says: '-e --environment', files: '-f' },
  direnv: { tool: 'dotenv', operand: 'folder', overrides: true },
  sst: { tool: 'sst', says: '--stage' },
  netlify: { tool: 'netlify', says: '--context' },
  vercel: { tool: 'vercel', says: '-e --environment' },
  honcho: { tool: 'dotenv', files: '-e --env', default: '.env' },
  foreman: { tool: 'dotenv', files: '-e --env', default: '.env' },
  uv: { tool: 'dotenv', files: '--env-file' },
  pdm: { tool: 'dotenv', files: '--env-file' },
};

/** The first of the variables of a file that are taken over. */
const maxEntries = 500;

/** The call with what the wrapper hands to the command inside: where it comes from, and the variables of files that can be read. */
export function supplied(call: Call, run: Run, name: string, start: number): Call {
  if (!Object.hasOwn(suppliers, name)) return call;
  const supplier = suppliers[name]!;
  const given = optionsOf(call.argv, supplier, start);
  const files = given.files.length > 0 ? given.files : given.says === undefined && supplier.default !== undefined ? [supplier.default] : [];
  if (files.length === 0 && given.says === undefined && supplier.default === undefined && supplier.says === undefined && !supplier.operand)
    return call;
  const paths = files.flatMap((file) => run.resolve(literal(file), call.scope) ?? []);
  const supply: Supply = { tool: supplier.tool, ...(given.says === undefined ? {} : { says: given.says }), files: paths };
  const scope = call.scope.fork();
  scope.supplies = [...(scope.supplies ?? []), supply];
  const variables = new Map(call.variables ?? scope.variables);
  if (given.says !== undefined && supplier.variable !== undefined) variables.set(supplier.variable, literal(given.says));
  // dotenv and its like let the first file win, and what is set already.
  for (const path of paths) {
    const file = run.fileText(path);
    if (file.type !== 'text') continue;
    for (const { key, value, commented } of readDotenv(file.text).slice(0, maxEntries)) {
      if (commented || (variables.has(key) && !supplier.overrides)) continue;
      variables.set(key, value.includes('$') ? unknownWord(value, key) : literal(value));
    }
  }
  return { ...call, scope, variables };
}

interface Given {
  readonly says: string | undefined;
  readonly files: readonly string[];
}

function optionsOf(argv: readonly Word[], supplier: Supplier, start: number): Given {
  const files: string[] = [];
  let says: string | undefined;
  const names = (text: string | undefined): readonly string[] => (text ?? '').split(' ').filter((name) => name !== '');
  const take = (name: string, value: string): boolean => {
    if (names(supplier.files).includes(name)) files.push(value);
    else if (names(supplier.says).includes(name)) says = value;
    else if (supplier.cascade === name) files.push(`.env.${value}.local`, '.env.local', `.env.${value}`, '.env');
    else return false;
    return true;
  };
  let at = 1;
  for (; at < argv.length; at++) {
    const { text } = argv[at]!;
    if (text === '--') break;
    if (!text.startsWith('-')) {
      // The verb, and for some an operand; then the command begins.
      if (at < start) continue;
      break;
    }
    const equals = text.indexOf('=');
    if (equals > 0) take(text.slice(0, equals), text.slice(equals + 1));
    else if (argv[at + 1] && take(text, argv[at + 1]!.text)) at++;
    else if (/^-[a-z]./.test(text) && !text.startsWith('--')) take(text.slice(0, 2), text.slice(2));
    else if (/^--(?:project|token|scope|service|path|account|name|region|duration)$|^-[pst]$/.test(text)) at++;
  }
  const operand = argv[at]?.text === '--' ? undefined : argv[at]?.text;
  if (operand !== undefined && operand !== '') {
    if (supplier.operand === 'says') says = operand;
    else if (supplier.operand === 'file') files.push(operand);
    else if (supplier.operand === 'folder') files.push(`${operand}/.envrc`, `${operand}/.env`);
  }
  return { says, files };
}
