// What the page saves is what the command line says: the JSON report of the page, and that of
// `mailprism verify` over the case file saved beside it, are the same octets.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { linesOf, message, record, resolver } from "./lib/doh.js";
import { choose, exported, messageOf, paste, share, verdict } from "./lib/mail.js";
import { sample, samples } from "./lib/samples.js";
import { stage } from "./lib/stage.js";

const on = stage();
const { open } = on;

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../target", import.meta.url));
const program = join(target, "debug", "mailprism");
const folder = mkdtempSync(join(tmpdir(), "mailprism-"));
after(() => rmSync(folder, { recursive: true, force: true }));

before(() => {
  if (!existsSync(program)) throw new Error(`no ${program}; \`cargo build\` or \`cargo test\` makes it`);
});

/** Saves both files from the page, has the command line read the case, and compares. */
async function expectSame(page) {
  const [json, caseFile] = [await exported(page, "json"), await exported(page, "case")];
  const path = join(folder, "x.case");
  writeFileSync(path, caseFile);
  const said = execFileSync(program, ["verify", path, "--json"]);
  if (!json.equals(said)) assert.equal(json.toString("latin1"), said.toString("latin1"));
  const read = JSON.parse(json);
  const shown = await page.locator("[data-testid=verdict]").getAttribute("data-verdict");
  assert.equal(read.verdict, shown);
  return { json, read, caseFile };
}

describe("the saved report is what the command line says", () => {
  for (const { id, verdict: word } of samples) {
    test(`of the example ${id}`, async (t) => {
      const { page, sent } = await open(t, `#e1.${id}`);
      await verdict(page, word);
      const { caseFile } = await expectSame(page);
      assert.ok(messageOf(caseFile).equals(messageOf(sample(id))), "the message, octet for octet");
      assert.deepEqual(
        sent().filter((url) => !url.startsWith("blob:")),
        [],
      );
    });
  }

  test("of a mail verified just now, whose answers are in the case", async (t) => {
    const { page } = await open(t, "", {
      resolver: resolver(linesOf(sample("body-changed").toString())),
    });
    await paste(page, messageOf(sample("body-changed")));
    await verdict(page, "not-authenticated");
    const { read, json } = await expectSame(page);
    assert.deepEqual(read.needs, []);
    assert.equal(read.dkim[0].body_hash, "mismatch");

    // The same a second later: the clock is the analysis's, not the one on the wall.
    await page.waitForTimeout(1_100);
    assert.ok((await expectSame(page)).json.equals(json), "time is the inputs' own");
  });

  test("of a mail with failed and missing answers, odd octets and mixed line ends", async (t) => {
    const lines = [
      'example.com TXT "v=spf1 include:gone.example ~all"',
      "gone.example CNAME there.example",
    ];
    const { page } = await open(t, "", {
      resolver: resolver(lines, {
        "_dmarc.example.com TXT": (query) => message(query, [record("TXT", Buffer.from([9, 9]))]),
        "a._domainkey.example.com TXT": (query) => message(query, [], { code: 2 }),
      }),
    });
    const mail =
      "Return-Path: <\xe9@example.com>\nReceived: from \xff.example ([192.0.2.7]) by mx.example; never\r\n" +
      "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=from:\0; bh=AAAA; b=\xe9\r\n" +
      "From: caf\xe9 \u0001 <a@example.com>\r\nSubject: \x82\xb1 \x1b$B\r\n\r\nbody \xff\rend";
    await choose(page, {
      name: "odd.eml",
      mimeType: "message/rfc822",
      buffer: Buffer.from(mail, "latin1"),
    });
    await page.locator("[data-finding='dmarc.dns-failed']").first().waitFor({ state: "attached" });
    const { caseFile } = await expectSame(page);
    assert.ok(messageOf(caseFile).equals(Buffer.from(mail, "latin1")), "the message, octet for octet");
  });

  test("of an analysis with questions that were not asked", async (t) => {
    const { page } = await open(t, "", {
      prepare: (page) => page.addInitScript(() => localStorage.setItem("mailprism.ask-first", "yes")),
    });
    await paste(page, messageOf(sample("all-pass")));
    await verdict(page, "cannot-tell");
    const { read } = await expectSame(page);
    assert.ok(read.needs.length > 0);
  });

  test("of an analysis that came in a link without its body", async (t) => {
    const { page } = await open(t, "#e1.forwarded");
    await verdict(page, "authenticated");
    const link = await share(page, "headers");
    const there = await open(t, link.slice(on.server.url.length));
    await verdict(there.page, "authenticated");
    const { read } = await expectSame(there.page);
    assert.equal(read.dkim[0].body_hash, "stated");
  });

  test("of a case file that the page opens again", async (t) => {
    const { page } = await open(t, "#e1.mailing-list");
    await verdict(page, "not-authenticated");
    const first = await expectSame(page);
    const again = await open(t);
    await choose(again.page, { name: "x.case", mimeType: "text/plain", buffer: first.caseFile });
    await verdict(again.page, "not-authenticated");
    const second = await expectSame(again.page);
    assert.ok(second.json.equals(first.json), "the same report from the file");
  });
});

test("the outline of the command line names the same verdict as the page", async (t) => {
  const { page } = await open(t, "#e1.body-changed");
  await verdict(page, "not-authenticated");
  const path = join(folder, "outline.case");
  writeFileSync(path, await exported(page, "case"));
  const { status, stdout } = spawnSync(program, ["verify", path], { encoding: "utf8" });
  assert.equal(status, 0);
  assert.match(stdout, /not-authenticated|not authenticated/i);
  assert.match(stdout, /billing@example\.com|example\.com/);
});
