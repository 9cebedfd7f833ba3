// worker.ts -- one engine in a thread of its own, so that the page never waits for it.
//
// Owns      what a worker does with a message: begin, then one question at a time.
import type { FromWorker, ToWorker } from './engine';
import { EngineInstance } from './wasm_host';

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
};
let engine: EngineInstance | undefined;

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function begin(module: WebAssembly.Module, world: Uint8Array, people: number): Promise<void> {
  engine = await EngineInstance.start(module);
  scope.postMessage({ kind: 'opened', text: engine.ask('open', world) });
  // Memory for so many people, and what all their worlds share, are there before the first question; the answer to
  // this one does not matter.
  const days = 15;
  engine.ask('run', new TextEncoder().encode(JSON.stringify({ settings: {}, people, horizon_years: days / 365.25 })));
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'begin') {
    begin(data.module, data.world, data.people).catch((error: unknown) => scope.postMessage({ kind: 'failed', why: reason(error) }));
    return;
  }
  try {
    if (engine === undefined) throw new Error('a question came before the engine was there');
    const begun = performance.now();
    const text = engine.ask(data.call, new TextEncoder().encode(data.question));
    scope.postMessage({ kind: 'answer', text, seconds: (performance.now() - begun) / 1000 });
  } catch (error) {
    scope.postMessage({ kind: 'failed', why: reason(error) });
  }
};
