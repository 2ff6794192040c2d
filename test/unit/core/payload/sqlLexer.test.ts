import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lexSql, sqlModes, type SqlMode } from '../../../../src/core/payload/sqlLexer.ts';

const marks = { word: '', quoted: 'Q:', string: 'S:', number: 'N:', punct: '', meta: 'M:', break: '' } as const;

/** Tokens in one line; strings, quoted names, numbers and client commands are marked, and what something else fills in. */
function read(text: string, mode: SqlMode): string {
  return lexSql(text, mode)
    .map((token) => `${marks[token.type]}${token.text.replaceAll('\n', '↵')}${token.template ? '?' : ''}`)
    .join(' | ');
}

type Row = readonly [text: string, tokens: string];

const rows: Readonly<Record<keyof typeof sqlModes, readonly Row[]>> = {
  standard: [
    ['DROP TABLE a1_$#;', 'DROP | TABLE | a1_$# | ;'],
    ['\'it\'\'s\' "a""b" `c``d`', 'S:it\'s | Q:a"b | Q:c`d'],
    ["'a\\' x", 'S:a\\ | x'],
    ["E'a\\'b' x", "E | S:a\\'b | x"],
    ["e'\\\\' x", 'e | S:\\\\ | x'],
    ["n'a\\' x", 'n | S:a\\ | x'],
    ["E 'a\\' x", 'E | S:a\\ | x'],
    ['E"a\\" x', 'E | Q:a\\ | x'],
    ["a 'b", "a | ' | b"],
    ['a \'b "c" \'d', 'a | S:b "c"  | d'],
    ['\' " x ` y', '\' | " | x | ` | y'],
    ['1 2.5 0x1F 3e5.a', 'N:1 | N:2.5 | N:0x1F | N:3e5.a'],
    ['a -- b\nc', 'a | c'],
    ['a --b', 'a'],
    ['a - b -1', 'a | - | b | - | N:1'],
    ['a /* b */ c', 'a | c'],
    ['a /* b /* c */ d */ e', 'a | e'],
    ['a /**/ b /* c */ d', 'a | b | d'],
    ['a /* b', 'a'],
    ['a /*! b */ c', 'a | c'],
    ['a / b', 'a | / | b'],
    ['a\n/\nb', 'a | ; | b'],
    ['a\n / \nb', 'a | ; | b'],
    ['a /\nb', 'a | / | b'],
    ['a\n/ b', 'a | / | b'],
    ['a\nGO\nb', 'a | ; | b'],
    ['a\ngo 5\nb', 'a | ; | N:5 | b'],
    ['GO', ';'],
    ['a GO', 'a | GO'],
    ['a\nGO b', 'a | GO | b'],
    ['a\n/ 5', 'a | / | N:5'],
    ['a * b */', 'a | * | b | * | /'],
    ['a # b #c ##d', 'a | # | b | #c | ##d'],
    ['[a]', '[ | a | ]'],
    ['a::b :c : d', 'a | :: | b | :c | : | d'],
    ['@a @ c', '@a | @ | c'],
    ['.tables', '. | tables'],
    ['$$a; b$$ c', 'S:a; b | c'],
    ['$x1$a$$b$x1$ c', 'S:a$$b | c'],
    ['$1 $1a', '$1 | $1a?'],
    ['$a $b', '$a? | $b?'],
    ['$$a', '$ | $a?'],
    ['$ a', '$ | a'],
    ['${a b} $(c d) {{ e }} f', '${a b}? | $(c d)? | {{ e }}? | f'],
    ['${a ${b {{c', '$ | { | a | $ | { | b | { | { | c'],
    ['{ a }', '{ | a | }'],
    ['a\u00a0b\u2003c\ufeffd\u3000e', 'a | b | c | d | e'],
    ['größe', 'größe'],
    ['\\c prod', 'M:\\c prod'],
    ['a \\gexec', 'a | M:\\gexec'],
    ['\\! rm -rf \\x\nb', 'M:\\! rm -rf \\x | b'],
    ['\\o x \\! ls \nb', 'M:\\o x | M:\\! ls | b'],
    ['\\? a', 'M:\\? a'],
    ['a \\; b', 'a | ; | b'],
    ['a \\\nb \\\rc \\', 'a | b | c'],
    ['a \\1', 'a | \\ | N:1'],
    ['DELIMITER //\na', 'M:DELIMITER // | a'],
    ['a; delimiter $$', 'a | ; | M:delimiter $$'],
    ['\\c x\nDELIMITER //', 'M:\\c x | M:DELIMITER //'],
    ['a DELIMITER b', 'a | DELIMITER | b'],
    ["COPY a FROM STDIN;\nDROP TABLE b\n'\\.x\n\\.\nc", 'COPY | a | FROM | STDIN | ; | c'],
    ['COPY a FROM STDIN;\nb', 'COPY | a | FROM | STDIN | ; | b'],
    ['COPY a TO STDIN;\nb\n\\.\nc', 'COPY | a | TO | STDIN | ; | b | M:\\. | c'],
    ['COPY a FROM b;\nb\n\\.\nc', 'COPY | a | FROM | b | ; | b | M:\\. | c'],
    ['a FROM STDIN;\nb\n\\.\nc', 'a | FROM | STDIN | ; | b | M:\\. | c'],
    ['a; COPY b FROM STDIN;\nc\n\\.\nd', 'a | ; | COPY | b | FROM | STDIN | ; | d'],
    ['\\x\nCOPY b FROM STDIN;\nc\n\\.\nd', 'M:\\x | COPY | b | FROM | STDIN | ; | d'],
    ['COPY a FROM STDIN; b; c\n\\.\n', 'COPY | a | FROM | STDIN | ;'],
  ],
  mysql: [
    ["'a\\'b' x", "S:a\\'b | x"],
    ['"a\\"b" x', 'S:a\\"b | x'],
    ['`a\\` x', 'Q:a\\ | x'],
    ['a # b\nc', 'a | c'],
    ['a -- b\nc', 'a | c'],
    ['a --\nc', 'a | c'],
    ['a --', 'a'],
    ['5--1', 'N:5 | - | - | N:1'],
    ['a /* b /* c */ d', 'a | d'],
    ['a /*!50001 b */ c', 'a | b | c'],
    ['a /*! b*/c', 'a | b | c'],
    ['a /*M!100100 b */ c', 'a | b | c'],
    ['a /*M b */ c', 'a | c'],
    ['a /*!9', 'a'],
    ['/*!0a*/', 'a'],
    ['/*!:a*/', ':a'],
    ['a * b', 'a | * | b'],
    ['$$a$$', '$ | $a? | $ | $'],
    ['\\. x.sql', 'M:\\. x.sql'],
  ],
  brackets: [
    ['[a b] c', 'Q:a b | c'],
    ['[a]]b] c', 'Q:a]b | c'],
    ['[a', '[ | a'],
    ['"a" \'b\'', 'Q:a | S:b'],
    ['a\nGO\n[b]', 'a | ; | Q:b'],
  ],
  sqlite: [
    ['.shell rm x\na', 'M:.shell rm x | a'],
    ['a; .tables', 'a | ; | M:.tables'],
    ['a .b', 'a | . | b'],
    ['.5', '. | N:5'],
    ['.open \\a \\b', 'M:.open \\a \\b'],
    ['[a] /* b /* c */ d', 'Q:a | d'],
  ],
};

for (const name of ['standard', 'mysql', 'brackets', 'sqlite'] as const)
  for (const [text, tokens] of rows[name])
    test(`${name} takes apart ${JSON.stringify(text)}`, () => assert.equal(read(text, sqlModes[name]), tokens));

test('tokens know their place and the upper case of words', () => {
  assert.deepEqual(lexSql(" drop 'a''b';", sqlModes.standard), [
    { type: 'word', text: 'drop', upper: 'DROP', start: 1, end: 5 },
    { type: 'string', text: "a'b", upper: '', start: 6, end: 12 },
    { type: 'break', text: ';', upper: '', start: 12, end: 13 },
  ]);
  assert.deepEqual(lexSql('1 "a" $b (', sqlModes.standard), [
    { type: 'number', text: '1', upper: '', start: 0, end: 1 },
    { type: 'quoted', text: 'a', upper: '', start: 2, end: 5 },
    { type: 'word', text: '$b', upper: '$b', start: 6, end: 8, template: true },
    { type: 'punct', text: '(', upper: '', start: 9, end: 10 },
  ]);
  assert.deepEqual(lexSql('\\q  \n', sqlModes.standard), [{ type: 'meta', text: '\\q', upper: '', start: 0, end: 4 }]);
});
