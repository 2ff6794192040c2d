import type { Invocation } from '../../shell/invocation.ts';
import { remoteTarget } from '../place.ts';
import type { Draft, Rule, Tool } from '../rule.ts';

/** A script that lies where it cannot be read (another machine, a container, a folder that was not given): its name is all there is. */
const scriptByNameRule: Rule = {
  id: 'scripts.destroyByName',
  effect: 'delete',
  resource: 'data',
  title: 'Run the script {name}, which is not here to be read',
  location: 'remote',
  recovery: 'window',
  source: 'docs/architecture.md',
  safer: 'Look at what the script does first.',
  examples: [
    'npm run db:reset',
    'yarn db:drop',
    'pnpm run db:nuke',
    'make db-reset-prod',
    'make tf-destroy',
    'ssh prod just drop-database',
    'ssh prod task infra:teardown',
    'rake data:wipe_all',
    'ssh prod make wipe-volumes',
    'docker compose exec api npm run db:reset',
  ],
  nearMisses: [
    'npm run clean',
    'npm run db:migrate',
    'yarn db:seed',
    'pnpm run reset:cache',
    'make clean',
    'make purge-cache',
    'make distclean',
    'rake assets:clobber',
    'npm run drop-console',
    'make -n db-reset',
  ],
};

const always =
  /^(?:nuke|wipe|wipeall|obliterate|destroy|destroyall|teardown|undeploy|dropdb|resetdb|wipedb|flushall|flushdb|factoryreset)$/;
const ofData = /^(?:drop|reset|fresh|clear|clean|delete|remove|purge|truncate|flush|erase|recreate|empty|kill|rm)$/;
const data =
  /^(?:db|dbs|database|databases|prod|production|staging|data|schema|schemas|table|tables|users|volume|volumes|infra|infrastructure|cluster|stack|s3|bucket|buckets|redis|mongo|postgres|pg|mysql|es|elastic|kafka|k8s|backups?|tenants?|migrations?)$/;
const light =
  /^(?:caches?|dist|build|builds|node|modules|deps|logs?|tmp|temp|coverage|assets|artifacts?|types|lint|test|tests|e2e|local|dev|mocks?|fixtures?|console|ci|generated|gen|docs|storybook|venv|env|images?|containers?|packages?|turbo|nx|watch|session|token|preview|previews)$/;

function saysSo(name: string): boolean {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.length > 6 || parts.some((part) => light.test(part))) return false;
  return parts.some((part) => always.test(part)) || (parts.some((part) => ofData.test(part)) && parts.some((part) => data.test(part)));
}

/** What runners are told to run, where the file that would say what that does is not there. */
export function judgeScriptNames(names: readonly string[], invocation: Invocation): readonly Draft[] {
  const name = names.find(saysSo);
  if (name === undefined) return [];
  return [
    {
      rule: scriptByNameRule,
      resource: { kind: scriptByNameRule.resource, name: `${invocation.program} ${name}` },
      target: remoteTarget(invocation) ?? { ids: [name] },
      evidence: [{ text: `${name} is what it is called` }],
    },
  ];
}

/** Runners of tasks whose files are not read at all. */
const runners = 'rake rails invoke inv gulp grunt mage ant poe doit nox gradle gradlew'.split(' ');

export const scriptByNameTool: Tool = {
  names: runners,
  family: 'scripts',
  rules: [scriptByNameRule],
  find(invocation) {
    const words = invocation.argv.slice(1).map((word) => word.text);
    if (
      words.some((word) =>
        /^(?:--dry-run|--help|-h|--list|-T|--tasks|-l|--simulate|-n|--trace-only|new|g|generate|d|destroy|routes)$/.test(word),
      )
    )
      return [];
    // `rails runner CODE`: the tasks of Rails have a colon in their names.
    if (invocation.program === 'rails' && !words[0]?.includes(':')) return [];
    // Those of Rails itself are told by its own table.
    const names = words.filter((word) => !word.startsWith('-') && !word.includes('=') && !word.startsWith('db:'));
    return judgeScriptNames(names.slice(0, 8), invocation);
  },
};
