import type { TimelineReplies, TimelineRequest } from '../../core/journal/timeline.ts';
import { isWithin } from '../../core/paths.ts';
import { TimelineReader } from './timelineReader.ts';

const readers = new Map<string, TimelineReader>();

/** In the thread that reads: what was read for one request is remembered for the next. Shows the journals of these folders and of the machine. */
export async function answerTimeline(
  folder: string,
  request: TimelineRequest,
  workspaces: readonly string[],
): Promise<TimelineReplies[TimelineRequest['type']]> {
  let reader = readers.get(folder);
  if (!reader) readers.set(folder, (reader = new TimelineReader(folder)));
  switch (request.type) {
    case 'sources':
      return reader.sources((workspace) => workspace === '' || workspaces.some((each) => isWithin(workspace, each)));
    case 'advance':
      return reader.advance(request.query);
    case 'rows':
      return reader.rows(request.query, request.from, request.count);
    case 'record':
      return (await reader.record(request.file, request.n)) ?? null;
    case 'report':
      return reader.report(request.query);
  }
}
