// engine.ts -- the engine, as the page uses it: questions go to workers, stale ones end with their worker.
//
// Owns      Engine, and the forms of questions and answers (include/txpath/explore_engine.hpp).
// Promises  nothing is fetched: module and scenario come as text within the page, so it works from a file. The
//           page's thread never computes. A question that is given up costs nothing but its worker; another
//           stands ready, warm, so that the next one need not wait for it. Workers that are not needed yet begin
//           when there is a pause, as they would slow down the one that is waited for.
import source from 'worker:./worker.ts';

export interface Question {
  /** By path, as `--set` takes them. */
  settings: Record<string, string>;
  people?: number;
  seed?: number;
  horizon_years?: number;
  /** Of `run`: the luck, from 0. */
  replicate?: number;
  /** Of `tables`. */
  replicates?: number;
}

export interface Opened {
  name: string; title: string; description: string; currency: string;
  people: number; seed: number; replicates: number; horizon_years: number;
  measures: { name: string; unit: string }[];
  strata: string[]; adoption: string[]; policies: string[];
  resources: { name: string; unit: string }[];
}

/** A value at each time; null: there is none, or no limit. */
export type Course = (number | null)[];

export interface ResourceCourses { capacity: Course; used: Course; queue: Course; granted: Course; wait_mean: Course }

export interface Answer {
  people: number; replicate: number;
  /** Years. */
  times: number[];
  measures: Record<string, Course>;
  adoption: Record<string, Course>;
  resources: Record<string, ResourceCourses>;
  /** Mean per person, discounted. */
  totals: { cost: number | null; qalys: number | null };
  events: number;
  /** In the worker. */
  seconds: number;
}

export interface Tables { folder: string; files: Record<string, string> }

export type ToWorker =
  | { kind: 'begin'; module: WebAssembly.Module; world: Uint8Array; people: number }
  | { kind: 'ask'; call: 'run' | 'tables'; question: string };
export type FromWorker =
  | { kind: 'opened'; text: string }
  | { kind: 'answer'; text: string; seconds: number }
  | { kind: 'failed'; why: string };

/** Why there is no answer: a sentence of the engine. */
export class EngineError extends Error {}

/** A question that was given up before its answer came. */
export class GivenUp extends Error {}

interface Wish {
  call: 'run' | 'tables';
  question: string;
  resolve(answer: string, seconds: number): void;
  reject(why: Error): void;
  signal: AbortSignal | undefined;
}

async function unpacked(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const coded = atob(text);
  const bytes = new Uint8Array(coded.length);
  for (let at = 0; at < coded.length; ++at) bytes[at] = coded.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The answers about today's world that the program put into the page. */
export async function read_today(packed: string): Promise<Answer[]> {
  const answers = JSON.parse(new TextDecoder().decode(await unpacked(packed))) as Answer[];
  return answers.map((answer) => ({ ...answer, seconds: 0 }));
}

/** What the engine said, or its refusal. */
function parsed<T>(text: string): T {
  const said = JSON.parse(text) as { ok: boolean; error?: string };
  if (!said.ok) throw new EngineError(said.error ?? 'the engine gave no reason');
  return said as unknown as T;
}

/** A worker with an engine that has read the scenario. */
class Helper {
  readonly opened: Promise<string>;
  wish: Wish | undefined;

  constructor(url: string, module: WebAssembly.Module, world: Uint8Array, people: number,
              private readonly done: (helper: Helper) => void) {
    this.worker = new Worker(url);
    this.opened = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === 'opened') resolve(data.text);
        else if (this.wish === undefined) reject(new EngineError(data.kind === 'failed' ? data.why : 'an answer to nothing'));
        else this.hand_over(data);
      };
      this.worker.onerror = (event) => {
        const why = new EngineError(event.message || 'the worker could not be started');
        reject(why);
        this.wish?.reject(why);
      };
    });
    this.opened.catch(() => undefined);  // said by whoever asks for it
    this.tell({ kind: 'begin', module, world, people });
  }

  private readonly worker: Worker;
  private tell(message: ToWorker): void { this.worker.postMessage(message); }

  private hand_over(data: FromWorker): void {
    const wish = this.wish;
    this.wish = undefined;
    if (data.kind === 'answer') wish?.resolve(data.text, data.seconds);
    else if (data.kind === 'failed') wish?.reject(new EngineError(data.why));
    this.done(this);
  }

  ask(wish: Wish): void {
    this.wish = wish;
    this.opened.then(
      () => { if (this.wish === wish) this.tell({ kind: 'ask', call: wish.call, question: wish.question }); },
      (why: unknown) => wish.reject(why instanceof Error ? why : new EngineError(String(why))));
  }

  end(): void { this.worker.terminate(); }
}

const pause_milliseconds = 100;

export class Engine {
  private readonly free: Helper[] = [];
  private readonly busy = new Set<Helper>();
  private readonly waiting: Wish[] = [];
  private is_closed = false;
  private pause: ReturnType<typeof setTimeout> | undefined;

  private constructor(readonly workers: number, private readonly url: string, private readonly module: WebAssembly.Module,
                      private readonly world: Uint8Array, private readonly people: number) {
    this.free.push(this.helper());
  }

  /** `engine` and `world` as they stand in the page's data. `people`: as many as most questions will be about.
   *  `workers`: at work at the same time, 1 to 3. */
  static async start(engine: string, world: string, people: number, workers = Math.min(3, Math.max(1, navigator.hardwareConcurrency - 1))):
      Promise<{ engine: Engine; opened: Opened }> {
    const [code, bytes] = await Promise.all([unpacked(engine), unpacked(world)]);
    const module = await WebAssembly.compile(code).catch((error: unknown) => {
      throw new EngineError(error instanceof WebAssembly.CompileError
        ? 'this browser is too old to run the model: it takes Chrome or Edge 95, Firefox 100 or Safari 16.4' : String(error));
    });
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const started = new Engine(workers, url, module, bytes, people);
    const first = started.free[0];
    if (first === undefined) throw new EngineError('no worker was started');
    return { engine: started, opened: parsed<Opened>(await first.opened) };
  }

  /** One replicate. Aborting the signal gives the question up at once. */
  async run(question: Question, signal?: AbortSignal): Promise<Answer> {
    const { text, seconds } = await this.ask('run', question, signal);
    return { ...parsed<Answer>(text), seconds };
  }

  /** The tables that `txpath run` would write, with these settings. */
  async tables(question: Question, signal?: AbortSignal): Promise<Tables> {
    return parsed<Tables>((await this.ask('tables', question, signal)).text);
  }

  close(): void {
    this.is_closed = true;
    clearTimeout(this.pause);
    for (const helper of [...this.free, ...this.busy]) helper.end();
    for (const wish of this.waiting) wish.reject(new GivenUp('the page was closed'));
    URL.revokeObjectURL(this.url);
  }

  private helper(): Helper {
    return new Helper(this.url, this.module, this.world, this.people, (helper) => {
      this.busy.delete(helper);
      this.free.push(helper);
      this.go_on();
      this.fill_up();
    });
  }

  /** As many workers as may be at work, and a spare: soon after an answer, when the next question is not there yet. */
  private fill_up(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => {
      while (!this.is_closed && this.free.length + this.busy.size <= this.workers) this.free.push(this.helper());
    }, pause_milliseconds);
  }

  private ask(call: 'run' | 'tables', question: Question, signal?: AbortSignal): Promise<{ text: string; seconds: number }> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true || this.is_closed) { reject(new GivenUp('the question was given up')); return; }
      const wish: Wish = {
        call, question: JSON.stringify(question), signal, reject,
        resolve: (text, seconds) => resolve({ text, seconds }),
      };
      signal?.addEventListener('abort', () => this.give_up(wish), { once: true });
      this.waiting.push(wish);
      this.go_on();
    });
  }

  private go_on(): void {
    while (this.waiting.length > 0 && this.busy.size < this.workers && !this.is_closed) {
      const helper = this.free.shift() ?? this.helper();
      const wish = this.waiting.shift();
      if (wish === undefined) return;
      this.busy.add(helper);
      helper.ask(wish);
    }
  }

  private give_up(wish: Wish): void {
    const place = this.waiting.indexOf(wish);
    if (place >= 0) this.waiting.splice(place, 1);
    for (const helper of this.busy) {
      if (helper.wish !== wish) continue;
      helper.end();
      this.busy.delete(helper);
    }
    wish.reject(new GivenUp('the question was given up'));
    this.go_on();
  }
}
