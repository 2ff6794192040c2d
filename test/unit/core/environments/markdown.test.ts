import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assemble, recognise } from '../../../../src/core/environments/recognisers.ts';
import { markdown } from '../../../../src/core/environments/recognisers/markdown.ts';

const a = '3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4';
const b = 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462';

const rows: readonly (readonly [title: string, text: string, expected: readonly string[]])[] = [
  [
    'a table of volumes',
    `| environment | volume | volume id |\n| --- | --- | --- |\n| production | \`bookings-data\` | \`${a}\` |\n| staging | \`bookings-data-staging\` | \`${b}\` |`,
    [
      `${a} production bookings-data 3`,
      `${b} staging bookings-data-staging 4`,
      'bookings-data production bookings-data 3',
      'bookings-data-staging staging bookings-data-staging 4',
    ],
  ],
  [
    'a column per environment',
    `| what | Production | Staging |\n|---|---|---|\n| main volume | ${a} | ${b} |`,
    [`${a} production - 3`, `${b} staging - 3`],
  ],
  ['a section', `# Shop\n## Production\nVolume id: ${a}\n## Staging\nVolume id: ${b}`, [`${a} production - 3`, `${b} staging - 5`]],
  ['a subsection keeps it', `## Production\n### Volumes\n- ${a}\n# Other\n- ${b}`, [`${a} production - 3`, `${b} unknown - 5`]],
  [
    'a line',
    `The production volume is \`bookings-data\` (${a}).`,
    [`${a} production bookings-data 1`, 'bookings-data production bookings-data 1'],
  ],
  [
    'list items',
    `- **bookings-data** (production)\n  - id: ${a}\n- **bookings-copy** (staging)\n  - id: ${b}`,
    [`${a} production bookings-data 2`, `${b} staging bookings-copy 4`],
  ],
  ['an id without any word', `See ${a}.`, [`${a} unknown - 1`]],
  [
    'a name beside word and kind',
    'Never touch the `rental-shop-main` cluster of production.',
    ['rental-shop-main production rental-shop-main 1'],
  ],
  ['both environments: the worse', `Volume ${a} is shared by staging and production.`, [`${a} production - 1`]],
  ['not production', `Non-production volume: ${a}`, [`${a} staging - 1`]],
  [
    'no name of a resource: commands and files',
    'Run `npm run build` for production, it fills `build` and reads `.env.production` and `package.json`.',
    [],
  ],
  ['no name of a resource: variables and flags', 'Set `NODE_ENV` and `--prod` on the production server.', []],
  ['no name of a resource: a vendor', 'The production server calls `api.stripe.com`.', []],
  ['product and reproduce', `## Products\nTo reproduce: ${a}`, [`${a} unknown - 2`]],
  ['production-ready and production build', `A production-ready app. The production build has id ${a}`, [`${a} unknown - 1`]],
  ['a fence', `## Production\n\`\`\`\nrailway volume list\n${a}\n\`\`\``, [`${a} production - 4`]],
  ['a heading inside a fence is none', `\`\`\`sh\n# production\n\`\`\`\nid ${a}`, [`${a} unknown - 4`]],
];

for (const [title, text, expected] of rows)
  test(`markdown: ${title}`, () => {
    const { identifiers } = assemble([recognise(markdown, { path: '/ws/README.md', root: '/ws', text })]);
    assert.deepEqual(
      Object.entries(identifiers)
        .flatMap(([id, places]) => places.map((place) => `${id} ${place.environment} ${place.name ?? '-'} ${place.evidence.line}`))
        .filter((row) => expected.length === 0 || expected.some((one) => one.split(' ')[0] === row.split(' ')[0]))
        .sort(),
      [...expected].sort(),
    );
  });

test('the readme of a fresh app links nothing', () => {
  const text = `# My App\n\n## Available Scripts\n\n### \`npm start\`\n\nRuns the app in the development mode. Open [http://localhost:3000](http://localhost:3000).\n\n### \`npm run build\`\n\nBuilds the app for production to the \`build\` folder.\nIt correctly bundles React in production mode.\n\n| Command | Action |\n| :-- | :-- |\n| \`npm run dev\` | Starts local dev server at \`localhost:4321\` |\n| \`npm run build\` | Build your production site to \`./dist/\` |\n| \`docker-compose up\` | the production-like stack |\n`;
  const { links, identifiers } = assemble([recognise(markdown, { path: '/ws/README.md', root: '/ws', text })]);
  assert.deepEqual([links, identifiers], [[], {}]);
});
