import { decide } from '../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../src/core/policy/policy.ts';
import type { Decision } from '../../../src/core/policy/verdict.ts';
import { noKnowledge, type Link } from '../../../src/core/types.ts';
import { classifyCommand } from '../../support/facts.ts';
import { createRepository, createSandbox, type Sandbox } from '../../support/repository.ts';
import type { Disk, Incident } from './incident.ts';

const windows = { platform: 'win32', home: 'C:\\Users\\ada', temporary: ['C:\\Users\\ada\\AppData\\Local\\Temp'] } as const;

function sandboxOf(disk: Disk): Sandbox {
  if (disk.base === 'folder') return createSandbox();
  const sandbox = createRepository();
  sandbox.write({ 'src/app.ts': 'changed\n', 'src/next.ts': 'new\n', 'notes.md': 'new\n' });
  return sandbox;
}

function productionLink(link: NonNullable<Incident['link']>): Link {
  return { ...link, kind: 'project', environment: 'production', scope: '/work/shop', remote: true, evidence: { text: 'main.tf:1' } };
}

/** What the road says of the command of an incident, on the disk of its report where that matters. */
export async function judgeIncident({ command, shell = 'posix', disk, link }: Incident): Promise<Pick<Decision, 'verdict' | 'operations'>> {
  if (disk === undefined) {
    const facts = link ? { knowledge: { ...noKnowledge, links: [productionLink(link)] } } : {};
    const classification =
      shell === 'posix' ? classifyCommand(command, facts) : classifyCommand(command, windows, 'C:\\Users\\ada\\shop', shell);
    return decide(classification.operations, defaultPolicy);
  }
  const sandbox = sandboxOf(disk);
  try {
    disk.prepare?.(sandbox);
    return await sandbox.judge(command);
  } finally {
    sandbox.remove();
  }
}
