/** What of V8's CPU profile is read here: https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  /** Microseconds. */
  readonly startTime: number;
  readonly endTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Block {
  readonly ms: number;
  /** The function below which most of it was spent. */
  readonly where: string;
}

const idle = new Set(['(idle)', '(root)']);
/** No function of anybody: they belong to what ran before them. */
const nobody = new Set(['(program)', '(garbage collector)']);

/**
 * How long one thread was held up, longest first: without a pause (`all`), and without a pause by functions called from the files that
 * `isOurs` says (`ours`, garbage collection in their midst included). A profile counts waiting for a processor like work; `ran`, the
 * milliseconds that the thread did run, takes it out: the longest gaps between samples are cut until the work makes up that sum.
 */
export function blocksOf(
  profile: CpuProfile,
  isOurs: (url: string) => boolean,
  ran = Infinity,
): { readonly all: readonly Block[]; readonly ours: readonly Block[] } {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const owners = new Map<number, string | undefined>();
  /** The outermost function of ours on the stack of a sample. */
  const ownerOf = (id: number): string | undefined => {
    if (owners.has(id)) return owners.get(id);
    const { callFrame } = nodes.get(id)!;
    const parent = parents.get(id);
    const above = parent === undefined ? undefined : ownerOf(parent);
    const owner =
      above ??
      (isOurs(callFrame.url)
        ? `${callFrame.functionName || '(anonymous)'} ${fileOf(callFrame.url)}:${callFrame.lineNumber + 1}`
        : undefined);
    owners.set(id, owner);
    return owner;
  };
  const longest = longestGap(profile, (id) => !idle.has(nodes.get(id)!.callFrame.functionName), ran * 1000);
  const all = new Runs();
  const ours = new Runs();
  for (const [i, id] of profile.samples.entries()) {
    // A sample stands for the time until the next one.
    const time = Math.min(profile.timeDeltas[i + 1] ?? 0, longest);
    const { functionName, url } = nodes.get(id)!.callFrame;
    if (idle.has(functionName)) {
      all.end();
      ours.end();
    } else if (nobody.has(functionName)) {
      all.goOn(time);
      ours.goOn(time);
    } else {
      all.add(time, `${functionName || '(anonymous)'} ${fileOf(url)}`);
      const owner = ownerOf(id);
      if (owner === undefined) ours.end();
      else ours.add(time, owner);
    }
  }
  return { all: all.longest(), ours: ours.longest() };
}

/** Where to cut the gaps between samples so that those of work sum up to `ran` microseconds. */
function longestGap({ samples, timeDeltas }: CpuProfile, isWork: (id: number) => boolean, ran: number): number {
  const gaps = samples.flatMap((id, i) => (isWork(id) ? [timeDeltas[i + 1] ?? 0] : [])).sort((a, b) => a - b);
  let before = 0;
  for (const [i, gap] of gaps.entries()) {
    // From here on all are cut to the same length.
    if (before + gap * (gaps.length - i) > ran) return (ran - before) / (gaps.length - i);
    before += gap;
  }
  return Infinity;
}

function fileOf(url: string): string {
  return url.split('/').at(-1) ?? url;
}

/** Runs of samples without a pause. */
class Runs {
  readonly #done: Block[] = [];
  #length: number | undefined;
  #shares = new Map<string, number>();

  add(time: number, where: string): void {
    this.#length = (this.#length ?? 0) + time;
    this.#shares.set(where, (this.#shares.get(where) ?? 0) + time);
  }

  /** What is nobody's makes a run longer only when it has begun. */
  goOn(time: number): void {
    if (this.#length !== undefined) this.#length += time;
  }

  end(): void {
    if (this.#length === undefined) return;
    const where = [...this.#shares].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
    this.#done.push({ ms: this.#length / 1000, where });
    this.#length = undefined;
    this.#shares = new Map();
  }

  longest(): readonly Block[] {
    this.end();
    return this.#done.sort((a, b) => b.ms - a.ms);
  }
}
