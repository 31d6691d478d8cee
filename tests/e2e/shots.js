// Pictures of the page in its states, sizes, themes and languages, to look at: target/shots/*.png.
//
//   node shots.js [FOLDER]

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, ready, visit } from "./lib/browser.js";
import { dist, languages } from "./lib/page.js";
import { serve } from "./lib/server.js";
import { views } from "./lib/views.js";

const sizes = { desktop: [1440, 900], laptop: [1280, 665], phone: [390, 844] };

const folder = process.argv[2] ?? fileURLToPath(new URL("../../target/shots", import.meta.url));
await mkdir(folder, { recursive: true });
const server = await serve(dist);
const browser = await launch();
let count = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const [lang, path] of Object.entries(languages)) {
    for (const [size, [width, height]] of Object.entries(sizes)) {
      for (const [name, [fragment, prepare]] of Object.entries(views)) {
        const options = { colorScheme, viewport: { width, height }, reducedMotion: "reduce" };
        const { page, close } = await visit(browser, server.url + path + fragment, options);
        await ready(page);
        await prepare(page);
        await page.screenshot({
          path: join(folder, `${name.replace(" ", "-")}-${size}-${colorScheme}-${lang}.png`),
        });
        count += 1;
        await close();
      }
    }
  }
}
console.log(`${count} pictures in ${folder}`);
await browser.close();
await server.close();
