import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { sarifOf } from '../../core/credentials/sarif.ts';
import type { ScanFinding } from '../../core/credentials/scanText.ts';
import { scanFolder, type Scan } from '../../platform/scan/scanFolder.ts';

declare const PRODUCT_VERSION: string;

const usage = 'usage: tenth-second scan [--json|--sarif] [--all] [DIR]\n';

/** Nothing that opens anything but one's own machine. */
const clean = 0;
const found = 1;

/** `scan`: credential files and secrets below a folder, without their values. Exit code 0 when there are none, 1 when there are, 64 and 66 on wrong use. */
export async function scanCommand(args: readonly string[]): Promise<number> {
  const options = new Set(args.filter((arg) => arg.startsWith('-')));
  const [directory = '.', ...more] = args.filter((arg) => !arg.startsWith('-'));
  const known = ['--json', '--sarif', '--all'];
  if (more.length > 0 || [...options].some((option) => !known.includes(option)) || (options.has('--json') && options.has('--sarif'))) {
    process.stderr.write(usage);
    return 64;
  }
  const root = resolve(directory);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    process.stderr.write(`tenth-second scan: ${root} is no folder\n`);
    return 66;
  }
  const scan = await scanFolder({ root, home: homedir(), program: join(__dirname, 'scan.js'), all: options.has('--all') });
  const output = options.has('--sarif')
    ? JSON.stringify(sarifOf(scan.findings, PRODUCT_VERSION), undefined, 2)
    : options.has('--json')
      ? JSON.stringify(jsonOf(root, scan), undefined, 2)
      : textOf(scan);
  await new Promise<void>((done) => process.stdout.write(`${output}\n`, () => done()));
  return scan.findings.some((finding) => !finding.local) ? found : clean;
}

/** A contract: fields are only ever added. */
function jsonOf(root: string, { files, findings, servers, credentialFiles, unreadable, truncated }: Scan): object {
  return { folder: root, files, truncated, secrets: findings, servers, credentialFiles, unreadable };
}

function textOf({ files, findings, servers, credentialFiles, unreadable, truncated }: Scan): string {
  const lines: string[] = [];
  for (const finding of findings) lines.push(...linesOf(finding));
  const silent = credentialFiles.filter(({ path }) => !findings.some((finding) => finding.path === path));
  for (const { path, holds } of silent) lines.push(`${path}\n    credential file: ${holds}`);
  for (const { path, line, text } of servers) lines.push(`${path}:${line}\n    MCP server: ${text}`);
  for (const path of unreadable) lines.push(`${path}\n    could not be read`);
  const secrets = findings.filter((finding) => !finding.local).length;
  const local = findings.length - secrets;
  lines.push(
    `${count(secrets, 'secret')} in ${count(new Set(findings.map((finding) => finding.path)).size, 'file')}${local > 0 ? `, ${local} of this machine only` : ''}; ${count(credentialFiles.length, 'credential file')}; ${count(files, 'file')} read${truncated ? ', not all' : ''}.`,
  );
  return lines.join('\n');
}

function linesOf({ path, line, column, kind, variable, masked, environment, local, reach, warning }: ScanFinding): readonly string[] {
  const where = local ? 'local' : environment;
  return [
    `${path}:${line}:${column}`,
    `    ${variable === undefined ? '' : `${variable}  `}${kind}  ${masked}  ${where}`,
    ...(reach === undefined || local
      ? []
      : [`    reaches ${reach.destroys}${reach.narrower === undefined ? '' : `; narrower: ${reach.narrower}`}`]),
    ...(warning === undefined ? [] : [`    warning: ${warning}`]),
  ];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
