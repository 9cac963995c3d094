// What was marked on this device and is not with the server yet, and the newest list that
// it knows, in the browser's own database: through a lost line, a closed lid, an ended
// session and another trainer who signs in. It is kept by the session that it is about,
// whoever is signed in.
(() => {
  "use strict";

  const NAME = "relay-attendance";
  // Rows: {uuid, session, kind: "mark" | "walk_in" | "alias", …}; `refused` is the
  // sentence of the server that does not take one. Lists: {session, page, title, until,
  // state}.
  const STORES = { rows: "uuid", lists: "session" };
  const A_YEAR = 365 * 24 * 3600;
  // Where the browser gives no database, this page's own memory has to do.
  const memory = { rows: new Map(), lists: new Map() };
  let opening = null;

  const open = () =>
    (opening ??= new Promise((resolve) => {
      try {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = () => {
          for (const [store, keyPath] of Object.entries(STORES)) {
            request.result.createObjectStore(store, { keyPath });
          }
        };
        request.onsuccess = () => {
          const database = request.result;
          // Deleted, by another page or by the browser: opened anew when it is needed.
          database.onclose = () => (opening = null);
          database.onversionchange = () => {
            database.close();
            opening = null;
          };
          resolve(database);
        };
        request.onerror = request.onblocked = () => resolve(null);
      } catch {
        resolve(null);
      }
    }));

  // What the device has in a store; null where that cannot be said.
  const stored = async (name) => {
    const database = await open();
    if (!database) return null;
    try {
      return await new Promise((resolve, reject) => {
        const request = database.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    } catch {
      return null;
    }
  };

  const all = async (name) => {
    const known = await stored(name);
    const found = new Map((known ?? []).map((one) => [one[STORES[name]], one]));
    for (const [key, one] of memory[name]) found.set(key, one);
    if (name === "rows") flag([...found.values()], Boolean(known));
    return [...found.values()];
  };

  const waits = (row) => row.kind !== "alias";

  // Whoever signs out is told by it that something waits (lms/leaving.py): said whenever it
  // is seen, since a browser may have cut it short. Where it stands it stays, as the server
  // has it for longer; where nothing can be read only what this page said is taken away.
  let isOurs = false;
  const flag = (found, isSure) => {
    const some = found.some(waits);
    const stands = document.cookie.split("; ").includes(`${NAME}=1`);
    if (some === stands || (!some && !isSure && !isOurs)) return;
    isOurs = some;
    const age = some ? A_YEAR : 0;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${NAME}=1; path=/; max-age=${age}; samesite=lax${secure}`;
  };

  // Puts and drops all of it or nothing. Says whether the device has it; where it does
  // not, this page does.
  const write = async (name, { puts = [], drops = [] }) => {
    for (const key of drops) memory[name].delete(key);
    const database = await open();
    try {
      if (!database) throw new Error("no database");
      await new Promise((resolve, reject) => {
        const transaction = database.transaction(name, "readwrite", {
          durability: "strict",
        });
        const store = transaction.objectStore(name);
        for (const key of drops) store.delete(key);
        for (const one of puts) store.put(one);
        transaction.oncomplete = resolve;
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
      for (const one of puts) memory[name].delete(one[STORES[name]]);
      return true;
    } catch {
      for (const one of puts) memory[name].set(one[STORES[name]], one);
      return false;
    } finally {
      // Has it said whether something waits.
      if (name === "rows") await all(name);
    }
  };

  const rows = async (session) => {
    const found = (await all("rows")).filter((row) => row.session === session);
    return found.sort((one, other) => (one.said_at < other.said_at ? -1 : 1));
  };

  // A later mark of the same person and block takes the place of one that waits: only
  // the last of them would count.
  const put = async (fresh) => {
    const about = (row) => `${row.kind} ${row.registration} ${row.block}`;
    const marks = new Set(fresh.filter((one) => one.kind === "mark").map(about));
    const old = (await rows(fresh[0].session)).filter((row) => marks.has(about(row)));
    return write("rows", { puts: fresh, drops: old.map((row) => row.uuid) });
  };

  // What the server said of rows that were sent.
  const settle = async (session, { kept, refused, known_as: knownAs }) => {
    const gone = new Set(kept);
    const puts = [];
    for (const [key, uuid] of Object.entries(knownAs)) {
      if (key !== uuid) puts.push({ uuid: `alias ${key}`, session, kind: "alias", key, as: uuid });
    }
    for (const row of await rows(session)) {
      if (gone.has(row.uuid)) continue;
      const known = row.kind === "mark" && knownAs[row.registration];
      if (known) puts.push({ ...row, registration: known });
      else if (row.uuid in refused) puts.push({ ...row, refused: refused[row.uuid] });
    }
    return write("rows", { puts, drops: kept });
  };

  const drop = (uuids) => write("rows", { drops: uuids });
  const keepList = (list) => write("lists", { puts: [list] });
  const lists = () => all("lists");

  // Forget a list: names, the page that was kept, and who kept it.
  const forget = async ({ session, page }) => {
    const aliases = (await rows(session)).filter((row) => !waits(row));
    await drop(aliases.map((row) => row.uuid));
    await write("lists", { drops: [session] });
    for (const name of (await window.caches?.keys()) ?? []) {
      if (name.startsWith(`${NAME}:`) && name.endsWith(`:${page}`)) await caches.delete(name);
    }
    const kept = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    for (const one of kept) {
      if (new URL(one.scope).pathname === page) await one.unregister();
    }
  };

  const waiting = async () => (await all("rows")).filter(waits);

  // Lists of sessions that are long over go, as soon as nothing of them waits.
  const prune = async ({ except = "", all: every = false } = {}) => {
    const held = new Set((await waiting()).map((row) => row.session));
    for (const list of await lists()) {
      const isOver = every || (list.until && Date.parse(list.until) < Date.now());
      if (isOver && !held.has(list.session) && list.session !== except) await forget(list);
    }
  };

  // Without https there is no randomUUID.
  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  window.relayAttendance = {
    store: { drop, forget, keepList, lists, prune, put, rows, settle, uuid, waiting },
  };
})();
