import type { Incident } from '../test/unit/incidents/incident.ts';
import { humanIncidents } from '../test/unit/incidents/humanIncidents.ts';
import { incidents, unseen } from '../test/unit/incidents/incidents.ts';

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ⏎ ').replaceAll('<', '&lt;');
}

function code(text: string): string {
  const oneLine = text.replaceAll('\n', ' ⏎ ').replaceAll('|', '\\|');
  return oneLine.includes('`') ? `\`\` ${oneLine} \`\`` : `\`${oneLine}\``;
}

/** `anthropics/claude-code#10077`, or the host. */
function link(source: string): string {
  const issue = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/issues\/(\d+)$/.exec(source);
  const host = /^https?:\/\/(?:www\.)?([^/]+)/.exec(source)?.[1] ?? source;
  return `[${issue ? `${issue[1]}#${issue[2]}` : host}](${source})`;
}

const shells = { posix: '', powershell: ' (PowerShell)', cmd: ' (cmd)' } as const;

function row(incident: Incident): string {
  const { date, agent, source, lost, command, as, shell = 'posix', verdict, rule, disk, link: linked } = incident;
  const by = disk ? 'its disk' : linked ? 'its text, with a link to production' : 'its text';
  const says = `${verdict}: \`${rule}\``;
  return `| ${date} | ${agent} | ${link(source)} | ${cell(lost)} | ${code(command)}${shells[shell]}${as === 'described' ? ', as described' : ''} | ${by} | ${says} |`;
}

const head = ['| date | by | source | what was lost | command | judged by | says |', '| --- | --- | --- | --- | --- | --- | --- |'];

/** docs/incidents.md: the same rows that test/unit/incidents runs. */
export function incidentDocs(): string {
  return [
    '# Incidents',
    '',
    'Generated from `test/unit/incidents` by `npm run docs`; do not edit. Every row is judged by a test, so that the last column is what the guard',
    'does say.',
    '',
    `${incidents.length} times an agent destroyed something or nearly did, as somebody reported it in public. We did not check the reports. *As`,
    'described* marks a command that the report tells of but does not give: it is the plainest one that does the same. What a report leaves out of a',
    'command (names, paths, secrets) is made up.',
    '',
    '*Its disk* means a real folder or repository in the state that the report describes; *its text* means that nothing else was known. What `.env`,',
    'a kube context and the like say changes the verdict: a database of production takes `type`, one of development `confirm`.',
    '',
    'Where a text for PowerShell or cmd cannot be read for certain, it is held as `shell.opaque` in place of the rule that is named.',
    '',
    ...head,
    ...incidents.map(row),
    '',
    '## Before agents',
    '',
    'The same commands by people and their scripts.',
    '',
    ...head,
    ...humanIncidents.map(row),
    '',
    '## Not held',
    '',
    'What these did is not to be seen in a command, or cannot be told from what is done every day.',
    '',
    '| date | by | source | what was lost | why it passes |',
    '| --- | --- | --- | --- | --- |',
    ...unseen.map(({ date, agent, source, lost, why }) => `| ${date} | ${agent} | ${link(source)} | ${cell(lost)} | ${cell(why)} |`),
    '',
  ].join('\n');
}
