/** Programs that do nothing but print the file after them. */
const printers = ['cat', 'head', 'tail', 'less', 'more', 'nl', 'tac', 'bat', 'strings', 'xxd', 'base64'];

/** A rules file of Codex (Starlark). An element that is a list stands for any of its words: https://developers.openai.com/codex/rules */
export function codexCredentialRules(names: readonly string[]): string {
  const files = names.flatMap((name) => [name, `./${name}`]);
  const list = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  return [
    '# Written by "tenth-second ignore codex", removed by "tenth-second ignore codex --remove".',
    'prefix_rule(',
    `    pattern = [${list(printers)}, ${list(files)}],`,
    '    decision = "forbidden",',
    '    justification = "Credential file: Tenth Second answers with its keys and types when you read it by other means.",',
    ')',
    '',
  ].join('\n');
}
