// explorer_standin.ts -- an engine that answers at once with numbers known beforehand, in place of engine.ts.
//
// Owns      the answers that explorer.test.mjs expects: with k settings, starts are 100 (k + 1) in each interval and 10
//           more for each replicate; everything else is 50, whatever the settings.
export interface Question { settings: Record<string, string>; people?: number; replicate?: number }
export type Course = (number | null)[];
export interface Answer {
  people: number; replicate: number; times: number[]; measures: Record<string, Course>; adoption: Record<string, Course>;
  resources: Record<string, never>; totals: { cost: number | null; qalys: number | null }; events: number; seconds: number;
}
export class GivenUp extends Error {}

const asked: string[] = [];

/** `packed`: how many people there are in each of how many replicates, as 'PEOPLE x REPLICATES'. */
export async function read_today(packed: string): Promise<Answer[]> {
  const [people = 0, replicates = 0] = packed.split(' x ').map(Number);
  return Array.from({ length: replicates }, (_, replicate) => answer(0, people, replicate));
}

export class Engine {
  readonly workers = 2;

  static async start(): Promise<{ engine: Engine; opened: object }> {
    (window as unknown as Record<string, unknown>)['asked'] = asked;
    return { engine: new Engine(), opened: {} };
  }

  run({ settings, people = 0, replicate = 0 }: Question, signal?: AbortSignal): Promise<Answer> {
    asked.push(JSON.stringify({ settings, replicate }));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(answer(Object.keys(settings).length, people, replicate)), 20);
      signal?.addEventListener('abort', () => { clearTimeout(timer); reject(new GivenUp('given up')); });
    });
  }
}

function answer(changes: number, people: number, replicate: number): Answer {
  const times = Array.from({ length: 11 }, (_, place) => place / 2);
  const flat = times.map(() => 50);
  const measures = new Proxy<Record<string, Course>>({}, {
    get: (_, name) => name === 'ketamine_starts' ? times.map((_, place) => place === 0 ? 0 : 100 * (changes + 1) + 10 * replicate) : flat,
  });
  return {
    people, replicate, times, measures, adoption: {}, resources: {}, totals: { cost: 0, qalys: 0 }, events: 1, seconds: 0.02,
  };
}
