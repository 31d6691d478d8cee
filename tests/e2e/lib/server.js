// A static file server of the plainest kind: what `make serve` runs, and what the tests put the
// page on. Serves a folder under a path; `answer` may take a request first and return true.
//
//   node server.js FOLDER PORT

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Starts a server on loopback; port 0 takes a free one. Resolves to { url, origin, close }. */
export async function serve(folder, { port = 0, path = "/", answer = () => false } = {}) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    Promise.resolve(answer(request, response))
      .then((answered) => answered || sendFile(root, path, request, response))
      .catch((error) => refuse(response, 500, String(error)));
  });
  await new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
  const origin = `http://localhost:${server.address().port}`;
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { origin, url: origin + path, close };
}

async function sendFile(root, path, request, response) {
  const { pathname, search } = new URL(request.url, "http://localhost");
  if (!pathname.startsWith(path)) return refuse(response, 404, "not here");
  let file = fileOf(root, pathname.slice(path.length));
  if (file === null) return refuse(response, 400, "no such name");
  let found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    if (!pathname.endsWith("/")) {
      response.writeHead(301, { location: pathname + "/" + search });
      return response.end();
    }
    file = join(file, "index.html");
    found = await stat(file).catch(() => null);
  }
  if (!found?.isFile()) return refuse(response, 404, "not found");
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-length": found.size,
    "cache-control": "no-cache",
  });
  if (request.method === "HEAD") return response.end();
  createReadStream(file).pipe(response);
}

/** The file a path names, or null where it would lead out of the folder. */
function fileOf(root, path) {
  let name;
  try {
    name = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (name.includes("\0")) return null;
  const file = normalize(join(root, name));
  return file === root || file.startsWith(root + sep) ? file : null;
}

function refuse(response, status, reason) {
  if (!response.headersSent) response.writeHead(status, { "content-type": "text/plain" });
  response.end(reason);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [folder = "dist", port = "8080"] = process.argv.slice(2);
  try {
    const { url } = await serve(folder, { port: Number(port) });
    console.log(`The page is at ${url} (Ctrl+C ends it)`);
  } catch (error) {
    console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken; try PORT=…` : error.message);
    process.exit(1);
  }
}
