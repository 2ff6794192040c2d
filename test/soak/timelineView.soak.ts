import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeBigJournal } from '../support/bigJournal.ts';
import { Editor } from '../support/editor.ts';
import { createSandbox } from '../support/sandbox.ts';
import { TimelineView } from '../support/timeline.ts';

/** The timeline of a million records in the real editor: how long until it shows them, and how smoothly it scrolls. */
const count = Number(process.argv[2] ?? 1_000_000);
const sandbox = createSandbox('timeline-view');
try {
  sandbox.createWorkspace();
  const journal = path.join(sandbox.home, '.tenth-second/journal');
  mkdirSync(journal, { recursive: true, mode: 0o700 });
  await writeBigJournal(journal, sandbox.workspace, count);
  const editor = await Editor.start(sandbox);
  const window = await editor.open(sandbox.workspace);
  await window.statusItem(/production/);
  for (const words of ['first', 'second']) {
    const begin = performance.now();
    await window.executeCommand('tenthSecond.showTimeline');
    const view = new TimelineView(window);
    await view.page.locator('.row.action').first().waitFor();
    console.log(`${words} opening, from the command to the newest records of ${count}: ${Math.round(performance.now() - begin)} ms`);
    const frame = await view.frame();
    if (words === 'first') await window.executeCommand('workbench.action.closeActiveEditor');
    else {
      const frames = await frame.evaluate(async () => {
        const list = document.querySelector('.list')!;
        const times: number[] = [];
        let empty = 0;
        let last = performance.now();
        for (let step = 0; step < 300; step++) {
          list.scrollTop += 66;
          const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
          times.push(now - last);
          last = now;
          if (document.querySelector('.row.loading:not([hidden])')) empty++;
        }
        times.sort((a, b) => a - b);
        return { median: times[150]!, p95: times[285]!, worst: times[299]!, empty };
      });
      console.log(
        `300 steps of three rows: frame ${frames.median.toFixed(1)} ms in the median, ${frames.p95.toFixed(1)} ms at 95 %, ${frames.worst.toFixed(1)} ms at worst; ${frames.empty} with a row still loading`,
      );
      for (const key of ['End', 'Home']) {
        const pressed = performance.now();
        await view.list.press(key);
        await view.current(key === 'End' ? new RegExp(`^${count}|^(\\d+) of \\1: Nov`) : /^1 of \d+: Nov/);
        console.log(`${key}: ${Math.round(performance.now() - pressed)} ms`);
      }
      const counted = performance.now();
      await view.page.getByRole('img', { name: new RegExp(`^${count} actions`) }).waitFor({ timeout: 120_000 });
      console.log(`the chart has counted everything ${((performance.now() - counted) / 1000).toFixed(1)} s later`);
    }
  }
} finally {
  await sandbox.dispose();
}
