// results.ts -- from the engine's answers to what is shown: courses, means over luck, changes and how sure they are.
//
// Owns      course_of, Comparison and compare.
// Method    both worlds have the same luck in each replicate, so changes are taken within it first; intervals are
//           Student's over replicates.
import type { Outcome } from './data';
import type { Answer, Course } from './engine';
import type { Change } from './words';

/** Of one replicate: an outcome at each time; null: there is none. */
export type OutcomeCourse = (number | null)[];

function key_of(measure: string): string {
  if (measure.startsWith('queue.')) return `resource.${measure.slice(6)}.queue`;
  if (measure.startsWith('wait.')) return `resource.${measure.slice(5)}.wait_mean`;
  return measure;
}

export function course_of(outcome: Outcome, answer: Answer): OutcomeCourse {
  const parts = outcome.measures.map((measure): Course => {
    const course = answer.measures[key_of(measure)];
    if (course === undefined) throw new Error(`the engine does not count '${measure}'`);
    return course;
  });
  let so_far = 0;
  return answer.times.map((_, at) => {
    let sum = 0;
    for (const part of parts) {
      const value = part[at];
      if (value === null || value === undefined) return null;
      sum += value;
    }
    if (!outcome.is_of_events) return sum;
    so_far += sum;
    return so_far;
  });
}

/** Everything one replicate of a world says. */
export interface Run { times: number[]; courses: Map<string, OutcomeCourse>; people: number; seconds: number }

export function run_of(outcomes: Outcome[], answer: Answer): Run {
  return {
    times: answer.times, people: answer.people, seconds: answer.seconds,
    courses: new Map(outcomes.map((outcome) => [outcome.id, course_of(outcome, answer)])),
  };
}

// Student's 97.5 % quantiles for 1, 2, ... degrees of freedom; beyond them Fisher's first terms.
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
  2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042];

export function student(freedom: number): number {
  return quantiles[freedom - 1] ?? 1.95996 + 2.3722 / freedom;
}

/** Mean of some numbers and where it lies in 95 %; ends are null for a single one. */
export function mean_of(values: number[]): Change {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  if (n < 2) return { mean, low: null, high: null };
  const spread = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  const half = student(n - 1) * Math.sqrt(spread / n);
  return { mean, low: mean - half, high: mean + half };
}

export interface Point { time: number; now: Change; today: Change; change: Change }

export interface Comparison {
  replicates: number;
  /** Simulated, in each of the two worlds. */
  people: number;
  points: Map<string, Point[]>;
}

/** Both worlds over the replicates that both have. */
export function compare(outcomes: Outcome[], now: Run[], today: Run[]): Comparison {
  const replicates = Math.min(now.length, today.length);
  const mine = now.slice(0, replicates), theirs = today.slice(0, replicates);
  const times = mine[0]?.times ?? [];
  const points = new Map<string, Point[]>();
  for (const { id } of outcomes) {
    const line: Point[] = [];
    times.forEach((time, at) => {
      const a = mine.map((run) => run.courses.get(id)?.[at] ?? null);
      const b = theirs.map((run) => run.courses.get(id)?.[at] ?? null);
      const pairs = a.flatMap((x, r) => { const y = b[r]; return x === null || y === null || y === undefined ? [] : [[x, y] as const]; });
      if (pairs.length === 0) return;
      line.push({
        time, now: mean_of(pairs.map(([x]) => x)), today: mean_of(pairs.map(([, y]) => y)),
        change: mean_of(pairs.map(([x, y]) => x - y)),
      });
    });
    points.set(id, line);
  }
  return { replicates, people: mine.reduce((sum, run) => sum + run.people, 0), points };
}
