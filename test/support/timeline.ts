import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import { eventually } from '../../scripts/processes.mjs';
import type { EditorWindow } from './editor.ts';

const slow = 20_000;

/** The timeline's page in a window, as a person meets it. */
export class TimelineView {
  readonly window: EditorWindow;

  constructor(window: EditorWindow) {
    this.window = window;
  }

  static async open(window: EditorWindow): Promise<TimelineView> {
    await window.executeCommand('tenthSecond.showTimeline');
    const view = new TimelineView(window);
    await view.list.waitFor({ timeout: slow });
    return view;
  }

  get page(): FrameLocator {
    return this.window.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  get list(): Locator {
    return this.page.getByRole('listbox');
  }

  /** Rows that exist as elements and are seen. */
  get rows(): Locator {
    return this.page.locator('.row:not([hidden])');
  }

  get selected(): Locator {
    return this.page.locator('.row[aria-selected="true"]:not([hidden])');
  }

  get details(): Locator {
    return this.page.locator('.details');
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Once the line under the chart says something that matches. */
  status(pattern: RegExp): Promise<string> {
    return eventually(
      `the timeline says ${pattern.source}`,
      async () => {
        const text = await this.page.locator('.status').innerText();
        if (!pattern.test(text)) throw new Error(`it says “${text}”`);
        return text;
      },
      slow,
    );
  }

  /** The selected row's number and words, once they match. */
  current(pattern: RegExp): Promise<string> {
    return eventually(
      `the selected row matches ${pattern.source}`,
      async () => {
        const row = this.selected;
        const words = ((await row.textContent()) ?? '').replace(/\s+/g, ' ').trim();
        const text = `${await row.getAttribute('aria-posinset')} of ${await row.getAttribute('aria-setsize')}: ${words}`;
        if (!pattern.test(text)) throw new Error(text);
        return text;
      },
      slow,
    );
  }

  /** The page's own frame, for what a locator cannot do. */
  async frame(): Promise<Frame> {
    return eventually(
      'the frame of the timeline',
      async () => {
        for (const frame of this.window.page.frames()) if (await frame.$('main .filters').catch(() => null)) return frame;
        return undefined;
      },
      slow,
    );
  }

  /** What axe-core finds against WCAG 2.2 A and AA, one line each. */
  async violations(): Promise<readonly string[]> {
    const frame = await this.frame();
    await frame.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const found = await frame.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
      };
      const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
      );
    });
    return found;
  }
}
