import { dataIncidents } from './dataIncidents.ts';
import { fileIncidents } from './fileIncidents.ts';
import { gitIncidents } from './gitIncidents.ts';
import type { Incident, Unseen } from './incident.ts';
import { windowsIncidents } from './windowsIncidents.ts';

/** Every incident in which an agent destroyed something or nearly did, in the order of time. */
export const incidents: readonly Incident[] = [...dataIncidents, ...fileIncidents, ...gitIncidents, ...windowsIncidents].sort((a, b) =>
  a.date < b.date ? -1 : a.date > b.date ? 1 : 0,
);

/** Incidents that would not have been held. */
export const unseen: readonly Unseen[] = [
  {
    date: '2025-07-25',
    agent: 'Gemini CLI',
    source: 'https://aifrontier.vip/two-major-ai-coding-tools-destroyed-user-data-after-a-cascade-of-missteps-50855',
    lost: 'All files of a folder but one: the new folder had not been made, so each was moved over the one before',
    why: '`mkdir` and then `move *` into that folder is what people do every day. That `mkdir` failed is not known before it runs.',
  },
  {
    date: '2026-04-28',
    agent: 'Claude Code',
    source: 'https://github.com/anthropics/claude-code/issues/54477',
    lost: 'All records of an app in use, "for a clean slate" before a test',
    why: 'A script sent DELETE requests to a server on the same machine. Such requests pass: nearly all of them are tests of an API.',
  },
  {
    date: '2026-06-07',
    agent: 'Cursor',
    source: 'https://forum.cursor.com/t/agent-erased-informed-manual-remote-work/162636',
    lost: 'Work that had been done by hand on a small computer',
    why: '`scp` put an older file over a newer one. What lies on the other machine is not looked at, and copying there is how such things are deployed.',
  },
  {
    date: '2026-07-05',
    agent: 'Claude Code',
    source: 'https://github.com/anthropics/claude-code/issues/74557',
    lost: 'A database of 500 GB',
    why: 'A function of the project itself dropped the tables, for its argument was taken for another. What functions do is not followed into other files.',
  },
];
