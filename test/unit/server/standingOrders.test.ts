import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { readOrders } from '../../../src/platform/ordersStore.ts';
import { StandingOrders } from '../../../src/server/standingOrders.ts';
import { callOf } from '../../support/facts.ts';

describe('orders of a person', () => {
  let folder = '';
  const made: string[] = [];
  beforeEach(() => made.push((folder = mkdtempSync(join(tmpdir(), 'tenth-second-orders-')))));
  after(() => made.forEach((each) => rmSync(each, { recursive: true, force: true })));

  const call = (cwd: string): ReturnType<typeof callOf> => callOf({ type: 'command', command: 'ls', shell: 'posix' }, cwd);

  test('a freeze holds for the folder, below it, for its session elsewhere, and for files in it; not beside it', () => {
    const orders = new StandingOrders(folder);
    orders.change(['/w/shop'], { type: 'freeze' }, 5);
    assert.equal(orders.of(call('/w/shop'), undefined).frozenAt, 5);
    assert.equal(orders.of(call('/w/shop/src'), undefined).frozenAt, 5);
    assert.equal(orders.of(call('/tmp'), '/w/shop').frozenAt, 5);
    assert.equal(orders.of(callOf({ type: 'write', path: '/w/shop/a', content: '' }, '/tmp'), undefined).frozenAt, 5);
    assert.equal(orders.of(callOf({ type: 'write', path: '../w/shop/a', content: '' }, '/tmp'), undefined).frozenAt, 5);
    assert.equal(orders.of(call('/w/shop2'), undefined).frozenAt, undefined);
    assert.equal(orders.of(call('/tmp'), '/w/other').frozenAt, undefined);
  });

  test('they outlive the process, 0600, and go when nothing is left of them', () => {
    new StandingOrders(folder).change(['/w/shop'], { type: 'pin', environment: 'staging' }, 5);
    const [name] = readdirSync(folder);
    assert.equal(statSync(join(folder, name!)).mode & 0o777, 0o600);
    const later = new StandingOrders(folder);
    assert.equal(later.on(['/w/shop']).pin, 'staging');
    later.change(['/w/shop'], { type: 'pin' }, 6);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('a file that cannot be understood freezes everything until a person lifts it', () => {
    const orders = new StandingOrders(folder);
    orders.change(['/w/shop'], { type: 'pin', environment: 'staging' }, 5);
    const path = join(folder, readdirSync(folder)[0]!);
    writeFileSync(path, '{ broken');
    assert.equal(readOrders(folder)[0]?.unreadable, path);
    const later = new StandingOrders(folder);
    assert.equal(later.of(call('/anywhere'), undefined).frozenAt, 0);
    later.change(['/w/shop'], { type: 'unfreeze' }, 6);
    assert.equal(later.of(call('/anywhere'), undefined).frozenAt, undefined);
    assert.deepEqual(readOrders(folder), []);
  });

  test('a file of another folder, or one that others may write, is not believed', () => {
    new StandingOrders(folder).change(['/w/shop'], { type: 'pin', environment: 'staging' }, 5);
    const path = join(folder, readdirSync(folder)[0]!);
    writeFileSync(path, readFileSync(path, 'utf8').replace('/w/shop', '/w/else'));
    assert.equal(new StandingOrders(folder).of(call('/x'), undefined).frozenAt, 0);
  });

  test('what somebody changes behind the guard is found out and put back', async () => {
    const orders = new StandingOrders(folder);
    orders.change(['/w/shop'], { type: 'freeze' }, 5);
    const path = join(folder, readdirSync(folder)[0]!);
    const before = readFileSync(path, 'utf8');
    const changed = new Promise<void>((resolve) => {
      const end = orders.watch(() => {
        end();
        resolve();
      });
    });
    rmSync(path);
    await changed;
    assert.equal(orders.of(call('/w/shop'), undefined).frozenAt, 5);
    orders.restore();
    assert.equal(readFileSync(path, 'utf8'), before);
  });
});
