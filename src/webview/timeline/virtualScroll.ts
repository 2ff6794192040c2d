/** Browsers cut elements off somewhere beyond 16 million pixels, sooner when zoomed: the scrolled area stays well below. */
const maxHeight = 6_000_000;

/**
 * Which lines of a very long list are seen, where the scrolled area may be shorter than all lines together. Small steps move by as
 * many pixels as they say; a drag of the scroll bar moves in proportion. Afterwards `settle` brings the bar to where it belongs.
 */
export class VirtualScroll {
  #rowHeight = 22;
  #viewport = 0;
  #total = 0;
  /** Pixels above the viewport if every line were there. */
  #top = 0;
  #scrollTop = 0;

  get total(): number {
    return this.#total;
  }

  get #whole(): number {
    return this.#total * this.#rowHeight;
  }

  /** Of the scrolled area. */
  get height(): number {
    return Math.min(this.#whole, Math.max(maxHeight, this.#viewport));
  }

  get first(): number {
    return Math.floor(this.#top / this.#rowHeight);
  }

  /** Lines in view, also in part. */
  get count(): number {
    return Math.max(0, Math.min(this.#total - this.first, Math.ceil((this.#top + this.#viewport) / this.#rowHeight) - this.first));
  }

  /** Lines that a page of the keyboard goes. */
  get page(): number {
    return Math.max(1, Math.floor(this.#viewport / this.#rowHeight) - 1);
  }

  /** Where a line stands in the viewport, pixels. */
  offsetOf(index: number): number {
    return index * this.#rowHeight - this.#top;
  }

  resize(viewport: number, rowHeight: number): number {
    const { first } = this;
    this.#viewport = viewport;
    if (rowHeight > 0) this.#rowHeight = rowHeight;
    return this.show(first);
  }

  setTotal(total: number): number {
    this.#total = total;
    return this.#goTo(this.#top);
  }

  /** The person scrolled. */
  scrolled(scrollTop: number): void {
    const step = scrollTop - this.#scrollTop;
    this.#scrollTop = scrollTop;
    if (this.height === this.#whole) this.#top = scrollTop;
    else if (Math.abs(step) < 2 * this.#viewport) this.#top = this.#within(this.#top + step);
    else this.#top = this.#fromBar(scrollTop);
  }

  /** Where the scroll bar belongs; given to the element, it is not a step. */
  settle(): number {
    return (this.#scrollTop = this.#toBar(this.#top));
  }

  /** Brings a line to the top; gives the place of the scroll bar. */
  show(index: number): number {
    return this.#goTo(index * this.#rowHeight);
  }

  /** Moves as little as is needed for the line to be seen whole. */
  reveal(index: number): number {
    const begin = index * this.#rowHeight;
    if (begin < this.#top) return this.#goTo(begin);
    const end = begin + this.#rowHeight - this.#viewport;
    return end > this.#top ? this.#goTo(end) : this.#scrollTop;
  }

  #goTo(top: number): number {
    this.#top = this.#within(top);
    return this.settle();
  }

  #within(top: number): number {
    return Math.max(0, Math.min(top, this.#whole - this.#viewport));
  }

  get #ratio(): number {
    const bar = this.height - this.#viewport;
    return bar <= 0 ? 0 : Math.max(0, this.#whole - this.#viewport) / bar;
  }

  #fromBar(scrollTop: number): number {
    return this.#within(scrollTop * this.#ratio);
  }

  #toBar(top: number): number {
    return this.#ratio === 0 ? 0 : top / this.#ratio;
  }
}
