import { isWithin } from '../paths.ts';

/** Segments between the root and the base name, nearest to the file first. */
export function foldersBelow(path: string, root: string | undefined): readonly string[] {
  if (root === undefined || !isWithin(path, root)) return [];
  return path
    .slice(root.length)
    .split('/')
    .filter((segment) => segment !== '')
    .slice(0, -1)
    .reverse();
}

/** Finds the line (from 1) of an offset in a text; asked in any order. */
export function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
