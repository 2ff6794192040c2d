import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModalQueue } from '../../../../src/extension/holds/modalQueue.ts';

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A modal that is answered by the test. */
function modal() {
  const { promise, resolve } = deferred<string>();
  const shown = deferred<AbortSignal>();
  return {
    answer: resolve,
    shown: shown.promise,
    isShown: false,
    show(signal: AbortSignal) {
      this.isShown = true;
      shown.resolve(signal);
      return promise;
    },
  };
}

test('one modal at a time, in order', async () => {
  const queue = new ModalQueue();
  const [first, second] = [modal(), modal()];
  const a = queue.ask('a', (signal) => first.show(signal), 'withdrawn');
  const b = queue.ask('b', (signal) => second.show(signal), 'withdrawn');
  await first.shown;
  assert.equal(second.isShown, false);
  first.answer('one');
  assert.equal(await a, 'one');
  await second.shown;
  second.answer('two');
  assert.equal(await b, 'two');
  assert.deepEqual(queue.waiting, []);
});

test('a withdrawn question is answered at once, the next waits until its modal is closed, and the late answer does nothing', async () => {
  const queue = new ModalQueue();
  const [first, second] = [modal(), modal()];
  const a = queue.ask('a', (signal) => first.show(signal), 'withdrawn');
  const b = queue.ask('b', (signal) => second.show(signal), 'withdrawn');
  const signal = await first.shown;
  assert.equal(queue.withdraw('a', 'the agent is gone'), true);
  assert.equal(await a, 'withdrawn');
  assert.equal(signal.aborted, true);
  assert.equal(signal.reason, 'the agent is gone');
  assert.equal(second.isShown, false);
  first.answer('late');
  await second.shown;
  second.answer('two');
  assert.equal(await b, 'two');
});

test('a question withdrawn in the queue is never shown', async () => {
  const queue = new ModalQueue();
  const [first, second, third] = [modal(), modal(), modal()];
  const a = queue.ask('a', (signal) => first.show(signal), 'withdrawn');
  const b = queue.ask('b', (signal) => second.show(signal), 'withdrawn');
  const c = queue.ask('c', (signal) => third.show(signal), 'withdrawn');
  await first.shown;
  queue.withdraw('b', 'gone');
  assert.equal(await b, 'withdrawn');
  first.answer('one');
  await third.shown;
  third.answer('three');
  assert.deepEqual([await a, await c], ['one', 'three']);
  assert.equal(second.isShown, false);
});

test('withdrawing what is not there, or twice, does nothing', async () => {
  const queue = new ModalQueue();
  assert.equal(queue.withdraw('a', 'gone'), false);
  const first = modal();
  const a = queue.ask('a', (signal) => first.show(signal), 'withdrawn');
  await first.shown;
  assert.equal(queue.withdraw('a', 'gone'), true);
  assert.equal(queue.withdraw('a', 'gone'), false);
  assert.equal(await a, 'withdrawn');
});

test('a modal that fails rejects its own question alone', async () => {
  const queue = new ModalQueue();
  const second = modal();
  const a = queue.ask('a', () => Promise.reject(new Error('no window')), 'withdrawn');
  const b = queue.ask('b', (signal) => second.show(signal), 'withdrawn');
  await assert.rejects(a, /no window/);
  await second.shown;
  second.answer('two');
  assert.equal(await b, 'two');
});

test('a question asked again under the same id replaces the first', async () => {
  const queue = new ModalQueue();
  const [first, second] = [modal(), modal()];
  const a = queue.ask('a', (signal) => first.show(signal), 'withdrawn');
  await first.shown;
  const again = queue.ask('a', (signal) => second.show(signal), 'withdrawn');
  assert.equal(await a, 'withdrawn');
  first.answer('late');
  await second.shown;
  assert.deepEqual(queue.waiting, ['a']);
  second.answer('two');
  assert.equal(await again, 'two');
});
