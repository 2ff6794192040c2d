import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

type Texts = Readonly<Record<string, string>>;

const read = (path: string): Texts => JSON.parse(readFileSync(path, 'utf8')) as Texts;
const files = ['package.nls', 'l10n/bundle.l10n'];
const languages = readdirSync('l10n').flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);

/** What is rightly the same as in English, in every language and in the one named. */
const same: Readonly<Record<string, readonly string[]>> = {
  '': ['Tenth Second'],
  de: ['Agent', 'Backup', 'Details', 'Editor', 'Journal', 'Person', 'Snapshot', 'Terminals'],
  es: ['Editor'],
};

/** What has to be the same in every language: placeholders, targets of links, code, settings, lines and columns of tables. */
function fixedParts(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}|\]\([^)]*\)|`[^`]*`|\n|\||\/hooks\b|Tenth Second/g)].map(([part]) => part).sort();
}

/** The keys of the commands and views that an English text names: "Connect Agents", *Hide from Agents*, the Coverage view. */
function titlesIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/["“*](?:Tenth Second: )?(\p{Lu}[^"”*]+)["”*]|\b(\p{Lu}\w+) view\b/gu)];
  const titles = Object.entries(read('package.nls.json')).filter(([key]) => /^(?:command|view)\./.test(key));
  return quoted.flatMap(([, name, view]) => {
    const found = titles.find(([, title]) => withoutDots(title) === withoutDots(name ?? view ?? ''));
    return found === undefined ? [] : [found[0]];
  });
}

function withoutDots(title: string): string {
  return title.replace(/…$/, '');
}

test('the commands and views that a text names are found', () => {
  assert.deepEqual(titlesIn('Run "Tenth Second: Connect Agents" first.'), ['command.connectAgents.title']);
  assert.deepEqual(titlesIn('See what the Coverage view says, and *Hide from Agents*.'), [
    'view.coverage.name',
    'command.hideFromAgents.title',
  ]);
  assert.deepEqual(titlesIn('| `acme-*` | an app "Name" of yours, see *this* |'), []);
});

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

      test(`${file} says everything in its own language`, () => {
        const allowed = [...same['']!, ...(same[language] ?? [])];
        for (const [key, text] of Object.entries(translated)) if (!allowed.includes(text)) assert.notEqual(text, english[key], key);
      });

      test(`${file} names commands and views as the editor shows them`, () => {
        const manifest = read(`package.nls.${language}.json`);
        for (const [key, text] of Object.entries(english)) {
          for (const title of titlesIn(text)) {
            const name = withoutDots(manifest[title] ?? assert.fail(title));
            assert.ok(translated[key]?.includes(name), `${key} does not say ${name}`);
          }
        }
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

    test('what became of an action is told apart', () => {
      const texts = read(`l10n/bundle.l10n.${language}.json`);
      const words = ['allowed', 'confirmed', 'refused', 'denied', 'parked', 'not held', 'ran while paused', 'waiting'].map(
        (word) => texts[word],
      );
      assert.equal(new Set(words).size, words.length, words.join(', '));
    });
  });
}
