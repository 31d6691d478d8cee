// Starts the verifier. A classic script, because a browser runs such a one even from file://,
// where it refuses modules: then this can at least show the sentence that says what to do.
// The names of what to load stand on our own script element, written by src/bin/dist.rs.
"use strict";
(() => {
  const root = document.documentElement;
  const { glue, wasm, integrity, service } = document.currentScript.dataset;
  const byId = (id) => document.getElementById(id);

  // The address changes with the language, and what is relative to it would follow.
  const keeper = new URL(service, document.baseURI).href;
  for (const icon of document.querySelectorAll("link[rel*=icon]")) icon.href = icon.href;

  // What the application adopts when it is ready: the text box alone turns CRLF into LF, and a
  // file dropped before then would make the browser leave the page.
  //   text: what the clipboard held, if it replaced all that was in the box · file: the last one dropped
  //   started: what the application calls when it stands there, or can't
  const early = (window.__early = { text: null, file: null, started: null });

  const notePaste = (event) => {
    const box = event.target;
    const all = box.selectionStart === 0 && box.selectionEnd === box.value.length;
    early.text = all ? event.clipboardData.getData("text/plain") : null;
  };
  const noteDrop = (event) => {
    event.preventDefault();
    early.file = event.dataTransfer?.files[0] ?? early.file;
  };
  const allowDrop = (event) => event.preventDefault();

  const listen = (change) => {
    byId("paste")?.[change]("paste", notePaste);
    window[change]("dragover", allowDrop);
    window[change]("drop", noteDrop);
  };

  // From the second visit on the page works without a network. What it takes for that is loaded when
  // the browser has nothing else to do; not in a frame of somebody else's page, and not for a person
  // who asked to save data.
  const keepForOffline = () => {
    const workers = navigator.serviceWorker;
    if (!workers || navigator.connection?.saveData || window.parent !== window) return;
    // Where the browser refuses, there is still the network.
    (window.requestIdleCallback ?? setTimeout)(() => workers.register(keeper).catch(() => {}));
  };

  // A browser remembers what failed to load, so each new try has a new address.
  const load = async (attempt) => {
    root.dataset.start = "loading";
    if (byId("failed")) byId("failed").hidden = true;
    if (byId("loading")) byId("loading").hidden = false;
    try {
      const again = attempt === 0 ? "" : `?${attempt}`;
      // The module says when it stands in the shell's place: its words are a file of their own, and
      // that may fail to load as well.
      const stands = new Promise((resolve, reject) => {
        early.started = (yes) => (yes ? resolve() : reject(new Error("no words")));
      });
      const [module, octets] = await Promise.all([
        import(new URL(glue + again, document.baseURI).href),
        fetch(wasm + again, { integrity }),
      ]);
      await module.default({ module_or_path: octets });
      await stands;
      root.dataset.start = "done";
      listen("removeEventListener");
      keepForOffline();
    } catch (error) {
      console.error(error);
      root.dataset.start = "failed";
      if (byId("loading")) byId("loading").hidden = true;
      if (byId("failed")) byId("failed").hidden = false;
      byId("retry")?.addEventListener("click", () => load(attempt + 1), { once: true });
    }
  };

  if (location.protocol === "file:") {
    root.dataset.start = "file";
    byId("loading").hidden = true;
  } else {
    listen("addEventListener");
    load(0);
  }
})();
