// data.ts -- what the program wrote into the page, checked.
//
// Owns      the forms of controls, outcomes and lessons; read_data.
// Promises  what read_data returns has every field that the page uses, and names that are unique.

export interface ControlledNumber { path: string; number: number; unit: string }

export interface Control {
  id: string; group: string; title: string; words: string;
  kind: 'slider' | 'switch';
  shown_as: 'number' | 'of_100' | 'times' | 'doublings';
  from: number; to: number; step: number; value: number;
  unit: string;
  /** Of a slider: what it sets, or multiplies. */
  numbers: ControlledNumber[];
  is_factor: boolean;
  /** Of a switch: values by path that hold when it is on. */
  settings: Record<string, string>;
  source: string; source_text: string; note: string; is_assumption: boolean;
}

export interface Outcome {
  id: string; title: string; unit: string; chart: string;
  measures: string[];
  is_of_events: boolean;
  good: 'high' | 'low' | 'neither';
}

export interface Lesson {
  id: string; title: string; text: string; reveal: string;
  settings: Record<string, number>;
  predict: { question: string; outcome: string; options: string[] } | null;
}

export interface ExploreData {
  version: string; title: string; description: string; notes: string;
  people: { quick: number; most: number };
  horizon_years: number; seed: number;
  controls: Control[]; outcomes: Outcome[]; lessons: Lesson[];
  engine: string; world: string;
  /** Packed: what the engine answers about today's world, replicate after replicate. */
  today: string;
}

type Json = Record<string, unknown>;

class Reader {
  constructor(private readonly json: Json, private readonly where: string) {}

  text(key: string): string {
    const value = this.json[key];
    if (typeof value !== 'string') throw new Error(`'${key}' of ${this.where} is not text`);
    return value;
  }

  number(key: string): number {
    const value = this.json[key];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`'${key}' of ${this.where} is not a number`);
    return value;
  }

  is(key: string): boolean { return this.json[key] === true; }

  one_of<Word extends string>(key: string, words: readonly Word[]): Word {
    const value = this.json[key];
    const word = words.find((one) => one === value);
    if (word === undefined) throw new Error(`'${key}' of ${this.where} is none of ${words.join(', ')}`);
    return word;
  }

  texts(key: string): string[] {
    const value = this.json[key];
    if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) throw new Error(`'${key}' of ${this.where} is no list of texts`);
    return value as string[];
  }

  part(key: string): Json {
    const value = this.json[key];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`'${key}' of ${this.where} is no mapping`);
    return value as Json;
  }

  parts<Thing>(key: string, read: (one: Reader) => Thing): Thing[] {
    const value = this.json[key];
    if (!Array.isArray(value)) throw new Error(`'${key}' of ${this.where} is no list`);
    return value.map((one, place) => {
      if (typeof one !== 'object' || one === null) throw new Error(`${place + 1} of '${key}' is no mapping`);
      return read(new Reader(one as Json, `${key} ${place + 1}`));
    });
  }

  has(key: string): boolean { return this.json[key] !== undefined && this.json[key] !== null; }
}

function read_control(one: Reader): Control {
  return {
    id: one.text('id'), group: one.text('group'), title: one.text('title'), words: one.text('words'),
    kind: one.one_of('kind', ['slider', 'switch'] as const),
    shown_as: one.one_of('shown_as', ['number', 'of_100', 'times', 'doublings'] as const),
    from: one.number('from'), to: one.number('to'), step: one.number('step'), value: one.number('value'),
    unit: one.text('unit'),
    numbers: one.parts('numbers', (number) =>
      ({ path: number.text('path'), number: number.number('number'), unit: number.text('unit') })),
    is_factor: one.is('is_factor'),
    settings: one.part('settings') as Record<string, string>,
    source: one.text('source'), source_text: one.text('source_text'), note: one.text('note'),
    is_assumption: one.is('is_assumption'),
  };
}

function read_lesson(one: Reader): Lesson {
  let predict: Lesson['predict'] = null;
  if (one.has('predict')) {
    const asked = new Reader(one.part('predict'), 'predict');
    predict = { question: asked.text('question'), outcome: asked.text('outcome'), options: asked.texts('options') };
  }
  return {
    id: one.text('id'), title: one.text('title'), text: one.text('text'), reveal: one.text('reveal'),
    settings: one.part('settings') as Record<string, number>, predict,
  };
}

/** The page's data.
 *  Throws  an Error that says what is wrong with them. */
export function read_data(json: Json): ExploreData {
  const top = new Reader(json, 'the data');
  const people = new Reader(top.part('people'), 'people');
  const data: ExploreData = {
    version: top.text('version'), title: top.text('title'), description: top.text('description'), notes: top.text('notes'),
    people: { quick: people.number('quick'), most: people.number('most') },
    horizon_years: top.number('horizon_years'), seed: top.number('seed'),
    controls: top.parts('controls', read_control),
    outcomes: top.parts('outcomes', (one) => ({
      id: one.text('id'), title: one.text('title'), unit: one.text('unit'), chart: one.text('chart'),
      measures: one.texts('measures'), is_of_events: one.is('is_of_events'),
      good: one.one_of('good', ['high', 'low', 'neither'] as const),
    })),
    lessons: top.parts('lessons', read_lesson),
    engine: top.text('engine'), world: top.text('world'), today: top.text('today'),
  };
  for (const list of [data.controls, data.outcomes, data.lessons])
    if (new Set(list.map((one) => one.id)).size !== list.length) throw new Error('a name occurs twice');
  return data;
}
