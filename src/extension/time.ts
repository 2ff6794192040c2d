/** Time of day as this person writes it. */
export function clock(time: number): string {
  return new Date(time).toLocaleTimeString(undefined, { timeStyle: 'short' });
}

/** Time of day, with the date when it was not today. */
export function clockAndDay(time: number, now = Date.now()): string {
  const sameDay = new Date(time).toDateString() === new Date(now).toDateString();
  return sameDay ? clock(time) : new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
