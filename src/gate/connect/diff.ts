interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

const context = 3;
/** Longest texts that are compared line by line; beyond, the whole is shown as replaced. */
const maxCells = 4_000_000;

/** A unified diff of two texts, for a person to read before a file is written. */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const head = `--- ${before === undefined ? '/dev/null' : path}\n+++ ${after === undefined ? '/dev/null' : path}\n`;
  const shown = steps.map((_, index) => steps.slice(Math.max(0, index - context), index + context + 1).some((step) => step.mark !== ' '));
  let text = '';
  let oldLine = 1;
  let newLine = 1;
  for (let index = 0; index < steps.length;) {
    if (!shown[index]) {
      oldLine++;
      newLine++;
      index++;
      continue;
    }
    let end = index;
    while (end < steps.length && shown[end]) end++;
    const hunk = steps.slice(index, end);
    const olds = hunk.filter((step) => step.mark !== '+').length;
    const news = hunk.filter((step) => step.mark !== '-').length;
    text += `@@ -${olds === 0 ? oldLine - 1 : oldLine},${olds} +${news === 0 ? newLine - 1 : newLine},${news} @@\n`;
    text += hunk.map((step) => `${step.mark}${step.line}\n`).join('');
    oldLine += olds;
    newLine += news;
    index = end;
  }
  return head + text;
}

function linesOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function stepsBetween(before: readonly string[], after: readonly string[]): readonly Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end])
    end++;
  const same = (lines: readonly string[]): readonly Step[] => lines.map((line) => ({ mark: ' ', line }));
  return [
    ...same(before.slice(0, start)),
    ...changed(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** Longest common subsequence, row by row. */
function changed(before: readonly string[], after: readonly string[]): readonly Step[] {
  const removed = (line: string): Step => ({ mark: '-', line });
  const added = (line: string): Step => ({ mark: '+', line });
  if (before.length * after.length > maxCells) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        before[i] === after[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      steps.push({ mark: ' ', line: before[i]! });
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!))
      steps.push(removed(before[i++]!));
    else steps.push(added(after[j++]!));
  }
  return steps;
}
