// engine.mjs -- engine.wasm in node, as wasm_host.ts runs it in a browser.
import { readFile } from 'node:fs/promises';

const not_there = -44;  // ENOENT, as Emscripten numbers it

export async function compiled(path) {
  return WebAssembly.compile(await readFile(path));
}

/** ask(call, question): the answer of one function; `question` is an object or the bytes of a package. */
export async function started(module) {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module))
    (imports[from] ??= {})[name] = name === 'emscripten_notify_memory_growth' ? () => undefined : () => not_there;
  const { exports: engine } = await WebAssembly.instantiate(module, imports);
  engine._initialize();
  return {
    memory: engine.memory,
    ask(call, question) {
      const bytes = question instanceof Uint8Array ? question : new TextEncoder().encode(typeof question === 'string' ? question : JSON.stringify(question));
      const room = engine.txpath_alloc(bytes.length);
      new Uint8Array(engine.memory.buffer, room, bytes.length).set(bytes);
      const answer = engine[`txpath_${call}`](room, bytes.length);
      const text = new TextDecoder().decode(new Uint8Array(engine.memory.buffer, answer, engine.txpath_answer_size()));
      engine.txpath_free(room);
      return JSON.parse(text);
    },
  };
}
