import { resolve } from 'node:path';
import { decidingVariables } from '../../core/agents/variables.ts';
import { linksOf, summarise } from '../../core/environments/summary.ts';
import { displayPath } from '../../core/paths.ts';
import { environments, type Link } from '../../core/types.ts';
import { createGateRoad } from '../gateRoad.ts';
import { homeOf, stateFolderForReading } from '../place.ts';

const usage = 'usage: tenth-second links [--json] [DIR]\n';

/** `links`: what a folder is linked to, and why we think so, with the person's marks. The same facts that `check` judges by. */
export async function linksCommand(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const [directory = '.', ...more] = args.filter((arg) => arg !== '--json');
  if (more.length > 0 || directory.startsWith('-')) {
    process.stderr.write(usage);
    return 64;
  }
  const cwd = resolve(directory);
  const state = stateFolderForReading();
  const road = createGateRoad(state);
  try {
    const { knowledge, orders } = await road.known(cwd, decidingVariables(process.env));
    // The folder of the workspace, as the status bar of its window has it; without one, the directory alone.
    const folders = knowledge.roots.length > 0 ? knowledge.roots.slice(0, 1) : [cwd];
    const links = linksOf(knowledge, folders).toSorted(byWorst);
    const summary = summarise(knowledge, folders);
    const { frozenAt, pin } = orders;
    if (json) {
      const facts = { folder: folders[0], ...summary, frozenAt, pin, links: links.map(linkJson) };
      process.stdout.write(road.redact(`${JSON.stringify(facts, undefined, 2)}\n`));
      return 0;
    }
    const where = { root: folders[0], home: homeOf(state) };
    const lines = links.map((link) => lineOf(link, where));
    if (links.length === 0) lines.push(`Nothing in ${folders[0]} points to a remote environment.`);
    if (pin !== undefined) lines.push(`Agents may touch ${pin} here.`);
    if (frozenAt !== undefined) lines.push('Frozen: agents may only read here.');
    process.stdout.write(road.redact(`${lines.join('\n')}\n`));
    return 0;
  } finally {
    await road.close();
  }
}

function byWorst(a: Link, b: Link): number {
  const order = ['production', 'unknown', ...environments];
  return order.indexOf(a.environment) - order.indexOf(b.environment) || (a.tool < b.tool ? -1 : a.tool > b.tool ? 1 : 0);
}

/** A contract: fields are only ever added. */
function linkJson({ tool, kind, resource, environment, remote, scope, variable, marked, evidence }: Link): object {
  return { tool, kind, resource, environment, remote, scope, variable, marked, evidence };
}

function lineOf(link: Link, where: { readonly root: string | undefined; readonly home: string }): string {
  const { path, line, text } = link.evidence;
  const place = path === undefined ? '' : `${displayPath(path, where.root, where.home)}${line === undefined ? '' : `:${line}`}  `;
  return `${link.environment.padEnd(12)} ${link.tool.padEnd(12)} ${link.kind} ${link.resource}\n${' '.repeat(26)}${place}${text}`;
}
