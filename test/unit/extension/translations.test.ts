import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

type Texts = Readonly<Record<string, string>>;

const read = (path: string): Texts => JSON.parse(readFileSync(path, 'utf8')) as Texts;
const files = ['package.nls', 'l10n/bundle.l10n'];
const languages = readdirSync('l10n').flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);

/** What has to be the same in every language: placeholders, targets of links, code, settings, lines and columns of tables. */
function fixedParts(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}|\]\([^)]*\)|`[^`]*`|\n|\||Tenth Second/g)].map(([part]) => part).sort();
}

test('the manifest and the source are translated into the same languages', () => {
  assert.ok(languages.length > 0);
  const manifests = readdirSync('.').flatMap((name) => /^package\.nls\.(.+)\.json$/.exec(name)?.[1] ?? []);
  assert.deepEqual(manifests.sort(), languages.toSorted());
});

for (const language of languages) {
  describe(`texts in ${language}`, () => {
    for (const file of files) {
      const english = read(`${file}.json`);
      const translated = read(`${file}.${language}.json`);

      test(`${file} lacks no text, has none left over and none empty`, () => {
        assert.deepEqual(Object.keys(translated).sort(), Object.keys(english).sort());
        for (const [key, text] of Object.entries(translated)) assert.notEqual(text.trim(), '', key);
      });

      test(`${file} keeps placeholders, links, code and tables`, () => {
        for (const [key, text] of Object.entries(english)) assert.deepEqual(fixedParts(translated[key] ?? ''), fixedParts(text), key);
      });
    }

    // Which of the two is which decides whether something is deleted.
    test('buttons that do opposite things have different names', () => {
      const texts = read(`l10n/bundle.l10n.${language}.json`);
      for (const [first, second] of [
        ['Refuse', 'Confirm Once'],
        ['Refuse', 'Confirm One Retry'],
        ['Refuse', 'Type the Name to Confirm…'],
        ['Refuse', 'Allow'],
        ['refused', 'confirmed'],
        ['Keep Connected', 'Disconnect'],
        ['Keep Hidden', 'Give to This Session'],
        ['Keep Frozen', 'Lift the Freeze'],
        ['Keep Guarding', 'Pause for {0}'],
      ] as const) {
        assert.ok(texts[first], first);
        assert.ok(texts[second], second);
        assert.notEqual(texts[first], texts[second]);
      }
    });
  });
}
