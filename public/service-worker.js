// Keeps the page for when there is no network. src/bin/dist.rs puts the list of its files, and the
// name of the build, in the place of the words in braces.
//
// What keeps two builds apart: every file but the pages has its content in its name, so a page finds
// its own files or none; a build's files are kept only whole and only if each is the one that the build
// names; and they are thrown away only when no tab is open that may still need them.
//
// Whatever is not a file of the page passes by untouched: DNS questions, also those to our own
// server, other origins, other things on this one.
"use strict";

// Name below this script's folder, "" for the page itself, and what the browser checks it against.
const FILES = {{files}};
const NAMED_BY_CONTENT = /^[a-z0-9_]+-[0-9a-f]{16}\.(?:js|wasm)$/;

const home = new URL("./", location).href;
const family = `mailprism ${home} `;
const current = family + "{{build}}";

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));

// The page that is open already comes under our care, so that its pieces are there without a network.
addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => clients.claim())));

addEventListener("fetch", (event) => {
  const { request } = event;
  const name = nameOf(request);
  if (name === null) return;
  event.respondWith(find(name).then((kept) => kept ?? fetch(request)));
  if (request.mode === "navigate") event.waitUntil(forgetOthers());
});

/** The name of a file of the page, of this build or another; null for everything else. */
function nameOf({ method, url }) {
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  if (method !== "GET" || !address.startsWith(home)) return null;
  const name = address.slice(home.length).replace(/(^|\/)index\.html$/, "$1");
  return Object.hasOwn(FILES, name) || NAMED_BY_CONTENT.test(name) ? name : null;
}

/** What is kept under a name, of this build first. */
async function find(name) {
  try {
    for (const cacheName of [current, ...(await others())]) {
      const kept = await caches.match(home + name, { cacheName, ignoreVary: true });
      if (kept) return kept;
    }
  } catch {
    // The browser keeps nothing for us; there is still the network.
  }
}

/** Loads all files of this build, one after the other. What an earlier try or another build has is kept. */
async function keep() {
  const cache = await caches.open(current);
  for (const [name, integrity] of Object.entries(FILES)) {
    const address = home + name;
    if (await cache.match(address, { ignoreVary: true })) continue;
    const isNamedByContent = NAMED_BY_CONTENT.test(name);
    const options = { integrity, cache: isNamedByContent ? "default" : "no-cache", priority: "low" };
    const file = (isNamedByContent && (await find(name))) || (await fetch(address, options));
    // A page that came by a detour is refused by the browser when it is asked for again.
    if (!file.ok || file.redirected) throw new Error(`${address}: ${file.status}`);
    await cache.put(address, file);
  }
}

/** Throws other builds away, unless a tab is open that may have been made of one, or one is on its way. */
async function forgetOthers() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.length > 0 || registration.installing || registration.waiting) return;
  for (const name of await others()) await caches.delete(name);
}

async function others() {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(family) && name !== current);
}
