// wasm_host.ts -- one instance of the engine: texts in and out of its memory.
//
// Owns      EngineInstance.
// Assumes   the module is engine.wasm of the same version; its functions are those of sim/explore/exports.cpp.
// Promises  the engine sees no disk, no clock and no network: whatever else it asks for is not there.

/** The functions of sim/explore/exports.cpp. */
interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  txpath_alloc(bytes: number): number;
  txpath_free(room: number): void;
  txpath_open(room: number, bytes: number): number;
  txpath_run(room: number, bytes: number): number;
  txpath_tables(room: number, bytes: number): number;
  txpath_answer_size(): number;
}

export type Call = 'open' | 'run' | 'tables';

const not_there = -44;  // ENOENT, as Emscripten numbers it

function imports_of(module: WebAssembly.Module): WebAssembly.Imports {
  const found: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== 'function') throw new Error(`the engine asks for '${from}.${name}', which no page has`);
    (found[from] ??= {})[name] = name === 'proc_exit' || name === 'abort'
      ? () => { throw new Error('the engine gave up'); }
      : name === 'emscripten_notify_memory_growth' ? () => undefined : () => not_there;
  }
  return found;
}

export class EngineInstance {
  private constructor(private readonly engine: Exports) {}

  static async start(module: WebAssembly.Module): Promise<EngineInstance> {
    const instance = await WebAssembly.instantiate(module, imports_of(module));
    const engine = instance.exports as unknown as Exports;
    engine._initialize();
    return new EngineInstance(engine);
  }

  /** The answer of one function, a JSON text. */
  ask(call: Call, question: Uint8Array): string {
    const { engine } = this;
    const room = engine.txpath_alloc(question.length);
    if (room === 0) throw new Error('the browser gives no more memory');
    new Uint8Array(engine.memory.buffer, room, question.length).set(question);
    const answer = engine[`txpath_${call}`](room, question.length);
    const text = new TextDecoder().decode(new Uint8Array(engine.memory.buffer, answer, engine.txpath_answer_size()));
    engine.txpath_free(room);
    return text;
  }
}
