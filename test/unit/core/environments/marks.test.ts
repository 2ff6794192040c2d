import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyMarks } from '../../../../src/core/environments/marks.ts';
import { assemble, recognise, recognisersFor } from '../../../../src/core/environments/recognisers.ts';
import { resolveTarget } from '../../../../src/core/environments/target.ts';
import type { Mark } from '../../../../src/core/policy/orders.ts';
import type { Target } from '../../../../src/core/rules/rule.ts';
import type { Environment, Knowledge } from '../../../../src/core/types.ts';
import { blindFacts } from '../../../support/facts.ts';

const root = '/work/shop';
const user = ['shop', 'secret'].join(':');

function knowledgeOf(files: Readonly<Record<string, string>>): Knowledge {
  const found = Object.entries(files).flatMap(([name, text]) => {
    const file = { path: `${root}/${name}`, text, root, home: '/home/ada' };
    return recognisersFor(file.path).map((recogniser) => recognise(recogniser, file));
  });
  return { ...assemble(found), roots: [root], credentials: [] };
}

const knowledge = knowledgeOf({ '.env': `DATABASE_URL=postgres://${user}@db.acme.example/bookings\n` });
const link = knowledge.links.find((one) => one.variable === 'DATABASE_URL')!;

function environmentOf(target: Target, marks: readonly Mark[], names: readonly string[] = [], of = knowledge): Environment {
  return resolveTarget(target, undefined, root, blindFacts({ knowledge: applyMarks(of, marks, names) })).environment;
}

describe('marks of a person', () => {
  const mark = (environment: Mark['environment']): readonly Mark[] => [{ tool: link.tool, resource: link.resource, environment }];

  test('a link and the host on its line become what the person says', () => {
    assert.equal(link.environment, 'unknown');
    for (const environment of ['production', 'staging', 'development'] as const) {
      const marked = applyMarks(knowledge, mark(environment), []);
      const now = marked.links.find((one) => one.variable === 'DATABASE_URL')!;
      assert.equal(now.environment, environment);
      assert.match(now.evidence.text, /you marked it/);
      assert.equal(environmentOf({ tool: 'postgres', hosts: ['db.acme.example'] }, mark(environment)), environment);
    }
  });

  test('it beats a name that says production, but not another one in the same command', () => {
    const marks: readonly Mark[] = [{ tool: 'kubernetes', resource: 'prod-replica', environment: 'development' }];
    assert.equal(environmentOf({ tool: 'kubernetes', says: 'prod-replica' }, []), 'production');
    assert.equal(environmentOf({ tool: 'kubernetes', says: 'prod-replica' }, marks), 'development');
    assert.equal(environmentOf({ tool: 'kubernetes', says: 'prod-replica', hosts: ['api.prod.acme.example'] }, marks), 'production');
    assert.equal(environmentOf({ tool: 'kubernetes', says: 'other' }, marks), 'unknown');
  });

  test('a command that names nothing goes where the marked link is', () => {
    const plain = knowledgeOf({ '.terraform/environment': 'eu\n' });
    const { resource } = plain.links.find((one) => one.tool === 'terraform')!;
    assert.equal(environmentOf({ tool: 'terraform' }, [], [], plain), 'unknown');
    assert.equal(environmentOf({ tool: 'terraform' }, [{ tool: 'terraform', resource, environment: 'staging' }], [], plain), 'staging');
    assert.equal(applyMarks(knowledge, [], []), knowledge);
  });
});

describe('names that settings call production', () => {
  test('by host, by database, by glob and by tool', () => {
    for (const name of ['db.acme.example', 'bookings', '*.acme.example', `${link.tool}:db.acme.*`, link.resource]) {
      const now = applyMarks(knowledge, [], [name]).links.find((one) => one.variable === 'DATABASE_URL')!;
      assert.equal(now.environment, 'production', name);
    }
    for (const name of ['acme', 'kubernetes:db.acme.example', '', '*'.repeat(300)]) {
      const now = applyMarks(knowledge, [], [name]).links.find((one) => one.variable === 'DATABASE_URL')!;
      assert.equal(now.environment, 'unknown', name);
    }
  });

  test('they outweigh a mark: settings only tighten', () => {
    const marked = applyMarks(knowledge, [{ tool: link.tool, resource: link.resource, environment: 'development' }], ['bookings']);
    assert.equal(marked.links.find((one) => one.variable === 'DATABASE_URL')!.environment, 'production');
  });

  test('hostile patterns cost nothing', () => {
    const pattern = '*a'.repeat(8);
    const many: Knowledge = { ...knowledge, links: Array.from({ length: 200 }, () => ({ ...link, resource: 'a'.repeat(400) + 'b' })) };
    applyMarks(many, [], [pattern, '{a,b}'.repeat(30), '+(a|b)'.repeat(20)]);
  });
});
