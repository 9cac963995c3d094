// Answers that the server has not acknowledged yet, kept in the browser's own database
// until it has: through a lost line, a closed lid, an ended session and a new page.
(() => {
  "use strict";

  const STORE = "rows";
  // Nobody comes back to an attempt after that long; what is left of it goes.
  const LONGEST = 90 * 24 * 3600 * 1000;
  // An answer waits at most a second for a server that is there again; a request that
  // nobody answers is given up and sent anew: it counts once (milliseconds).
  const FIRST_PAUSE = 400;
  const LONGEST_PAUSE = 1000;
  const PATIENCE = 8000;
  // Where the browser gives no database, this page's own memory has to do.
  const memory = new Map();
  let opening = null;

  const open = () =>
    (opening ??= new Promise((resolve) => {
      try {
        const request = indexedDB.open("relay-answers", 1);
        request.onupgradeneeded = () =>
          request.result.createObjectStore(STORE, { keyPath: "id" });
        request.onsuccess = () => resolve(request.result);
        request.onerror = request.onblocked = () => resolve(null);
      } catch {
        resolve(null);
      }
    }));

  const work = async (mode, act) => {
    const database = await open();
    if (!database) return null;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };

  // A later answer to the same question takes the place of one that waits: only the last
  // of them would count.
  const put = async (row) => {
    row.id = [row.attempt, row.position, row.client].join("/");
    for (const one of await rows(row.attempt)) {
      if (one.position === row.position && one.id !== row.id) await drop(one);
    }
    memory.set(row.id, row);
    try {
      await work("readwrite", (store) => store.put(row));
    } catch {
      // The device is full: the page still has it.
    }
  };

  const rows = async (attempt) => {
    let stored = [];
    try {
      stored = (await work("readonly", (store) => store.getAll())) ?? [];
    } catch {
      // As if there were none.
    }
    const found = new Map(stored.map((row) => [row.id, row]));
    for (const [id, row] of memory) found.set(id, row);
    const since = Date.now() - LONGEST;
    for (const row of found.values()) if (row.at < since) await drop(row);
    return [...found.values()]
      .filter((row) => row.attempt === attempt && row.at >= since)
      .sort((one, other) => one.at - other.at);
  };

  const drop = async (row) => {
    if (memory.get(row.id)?.sequence === row.sequence) memory.delete(row.id);
    try {
      await work("readwrite", (store) => {
        const held = store.get(row.id);
        held.onsuccess = () => {
          // Changed while it was on its way: that one has still to go.
          if (held.result?.sequence === row.sequence) store.delete(row.id);
        };
        return held;
      });
    } catch {
      // It is sent once more, and the server counts it once.
    }
  };

  const inputs = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

  // Signing in again changes the token that a page was loaded with.
  const renew = async () => {
    const page = await fetch(location.href, { credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = fresh.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    if (!token) return false;
    for (const input of inputs()) input.value = token;
    return true;
  };

  // How long this device has held an answer: what was given on another one meanwhile is
  // newer.
  const ago = (row) => Math.max(0, Date.now() - row.at);

  const post = (row, signal) => {
    const data = new FormData();
    for (const [name, value] of row.fields) data.append(name, value);
    data.set("client", row.client);
    data.set("sequence", String(row.sequence));
    data.set("ago", String(ago(row)));
    return fetch(row.url, {
      method: "POST",
      body: data,
      credentials: "same-origin",
      headers: { "X-CSRFToken": inputs()[0]?.value ?? "" },
      signal,
    });
  };

  // What came of sending one: {saved}, or {trouble} with what is known of it.
  const send = async (row, { again = true } = {}) => {
    const line = new AbortController();
    const patience = setTimeout(() => line.abort(), PATIENCE);
    try {
      const reply = await post(row, line.signal);
      const body = await reply.json().catch(() => ({}));
      if (reply.ok && body.saved) return { saved: body.saved, newer: body.newer };
      if (reply.status === 409 && body.checked) return { trouble: "checked", text: body.error };
      if (reply.status === 409) return { trouble: "closed", next: body.next };
      if (reply.status === 401) return { trouble: "signedOut" };
      if (reply.status === 403 && again && (await renew())) {
        return send(row, { again: false });
      }
      if (reply.status >= 400 && reply.status < 500) {
        return { trouble: "refused", text: body.error };
      }
    } catch {
      // The line.
    } finally {
      clearTimeout(patience);
    }
    return { trouble: "lost" };
  };

  // Sends what waits of an attempt until nothing does, and tells `hear` each time:
  // {unsent: [rows], sent: row, saved, newer, trouble, next, text}.
  const keeper = (attempt, hear) => {
    let pause = FIRST_PAUSE;
    let running = null;
    let timer = 0;
    // What the server will never take, by its number: it holds up nothing else.
    const refused = new Set();
    const numbered = (row) => `${row.id}/${row.sequence}`;

    const pass = async () => {
      clearTimeout(timer);
      for (;;) {
        const row = (await rows(attempt)).find((one) => !refused.has(numbered(one)));
        if (!row) return !refused.size;
        const found = await send(row);
        if (found.trouble === "refused") refused.add(numbered(row));
        // An attempt that is closed takes nothing any more: what was to go is over.
        // Nor does one question whose answer was checked.
        const settled = found.saved || found.trouble === "checked";
        if (settled || found.trouble === "closed") {
          pause = FIRST_PAUSE;
          for (const one of settled ? [row] : await rows(attempt)) await drop(one);
        }
        hear({ ...found, sent: row, unsent: await rows(attempt) });
        if (settled || found.trouble === "refused") continue;
        if (found.trouble === "lost") {
          // Not all pages at the same moment, after an outage that met all of them.
          timer = setTimeout(flush, pause * (0.5 + Math.random() / 2));
          pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
        return false;
      }
    };
    // One at a time; whoever asks meanwhile waits for the one that runs.
    const flush = () => (running ??= pass().finally(() => (running = null)));

    const retry = () => {
      pause = FIRST_PAUSE;
      flush();
    };
    addEventListener("online", retry);
    // Back from another tab, perhaps from signing in there.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") retry();
    });
    return { flush, put, rows: () => rows(attempt) };
  };

  window.relayJournal = { ago, keeper };

  // --- Pages of an attempt without a question, such as the review -------------------
  const notice = document.querySelector("[data-unsent]");
  if (notice) {
    const button = document.querySelector("[data-needs-all-sent]");
    const shown = notice.querySelector("[data-unsent-count]");
    const show = (unsent) => {
      notice.hidden = !unsent.length;
      shown.textContent = String(unsent.length);
      if (button) button.disabled = Boolean(unsent.length);
    };
    let had = 0;
    const journal = keeper(notice.dataset.unsent, ({ unsent, trouble, next }) => {
      if (trouble === "closed") location.assign(next);
      show(unsent);
      // What is never taken keeps nobody from handing in.
      if (button && trouble === "refused") button.disabled = false;
      // What has just arrived belongs to what this page shows.
      if (had && !unsent.length) location.reload();
    });
    journal.rows().then((unsent) => {
      had = unsent.length;
      show(unsent);
      if (had) journal.flush();
    });
  }
})();
