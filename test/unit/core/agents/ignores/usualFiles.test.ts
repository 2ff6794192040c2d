import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ignoreRules } from '../../../../../src/core/agents/ignores/ignoreRules.ts';
import {
  ignoreLines,
  placesNoCommandNeeds,
  usualEndings,
  usualNames,
  usualPlaces,
} from '../../../../../src/core/agents/ignores/usualFiles.ts';
import { isCredentialPath } from '../../../../../src/core/credentials/credentialPaths.ts';

describe('files that ignore rules name', () => {
  test('each is a credential file to the guard as well', () => {
    for (const name of usualNames) assert.ok(isCredentialPath(`/w/app/${name}`), name);
    for (const ending of usualEndings) assert.ok(isCredentialPath(`/w/app/some${ending.slice(1)}`), ending);
    for (const place of [...usualPlaces, ...placesNoCommandNeeds])
      assert.ok(isCredentialPath(`/home/ada/${place}`) || isCredentialPath(`/home/ada/${place}/x`), place);
  });

  test('lines are in the syntax of .gitignore, each once', () => {
    const lines = ignoreLines(['/config/mine.txt']);
    assert.equal(new Set(lines).size, lines.length);
    for (const line of lines) {
      assert.match(line, /^(?:# \S|!?[\w.*/[\]-])/, line);
      if (!line.startsWith('#')) assert.doesNotMatch(line, /[{}()]/, line);
    }
    for (const line of ['.env', '.env.*', '!.env.example', '.npmrc', 'id_rsa', '*.tfstate', '.vault-token', '/config/mine.txt'])
      assert.ok(lines.includes(line), line);
  });

  test('every program has one row', () => {
    assert.equal(new Set(ignoreRules.map(({ id }) => id)).size, ignoreRules.length);
  });
});
