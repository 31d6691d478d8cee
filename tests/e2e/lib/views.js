// The states of the page that are looked at in every size and theme: an address, and what to do there.

import { verdict } from "./mail.js";

export const views = {
  empty: ["", (page) => page.locator("[data-node]:visible").first().waitFor()],
  result: ["#e1.body-changed", (page) => verdict(page, "not-authenticated")],
  pass: ["#e1.all-pass", (page) => verdict(page, "authenticated")],
  share: [
    "#e1.body-changed",
    async (page) => {
      await verdict(page, "not-authenticated");
      await page.click("#share-open");
      await page.locator("[data-testid=link]").waitFor();
    },
  ],
  "bad link": ["#m1.zz.abc.AAAA", (page) => page.locator("[data-testid=error]").waitFor()],
};
