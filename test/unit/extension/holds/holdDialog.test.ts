import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HoldView } from '../../../../src/core/protocol.ts';
import { askAboutHold, choosePause, type DialogUi } from '../../../../src/extension/holds/holdDialog.ts';
import { english } from '../english.ts';

const hold: HoldView = {
  id: 'h1',
  verdict: 'confirm',
  title: 'Delete the Railway volume bookings-data (production)',
  detail: 'claude-code wants to do this',
  name: 'bookings-data',
  environment: 'production',
  agent: 'claude-code',
  session: 's',
  cwd: '/work',
  command: 'curl …',
  createdAt: 0,
  deadlineAt: 1,
  parked: false,
  report: '{"verdict":"confirm"}',
};

/** Answers in order: titles of buttons and labels of picks as a person reads them, `typed:…` for the input box, `escape`. */
function person(answers: readonly string[], during: (answer: string) => void = () => undefined) {
  const rest = [...answers];
  const log: string[] = [];
  const next = (kind: string, offered: readonly string[]): string => {
    log.push(`${kind}: ${offered.join(' | ')}`);
    const answer = rest.shift();
    assert.ok(answer !== undefined, `no answer left for ${kind}`);
    during(answer);
    return answer;
  };
  const ui: DialogUi = {
    async modal(message, detail, buttons) {
      log.push(message, detail);
      const answer = next(
        'modal',
        buttons.map(({ title }) => title),
      );
      return answer === 'escape' ? buttons[0].value : found(buttons.find(({ title }) => title === answer)).value;
    },
    async pick(_title, items) {
      const answer = next(
        'pick',
        items.map(({ label }) => label),
      );
      return answer === 'escape' ? undefined : found(items.find(({ label }) => label === answer)).value;
    },
    async typeName(_title, _prompt, name) {
      const answer = next('type', [name]);
      return answer === 'escape' ? undefined : answer.slice('typed:'.length);
    },
    async ask(title, prompt) {
      const answer = next('ask', [title, prompt]);
      return answer === 'escape' ? undefined : answer;
    },
    copy: async (text) => void log.push(`copied: ${text}`),
    inform: (message) => void log.push(`informed: ${message}`),
    log: () => undefined,
  };
  return { ui, log, rest };
}

function found<T>(value: T | undefined): T {
  assert.ok(value !== undefined, 'the person chose what was not offered');
  return value;
}

const noSecrets = async (): Promise<readonly string[]> => [];
const never = new AbortController().signal;

test('the safe choice comes first, and Escape is the safe choice', async () => {
  const { ui, log } = person(['escape']);
  assert.deepEqual(await askAboutHold(hold, never, ui, english, noSecrets), { choice: 'refuse' });
  assert.equal(log.at(-1), 'modal: Refuse | Confirm Once | Refuse All from This Session | More…');
  assert.equal(log[0], hold.title);
});

test('every button says what it does', async () => {
  for (const [button, answer] of [
    ['Refuse', { choice: 'refuse' }],
    ['Confirm Once', { choice: 'confirm' }],
    ['Refuse All from This Session', { choice: 'refuseAll' }],
  ] as const) {
    assert.deepEqual(await askAboutHold(hold, never, person([button]).ui, english, noSecrets), answer);
  }
});

test('type: the name goes along, closing the box refuses', async () => {
  const typed = { ...hold, verdict: 'type' } as const;
  const { ui } = person(['Type the Name to Confirm…', 'typed:bookings-data']);
  assert.deepEqual(await askAboutHold(typed, never, ui, english, noSecrets), { choice: 'confirm', typed: 'bookings-data' });
  assert.deepEqual(await askAboutHold(typed, never, person(['Type the Name to Confirm…', 'escape']).ui, english, noSecrets), {
    choice: 'refuse',
  });
});

test('a false alarm is copied and the question comes back', async () => {
  const { ui, log } = person(['More…', 'Report a False Alarm', 'Confirm Once']);
  assert.deepEqual(await askAboutHold(hold, never, ui, english, noSecrets), { choice: 'confirm' });
  assert.ok(log.includes(`copied: ${hold.report}`));
  assert.match(log.at(-2) ?? '', /^The report is in the clipboard.*\n\nclaude-code wants/);
});

test('leaving More… brings the question back', async () => {
  for (const leave of ['escape', 'Back to the Question']) {
    assert.deepEqual(await askAboutHold(hold, never, person(['More…', leave, 'Refuse']).ui, english, noSecrets), { choice: 'refuse' });
  }
});

test('a pause is asked twice, the safe choice first, and any way back leads to the question', async () => {
  const { ui, log } = person(['More…', 'Pause Guard…', '1 Hour', 'Pause for 1 hour']);
  assert.deepEqual(await askAboutHold(hold, never, ui, english, noSecrets), { choice: 'pause', minutes: 60 });
  assert.equal(log.at(-1), 'modal: Keep Guarding | Pause for 1 hour');
  const back = person(['More…', 'Pause Guard…', '15 Minutes', 'escape', 'More…', 'Pause Guard…', 'escape', 'Refuse']);
  assert.deepEqual(await askAboutHold(hold, never, back.ui, english, noSecrets), { choice: 'refuse' });
  assert.deepEqual(back.rest, []);
  assert.equal(await choosePause(person(['15 Minutes', 'Pause for 15 minutes']).ui, english), 15);
});

test('a code is asked for after the name, and goes along with the secrets; without one nothing is confirmed', async () => {
  const view = { ...hold, verdict: 'type', factor: { level: 'code', missing: false } } as const;
  const secrets = async (): Promise<readonly string[]> => ['SECRET'];
  const { ui, log } = person(['Type the Name to Confirm…', 'typed:bookings-data', '123456']);
  assert.deepEqual(await askAboutHold(view, never, ui, english, secrets), {
    choice: 'confirm',
    typed: 'bookings-data',
    factor: { code: '123456', secrets: ['SECRET'] },
  });
  assert.match(log.at(-1) ?? '', /six digits, or a recovery code/);
  const closed = person(['Type the Name to Confirm…', 'typed:bookings-data', 'escape']);
  assert.deepEqual(await askAboutHold(view, never, closed.ui, english, secrets), { choice: 'refuse' });
  const missing = person(['Type the Name to Confirm…', 'Refuse']);
  const nobody = { ...view, factor: { level: 'secondPerson', missing: true } } as const;
  assert.deepEqual(await askAboutHold(nobody, never, missing.ui, english, secrets), { choice: 'refuse' });
  assert.ok(missing.log.some((line) => line.includes('run “Set Up Second Factor…” first')));
});

test('a backup is offered where one can be made, and is never the default', async () => {
  const view = { ...hold, backup: 'pg_dump of rentals' };
  const { ui, log } = person(['Back Up, Then Run…']);
  assert.deepEqual(await askAboutHold(view, never, ui, english, noSecrets), { choice: 'confirm', backUp: true });
  assert.equal(log.at(-1), 'modal: Refuse | Confirm Once | Back Up, Then Run… | Refuse All from This Session | More…');
  assert.match(log[1] ?? '', /A backup can be made first: pg_dump of rentals\. If it fails, nothing runs\./);
});

test('once withdrawn nothing confirms, and who believed to confirm is told', async () => {
  const typed = { ...hold, verdict: 'type' } as const;
  for (const [view, answers, at] of [
    [hold, ['Confirm Once'], 'Confirm Once'],
    [typed, ['Type the Name to Confirm…'], 'Type the Name to Confirm…'],
    [typed, ['Type the Name to Confirm…', 'typed:bookings-data'], 'typed:bookings-data'],
  ] as const) {
    const controller = new AbortController();
    const { ui, log } = person(answers, (answer) => answer === at && controller.abort('the agent is gone'));
    assert.deepEqual(await askAboutHold(view, controller.signal, ui, english, noSecrets), { choice: 'refuse' });
    assert.equal(log.at(-1), `informed: Your answer came too late and did nothing: the agent is gone. (${hold.title})`);
  }
});

test('once withdrawn a pause from the question does nothing', async () => {
  const controller = new AbortController();
  const { ui } = person(
    ['More…', 'Pause Guard…', '1 Hour', 'Pause for 1 hour'],
    (answer) => answer === 'Pause for 1 hour' && controller.abort('x'),
  );
  assert.deepEqual(await askAboutHold(hold, controller.signal, ui, english, noSecrets), { choice: 'refuse' });
});

test('a refusal that comes too late stays quiet', async () => {
  const controller = new AbortController();
  const { ui, log } = person(['Refuse'], () => controller.abort('gone'));
  assert.deepEqual(await askAboutHold(hold, controller.signal, ui, english, noSecrets), { choice: 'refuse' });
  assert.ok(!log.some((line) => line.startsWith('informed')));
});

test('a parked hold offers one retry, a hold asked again says why', async () => {
  const { ui, log } = person(['Confirm One Retry']);
  const view = { ...hold, parked: true, again: 'the script changed since you confirmed it' };
  assert.deepEqual(await askAboutHold(view, never, ui, english, noSecrets), { choice: 'confirm' });
  assert.match(log[1] ?? '', /^Asked again: the script changed since you confirmed it\.\n\nThe agent was already refused/);
});
