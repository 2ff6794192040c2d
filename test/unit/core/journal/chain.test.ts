import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { chainStart, encodeLine, verifyChain, type ChainHead } from '../../../../src/core/journal/chain.ts';
import { maxTextLength, redactRecord } from '../../../../src/core/journal/codec.ts';
import type { JournalRecord } from '../../../../src/core/journal/record.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function chain(count: number): { lines: string[]; head: ChainHead } {
  let head = chainStart;
  const lines: string[] = [];
  for (let i = 1; i <= count; i++) {
    const record: JournalRecord = {
      type: 'action',
      time: 1_700_000_000_000 + i,
      workspace: '/w',
      action: `command ${i}`,
      verdict: 'confirm',
    };
    const encoded = encodeLine(record, head, hash);
    lines.push(encoded.line);
    head = encoded.head;
  }
  return { lines, head };
}

function faults(text: string, anchor?: ChainHead): string[] {
  return verifyChain(text, hash, anchor).problems.map((problem) => `${problem.fault} ${problem.line}`);
}

test('a whole chain verifies, with its head as anchor too', () => {
  const { lines, head } = chain(5);
  const report = verifyChain(lines.join(''), hash, head);
  assert.deepEqual(report, { lines: 5, head, problems: [] });
  assert.deepEqual(faults('', chainStart), []);
});

test('every changed byte of a line is found, in that line', () => {
  const { lines } = chain(3);
  for (let i = 0; i < lines[1]!.length - 1; i++) {
    const line = lines[1]!;
    const changed = line.slice(0, i) + (line[i] === 'x' ? 'y' : 'x') + line.slice(i + 1);
    const found = faults(lines[0]! + changed + lines[2]!);
    assert.ok(
      found.some((fault) => /^(edited|unreadable|removed|reordered|inserted) [23]$/.test(fault)),
      `byte ${i}: ${found.join(', ')}`,
    );
  }
});

test('blanks added to a line are found', () => {
  const { lines } = chain(2);
  assert.deepEqual(faults(lines[0]! + lines[1]!.replace('"record":{', '"record": {')), ['edited 2']);
});

test('an edited record whose hash was made anew breaks the next one', () => {
  const { lines } = chain(3);
  const rest = lines[1]!.slice(lines[1]!.indexOf('"n":'), -1).replace('command 2', 'command 9');
  assert.deepEqual(faults(`${lines[0]!}{"hash":"${hash(rest)}",${rest}\n${lines[2]!}`), ['inserted 3']);
});

test('a removed record is named', () => {
  const { lines } = chain(4);
  const report = verifyChain(lines[0]! + lines[3]!, hash);
  assert.deepEqual(report.problems, [{ fault: 'removed', line: 2, text: 'line 2: records 2 to 3 are missing before record 4' }]);
});

test('two records in the wrong order are found', () => {
  const { lines } = chain(4);
  assert.deepEqual(faults(lines[0]! + lines[2]! + lines[1]! + lines[3]!), ['removed 2', 'reordered 3', 'removed 4']);
});

test('an inserted copy of a record is found', () => {
  const { lines } = chain(3);
  assert.deepEqual(faults(lines[0]! + lines[1]! + lines[1]! + lines[2]!), ['inserted 3']);
});

test('a torn last line is told apart from tampering', () => {
  const { lines } = chain(3);
  assert.deepEqual(faults(lines[0]! + lines[1]! + lines[2]!.slice(0, 40)), ['torn 3']);
});

test('a cut tail is seen by the anchor only', () => {
  const { lines, head } = chain(3);
  assert.deepEqual(faults(lines[0]! + lines[1]!), []);
  assert.deepEqual(faults(lines[0]! + lines[1]!, head), ['cut 2']);
});

test('a chain written anew from the start does not pass the anchor', () => {
  const { head } = chain(3);
  let other = chainStart;
  let text = '';
  for (const action of ['ls', 'ls', 'ls']) {
    const encoded = encodeLine({ type: 'action', time: 1, workspace: '/w', action }, other, hash);
    text += encoded.line;
    other = encoded.head;
  }
  assert.deepEqual(faults(text, head), ['edited 3']);
});

test('what is no record is named and the rest still read', () => {
  const { lines } = chain(2);
  assert.deepEqual(faults(`${lines[0]!}garbage\n${lines[1]!}`), ['unreadable 2']);
  for (const garbage of ['null', '[]', '{}', '{"hash":1}', '{"hash":"","n":1,"prev":"","record":null}', ''])
    assert.deepEqual(faults(`${garbage}\n`), ['unreadable 1'], garbage);
});

test('texts are redacted before they are shortened', () => {
  const secret = 's'.repeat(40);
  const record: JournalRecord = {
    type: 'action',
    time: 1,
    workspace: '/w',
    action: `${'a'.repeat(maxTextLength - 10)}${secret}`,
    text: secret,
    operations: [
      {
        effect: 'delete',
        resource: secret,
        kind: 'file',
        environment: 'local',
        rule: 'x.y',
        title: `Delete ${secret}`,
        verdict: 'confirm',
        evidence: [secret],
      },
    ],
  };
  const clean = JSON.stringify(redactRecord(record, (text) => text.replaceAll(secret, '<masked>')));
  assert.ok(!clean.includes('sss'), clean.slice(-300));
});
