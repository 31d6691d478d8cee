// The same wasm module as the page, without a window: it prepares large messages. dist.rs puts the
// real file names in the place of the two in braces.
//
// What is posted before the module is ready waits here; `main` sets `self.onmessage`, and then
// gets it in order.
import init from "./{{glue}}";

const waiting = [];
const wait = (event) => waiting.push(event);
self.onmessage = wait;

await init({ module_or_path: new URL("./{{wasm}}", import.meta.url) });

if (self.onmessage !== wait) {
  for (const event of waiting) self.onmessage(event);
}
