import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../../src/core/policy/policy.ts';
import { classifyCommand } from '../../../../support/facts.ts';

const verdictOf = (command: string): string => decide(classifyCommand(command).operations, defaultPolicy).verdict;
const long = 'x'.repeat(3000);

const held = [
  `awk 'BEGIN { "rm -rf /srv/data" | getline }'`,
  `awk 'BEGIN { "echo ${long}; rm -rf /srv/data" | getline x }'`,
  `awk '{ print "rm -rf /srv/data" | "sh" }' list`,
  `awk '{ print "rm -rf " "/srv/data" | "bash" }' list`,
  `awk '{ printf "echo ${long}; rm -rf /srv/%s", $1 | "sh" }' list`,
  `rm -rf /srv/[${'a'.repeat(300)}d]ata`,
];
for (const command of held) test(`held, however long: ${command.slice(0, 60)}`, () => assert.notEqual(verdictOf(command), 'allow'));

const passes = [
  `awk '{ print "rm -rf /srv/data" }' list`,
  `awk '{ print $1 | "sort -u" }' list`,
  `awk '{ print "rm -rf /srv/data" | "sort" }' list`,
  `awk 'BEGIN { "date" | getline now; print now }'`,
  `awk '{ print "a"; print "b" }' list | sort`,
];
for (const command of passes) test(`passes: ${command}`, () => assert.equal(verdictOf(command), 'allow'));
