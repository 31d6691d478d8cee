// One browser and one server for a file of tests, and for each test a page in a context of its own
// that reaches nothing but the page's own files, and the resolver the test puts there.

import { after, before } from "node:test";
import { launch, ready, visit } from "./browser.js";
import { dist } from "./page.js";
import { serve } from "./server.js";

/** Starts both before the tests of the file that calls it, and ends them after. */
export function stage() {
  const on = {};
  before(async () => {
    on.server = await serve(dist);
    on.browser = await launch();
  });
  after(async () => {
    await on.browser?.close();
    await on.server?.close();
  });

  /**
   * The page at an address below the server's root, once it is ready: { page, log, asked, goto,
   * sent }. `resolver`, one of `./doh.js`, answers its questions; without it none gets anywhere.
   * `asked` fills with the questions; `sent()` gives what was asked of anybody since the last call,
   * but for parts of the page itself, whose names say nothing but what they hold; `goto` is for a second address in the same tab. The context ends with the test `t`.
   */
  on.open = async (t, address = "", { resolver, prepare, ...options } = {}) => {
    const asked = [];
    const visited = await visit(on.browser, on.server.url + address, {
      viewport: { width: 1440, height: 900 },
      ...options,
      prepare: async (page) => {
        await page.context().route("**/*", async (route) => {
          const url = new URL(route.request().url());
          if (url.origin === on.server.origin || url.protocol === "blob:") return route.continue();
          const query = url.searchParams.get("dns");
          if (!resolver || query === null) return route.abort();
          const answer = resolver(Buffer.from(query, "base64url"), asked);
          return route.fulfill(answer);
        });
        await prepare?.(page);
      },
    });
    t.after(visited.close);
    const { page, log } = visited;
    await ready(page);
    // The browser looks for the icon again whenever the address changes.
    const isPart = (address) => {
      const [folder, name] = [address.slice(0, on.server.url.length), address.slice(on.server.url.length)];
      return folder === on.server.url && /^([a-z_0-9]+-[0-9a-f]{16}\.wasm|icon\.svg)$/.test(name);
    };
    let seen = log.requests.length;
    const sent = () => {
      const since = log.requests.slice(seen).filter((address) => !isPart(address));
      seen = log.requests.length;
      return since;
    };
    return { ...visited, asked, sent };
  };
  return on;
}
