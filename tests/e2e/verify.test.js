// The whole way with nothing made up: dkimpy signs, BIND and dnsdist answer, Chromium runs the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, ready, visit } from "./lib/browser.js";
import { startDns } from "./lib/dns.js";
import { findings, paste, state, verdict } from "./lib/mail.js";
import { dist } from "./lib/page.js";
import { serve } from "./lib/server.js";

const python = process.env.MAILPRISM_PYTHON;
const data = process.env.MAILPRISM_DATA;
const sign = fileURLToPath(new URL("./lib/sign.py", import.meta.url));

let browser;
let dns;
let server;
let signed;

before(async () => {
  assert.ok(python && data, "run by .ci/test, which says where the peers are");
  const made = JSON.parse(execFileSync(python, [sign], { encoding: "utf8" }));
  signed = Buffer.from(made.message, "base64").toString("latin1");
  dns = await startDns([
    ...made.zone,
    'example.com. TXT "v=spf1 ip4:192.0.2.0/24 -all"',
    'out1.example.com. TXT "v=spf1 a -all"',
    "out1.example.com. A 192.0.2.25",
    '_dmarc.example.com. TXT "v=DMARC1; p=reject"',
    // RFC 6376 appendix A.2 and RFC 8463 appendix A.2: the keys as published there.
    'brisbane._domainkey.example.com. TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"',
    'brisbane._domainkey.football.example.com. TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="',
    'test._domainkey.football.example.com. TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"',
  ]);
  server = await serve(dist, { answer: dns.answer });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await dns?.close();
});

/** The page with its own server as the resolver, as a person would have set it. */
async function open(prepare) {
  dns.asked.length = 0;
  dns.faults.clear();
  const visited = await visit(browser, server.url, {
    viewport: { width: 1440, height: 900 },
    prepare: async (page) => {
      await page.addInitScript(() => localStorage.setItem("mailprism.resolver", "same-origin"));
      await prepare?.(page);
    },
  });
  await ready(visited.page);
  return visited;
}

function delivered(message, ip = "192.0.2.25") {
  return (
    "Return-Path: <bounce@example.com>\r\n" +
    `Received: from out1.example.com (out1.example.com [${ip}])\r\n` +
    ` by mx.example.org with ESMTPS id 4F2A91C03B; ${new Date().toUTCString()}\r\n` +
    message
  );
}

/** The message that both RFCs sign; they print one place in its body differently. */
function joe(place) {
  return (
    "From: Joe SixPack <joe@football.example.com>\r\n" +
    "To: Suzie Q <suzie@shopping.example.net>\r\n" +
    "Subject: Is dinner ready?\r\n" +
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n" +
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n" +
    "\r\n" +
    `Hi.\r\n\r\nWe lost the ${place} you hungry yet?\r\n\r\nJoe.\r\n`
  );
}

describe("a mail signed by dkimpy", () => {
  test("is authenticated, and nothing but DNS questions leaves the page", async () => {
    const { page, log, close } = await open();
    log.requests.length = 0;
    await paste(page, delivered(signed));
    const text = await verdict(page, "authenticated");
    assert.match(text, /orders@example\.com/);
    assert.equal(await state(page, "spf"), "pass");
    assert.equal(await state(page, "dkim"), "pass");
    assert.equal(await state(page, "dmarc"), "pass");

    // Exactly these questions, each once.
    assert.deepEqual(dns.asked.toSorted(), [
      "_dmarc.example.com TXT",
      "ed._domainkey.example.com TXT",
      "example.com TXT",
      "out1.example.com A",
      "out1.example.com TXT",
      "rsa._domainkey.example.com TXT",
    ]);
    // One signature is Ed25519's, whose arithmetic the page loads from where it is itself.
    const piece = /\/(split|chunk)_\w+-[0-9a-f]{16}\.wasm$/;
    const [pieces, others] = [true, false].map((is) => log.requests.filter((address) => piece.test(address) === is));
    assert.ok(pieces.some((address) => address.includes("/split_ed25519-")), pieces.join());
    for (const address of others) {
      assert.ok(address.startsWith(`${server.origin}/dns-query?dns=`), address);
    }
    assert.deepEqual(log.violations, []);
    assert.deepEqual(log.errors, []);
    await close();
  });

  test("with one octet of its body changed: DKIM fail, and the header signature still holds", async () => {
    const { page, close } = await open();
    await paste(page, delivered(signed.replace("warehouse", "warehousE")));
    await verdict(page, "authenticated"); // by SPF
    assert.equal(await state(page, "dkim"), "fail");
    assert.equal(await state(page, "spf"), "pass");
    const codes = await findings(page);
    assert.equal(codes.filter((code) => code === "dkim.body-hash-mismatch").length, 2);
    assert.ok(!codes.includes("dkim.signature-mismatch"), codes.join(" "));
    await close();
  });

  test("from another address: SPF fail, and DMARC passes by DKIM", async () => {
    const { page, close } = await open();
    await paste(page, delivered(signed, "198.51.100.9"));
    await verdict(page, "authenticated");
    assert.equal(await state(page, "spf"), "fail");
    assert.equal(await state(page, "dkim"), "pass");
    assert.equal(await state(page, "dmarc"), "pass");
    await close();
  });

  test("changed, and from another address: not authenticated", async () => {
    const { page, close } = await open();
    await paste(page, delivered(signed.replace("warehouse", "warehousE"), "198.51.100.9"));
    const text = await verdict(page, "not-authenticated");
    assert.match(text, /orders@example\.com/);
    assert.match(text, /reject/);
    assert.equal(await state(page, "dmarc"), "fail");
    await close();
  });
});

describe("DNS that fails", () => {
  for (const [name, fault, word] of [
    ["silent", "silent", /timeout|no answer|did not answer|in time/i],
    ["refusing with 403", 403, /403/],
    ["broken with 502", 502, /502/],
  ]) {
    test(`a server that is ${name} leaves the verdict open and names the question`, async () => {
      const { page, close } = await open();
      dns.faults.set("_dmarc.example.com", fault);
      await paste(page, delivered(signed));
      await page
        .locator("[data-finding='dmarc.dns-failed']")
        .first()
        .waitFor({ state: "attached", timeout: 15_000 });
      const text = await verdict(page, "cannot-tell");
      assert.match(text, /_dmarc\.example\.com/);
      const finding = await page.locator("[data-finding='dmarc.dns-failed']").first().innerText();
      assert.match(finding, word);

      // One click asks again, and what failed is answered now.
      dns.faults.clear();
      await page.locator("[data-testid=ask-again]").first().click();
      await verdict(page, "authenticated");
      await close();
    });
  }

  test("what is not DNS is said to be not DNS", async () => {
    const plain = await serve(dist);
    const { page, close } = await visit(browser, plain.url, {
      prepare: (page) =>
        page.addInitScript(() => localStorage.setItem("mailprism.resolver", "same-origin")),
    });
    await ready(page);
    await page.route("**/dns-query*", (route) =>
      route.fulfill({ status: 200, contentType: "text/html", body: "<p>hello</p>" }),
    );
    await paste(page, delivered(signed));
    await verdict(page, "cannot-tell");
    const finding = await page.locator("[data-finding='dmarc.dns-failed']").first().innerText();
    assert.match(finding, /not a DNS resolver/);
    await close();
    await plain.close();
  });
});

describe("the RFCs' own messages", () => {
  test("RFC 6376 appendix A.2 verifies, with a word about its key", async () => {
    const { page, close } = await open();
    const message =
      "DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;\r\n" +
      "      c=simple/simple; q=dns/txt; i=joe@football.example.com;\r\n" +
      "      h=Received : From : To : Subject : Date : Message-ID;\r\n" +
      "      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n" +
      "      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r\n" +
      "      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut\r\n" +
      "      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV\r\n" +
      "      4bmp/YzhwvcubU4=;\r\n" +
      "Received: from client1.football.example.com  [192.0.2.1]\r\n" +
      "      by submitserver.example.com with SUBMISSION;\r\n" +
      "      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)\r\n" +
      joe("game. Are");
    await paste(page, message);
    await page.locator("[data-finding='dkim.weak-key']").first().waitFor({ state: "attached" });
    await verdict(page, "authenticated");
    await close();
  });

  test("dkimpy's copy of them verifies", async () => {
    const { page, close } = await open();
    await paste(page, await readFile(join(data, "dkimpy", "rfc6376.signed.msg")));
    await verdict(page, "authenticated");
    await close();
  });

  test("RFC 8463 appendix A.3 verifies with both signatures, once the page can load what Ed25519 takes", async () => {
    let fail = true;
    const { page, close } = await open((page) =>
      page.route(/split_ed25519-/, (route) => (fail ? route.abort() : route.continue())),
    );
    const message =
      "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n" +
      " d=football.example.com; i=@football.example.com;\r\n" +
      " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n" +
      " subject : date : message-id : from : subject : date;\r\n" +
      " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n" +
      " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n" +
      " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n" +
      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n" +
      " d=football.example.com; i=@football.example.com;\r\n" +
      " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n" +
      " date : message-id : from : subject : date;\r\n" +
      " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n" +
      " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n" +
      " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n" +
      " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n" +
      joe("game.  Are");
    await paste(page, message);
    await page.getByText("This part of the page could not be loaded.").waitFor();
    const signatures = page.locator("[data-finding='dkim.ed25519']");
    assert.equal(await signatures.count(), 0, "nothing is said of what was not computed");
    fail = false;
    await page.reload();
    await ready(page);
    await verdict(page, "authenticated"); // _dmarc.example.com, relaxed
    assert.equal(await state(page, "dkim"), "pass");
    await close();
  });
});
