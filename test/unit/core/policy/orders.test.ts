import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../../src/core/policy/decide.ts';
import { changeOrders, joinOrders, noOrders, orderChangeFrom, ordersFrom, type Orders } from '../../../../src/core/policy/orders.ts';
import { defaultPolicy } from '../../../../src/core/policy/policy.ts';
import type { Operation, Verdict } from '../../../../src/core/types.ts';

const base: Operation = {
  effect: 'delete',
  environment: 'staging',
  location: 'remote',
  recovery: 'none',
  resource: { kind: 'database', name: 'bookings' },
  rule: 'test.rule',
  title: 'Delete bookings',
  evidence: [],
  notes: [],
};

function verdictOf(operation: Partial<Operation>, orders: Partial<Orders>, ignoredRules: readonly string[] = []): Verdict {
  return decide([{ ...base, ...operation }], { ...defaultPolicy, ignoredRules, orders: { marks: [], ...orders } }).verdict;
}

test('what leaves the pin is one level stricter', () => {
  assert.equal(verdictOf({}, { pin: 'staging' }), 'confirm');
  assert.equal(verdictOf({}, { pin: 'development' }), 'type');
  assert.equal(verdictOf({ environment: 'unknown', recovery: 'window' }, {}), 'confirm');
  assert.equal(verdictOf({ environment: 'unknown', recovery: 'window' }, { pin: 'staging' }), 'type');
  assert.equal(verdictOf({ effect: 'change', environment: 'production' }, { pin: 'staging' }), 'confirm');
});

test('reading never leaves a pin, nor does this machine', () => {
  assert.equal(verdictOf({ effect: 'read', environment: 'production' }, { pin: 'staging' }), 'allow');
  assert.equal(verdictOf({ environment: 'local', location: 'local', recovery: 'recoverable' }, { pin: 'staging' }), 'allow');
  assert.equal(verdictOf({ environment: 'unknown', location: 'local', recovery: 'recoverable' }, { pin: 'staging' }), 'allow');
});

test('the reason names the pin', () => {
  const { operations } = decide([base], { ...defaultPolicy, orders: { marks: [], pin: 'development' } });
  assert.match(operations[0]!.reasons.join('; '), /pinned to development/);
  assert.match(operations[0]!.ordered!.join('; '), /pinned to development/);
});

test('a freeze holds every change, and no ignored rule lifts it', () => {
  const recoverable = { environment: 'local', location: 'local', recovery: 'recoverable' } as const;
  assert.equal(verdictOf(recoverable, {}), 'allow');
  assert.equal(verdictOf(recoverable, { frozenAt: 1 }), 'confirm');
  assert.equal(verdictOf(recoverable, { frozenAt: 1 }, ['test.rule']), 'confirm');
  assert.equal(verdictOf({ effect: 'read' }, { frozenAt: 1 }), 'allow');
  assert.equal(verdictOf({ effect: 'expose' }, { frozenAt: 1 }), 'deny');
  assert.equal(verdictOf({ environment: 'production' }, { frozenAt: 1 }), 'type');
});

test('changes follow each other', () => {
  const mark = { type: 'mark', tool: 'kubernetes', resource: 'acme-eu', environment: 'production' } as const;
  let orders = changeOrders(noOrders, { type: 'freeze' }, 5);
  orders = changeOrders(orders, { type: 'freeze' }, 9);
  orders = changeOrders(orders, { type: 'pin', environment: 'staging' }, 9);
  orders = changeOrders(orders, mark, 9);
  orders = changeOrders(orders, { ...mark, environment: 'staging' }, 9);
  assert.deepEqual(orders, {
    frozenAt: 5,
    pin: 'staging',
    marks: [{ tool: 'kubernetes', resource: 'acme-eu', environment: 'staging' }],
  });
  orders = changeOrders(orders, { type: 'mark', tool: 'kubernetes', resource: 'acme-eu' }, 9);
  orders = changeOrders(orders, { type: 'unfreeze' }, 9);
  assert.deepEqual(changeOrders(orders, { type: 'pin' }, 9), noOrders);
});

test('what came over a connection is checked', () => {
  assert.deepEqual(orderChangeFrom({ type: 'freeze', more: 1 }), { type: 'freeze' });
  assert.deepEqual(orderChangeFrom({ type: 'pin', environment: 'staging' }), { type: 'pin', environment: 'staging' });
  for (const value of [
    null,
    'freeze',
    {},
    { type: 'thaw' },
    { type: 'pin', environment: 'local' },
    { type: 'mark', tool: 'x' },
    { type: 'mark', tool: 1, resource: 'a' },
    { type: 'mark', tool: 'x', resource: 'a'.repeat(501) },
  ])
    assert.equal(orderChangeFrom(value), undefined, JSON.stringify(value));
});

test('what was stored is understood whole or not at all', () => {
  const orders: Orders = { frozenAt: 3, pin: 'production', marks: [{ tool: 'aws', resource: 'x', environment: 'staging' }] };
  assert.deepEqual(ordersFrom(JSON.parse(JSON.stringify(orders))), orders);
  for (const value of [
    null,
    {},
    { marks: 'x' },
    { marks: [{}] },
    { marks: [], frozenAt: 'now' },
    { marks: [], pin: 'safe' },
    { marks: [{ tool: 'aws', resource: 'x', environment: 'local' }] },
  ])
    assert.equal(ordersFrom(value), undefined, JSON.stringify(value));
});

test('folders inside each other: any freeze counts, and the nearest pin', () => {
  assert.deepEqual(
    joinOrders([
      { marks: [], pin: 'staging' },
      { marks: [], pin: 'production', frozenAt: 7 },
    ]),
    { marks: [], pin: 'staging', frozenAt: 7 },
  );
});
