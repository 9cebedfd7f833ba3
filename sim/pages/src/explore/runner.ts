// runner.ts -- which questions the engine is asked, and when.
//
// Owns      Runner: the first result quickly, then further replicates in the background, stale ones given up.
// Promises  what is shown always belongs to settings that were asked for; at most one quick question is under way; the
//           background waits until the controls rest.
// Today's world comes with the page, so nothing waits for it. The engine works it out a few times all the same, while
// nobody has asked for anything yet: a browser translates code better once it has run.
import type { ExploreData, Outcome } from './data';
import { GivenUp, type Answer, type Question } from './engine';
import { compare, run_of, type Comparison, type Run } from './results';

/** As much of the engine as is needed here. */
export interface Asked {
  run(question: Question, signal?: AbortSignal): Promise<Answer>;
}

export interface Shown {
  comparison: Comparison;
  /** More is being worked out. */
  is_refining: boolean;
  most_replicates: number;
}

const rest_milliseconds = 250;
const most_kept = 24;
const warming_runs = 10;  // after these they take as long as later ones

export class Runner {
  private readonly kept = new Map<string, Run[]>();
  private readonly most: number;
  private settings: Record<string, string> = {};
  private is_quick_busy = false;
  private background = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private is_warm = false;

  /** `today`: the engine's answers about today's world, for replicates 0, 1, ... */
  constructor(private readonly engine: Asked, private readonly data: ExploreData, today: Answer[],
              private readonly show: (shown: Shown) => void, private readonly fail: (why: string) => void) {
    this.most = Math.max(1, Math.floor(data.people.most / data.people.quick));
    this.kept.set('{}', today.map((answer) => run_of(data.outcomes, answer)));
  }

  /** The controls moved. */
  ask(settings: Record<string, string>): void {
    this.settings = settings;
    this.background.abort();
    clearTimeout(this.timer);
    if (this.runs(settings).length > 0 && this.runs({}).length > 0) this.showing(settings);
    else void this.quick();
    this.timer = setTimeout(() => void this.refine(), rest_milliseconds);
  }

  private runs(settings: Record<string, string>): Run[] {
    const key = JSON.stringify(settings);
    let runs = this.kept.get(key);
    if (runs === undefined) runs = [];
    this.kept.delete(key);
    this.kept.set(key, runs);  // the last used stands last
    for (const old of this.kept.keys()) {
      if (this.kept.size <= most_kept) break;
      if (old !== '{}') this.kept.delete(old);
    }
    return runs;
  }

  private async one(settings: Record<string, string>, replicate: number, signal?: AbortSignal): Promise<Run> {
    const question: Question = { settings, people: this.data.people.quick, replicate };
    return run_of(this.outcomes, await this.engine.run(question, signal));
  }

  private get outcomes(): Outcome[] { return this.data.outcomes; }

  /** The first replicate of the world asked for last, and of today's if that is not there yet. */
  private async quick(): Promise<void> {
    if (this.is_quick_busy) return;  // it looks again when it is done
    this.is_quick_busy = true;
    try {
      for (;;) {
        const settings = this.settings;
        for (const wanted of [{}, settings]) {
          const runs = this.runs(wanted);
          if (runs.length === 0) runs[0] = await this.one(wanted, 0);
        }
        this.showing(settings);
        if (settings === this.settings) break;
      }
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    } finally {
      this.is_quick_busy = false;
    }
  }

  private showing(settings: Record<string, string>): void {
    const comparison = compare(this.outcomes, this.runs(settings), this.runs({}));
    this.show({ comparison, most_replicates: this.most, is_refining: comparison.replicates < this.most });
  }

  private async warm_up(signal: AbortSignal): Promise<void> {
    try {
      for (let run = 0; run < warming_runs && !signal.aborted; ++run) await this.one({}, 0, signal);
    } catch {
      // the question that matters will say what is wrong
    }
  }

  /** Further replicates of both worlds, in order, as many at a time as there are workers. */
  private async refine(): Promise<void> {
    if (this.is_quick_busy) {
      this.timer = setTimeout(() => void this.refine(), rest_milliseconds);
      return;
    }
    this.background = new AbortController();
    const { signal } = this.background;
    const settings = this.settings;
    if (!this.is_warm && this.runs(settings).length >= this.most) {
      this.is_warm = true;
      void this.warm_up(signal);
      return;
    }
    this.is_warm = true;
    const worlds = Object.keys(settings).length === 0 ? [settings] : [{}, settings];
    try {
      for (let replicate = 0; replicate < this.most && !signal.aborted; ++replicate) {
        let is_new = false;
        await Promise.all(worlds.map(async (world) => {
          const runs = this.runs(world);
          if (runs.length > replicate) return;
          const run = await this.one(world, replicate, signal);
          if (runs.length === replicate) runs.push(run);
          is_new = true;
        }));
        if (is_new && !signal.aborted) this.showing(settings);
      }
    } catch (error) {
      if (!(error instanceof GivenUp)) this.fail(error instanceof Error ? error.message : String(error));
    }
  }
}
