/** What a table holds under a key of its own: a command may be named `constructor`, and every object has something of that name. */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
