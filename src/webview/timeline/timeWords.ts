/** Times as this person writes them. */
export class TimeWords {
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #long: Intl.DateTimeFormat;
  readonly #today: string;

  constructor(language: string) {
    const locale = supported(language);
    this.#time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
    this.#day = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short' });
    this.#long = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium' });
    this.#today = new Date().toDateString();
  }

  time(time: number): string {
    return this.#time.format(new Date(time));
  }

  /** Empty for today. */
  day(time: number): string {
    const date = new Date(time);
    return date.toDateString() === this.#today ? '' : this.#day.format(date);
  }

  long(time: number): string {
    return this.#long.format(new Date(time));
  }
}

function supported(language: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language)[0] ?? 'en';
  } catch {
    return 'en'; // No language tag at all.
  }
}
