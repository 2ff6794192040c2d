// What the unit tests use of node:test, on Mocha: Stryker can tell which test reaches which line only with a runner that it drives.
type Release = () => unknown;
type Context = { after: (release: Release) => void; diagnostic: (text: string) => void };
type Body = (context: Context) => unknown;

/** Tests that look at a clock say so; a program that counts its own steps is too slow for them. */
const clocked = /in linear time|in a moment|read fast/;

let count = 0;

/** Numbers make titles unique; Stryker knows tests by their titles. */
export function test(name: string, ...rest: readonly (object | Body)[]): void {
  const body = rest.at(-1);
  if (typeof body !== 'function') throw new Error(`the test ${name} has no body`);
  if (clocked.test(name)) return;
  // What is known to be missing may fail, and no test may fail before anything is changed.
  if (rest.some((options) => typeof options === 'object' && 'todo' in options && Boolean(options.todo))) return;
  count += 1;
  globalThis.it(`#${count} ${name}`, async () => {
    const releases: Release[] = [];
    try {
      await (body as Body)({ after: (release) => releases.push(release), diagnostic: () => undefined });
    } finally {
      for (const release of releases) await release();
    }
  });
}

export const it = test;

export function describe(name: string, body: () => void): void {
  globalThis.describe(name, () => {
    body();
  });
}

export function before(body: () => unknown): void {
  globalThis.before(async () => {
    await body();
  });
}

export function after(body: () => unknown): void {
  globalThis.after(async () => {
    await body();
  });
}

export function beforeEach(body: () => unknown): void {
  globalThis.beforeEach(async () => {
    await body();
  });
}

export function afterEach(body: () => unknown): void {
  globalThis.afterEach(async () => {
    await body();
  });
}
