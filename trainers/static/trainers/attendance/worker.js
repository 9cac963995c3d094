// Keeps the page of one list for use without network: that page, and the files that it
// loads. One of these is registered for each list, for the address of its page alone.
"use strict";

const VERSION = "1";
const PAGE = new URL(self.registration.scope).pathname;
const PREFIX = "relay-attendance:";
const NAME = `${PREFIX}${VERSION}:${PAGE}`;
// When the page goes; it stands among what is kept under an address that no page has.
const UNTIL = `${PAGE}kept-until`;
// A line that hardly answers is as good as none, where the page is here (milliseconds).
const PATIENCE = 6000;
const AS_IT_IS = { ignoreVary: true };

// What earlier versions kept of this page is taken over, and they are removed.
const takeOver = async () => {
  const cache = await caches.open(NAME);
  for (const name of await caches.keys()) {
    if (name === NAME || !name.startsWith(PREFIX) || !name.endsWith(`:${PAGE}`)) continue;
    const old = await caches.open(name);
    for (const request of await old.keys()) {
      if (!(await cache.match(request, AS_IT_IS))) {
        await cache.put(request, await old.match(request, AS_IT_IS));
      }
    }
    await caches.delete(name);
  }
  await self.clients.claim();
};

// What the device has in a store (store.js); null where there is none.
const stored = (name, act, mode = "readonly") =>
  new Promise((resolve) => {
    const request = indexedDB.open("relay-attendance");
    request.onerror = () => resolve(null);
    // Not there: it is not for this script to make it.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onsuccess = () => {
      const transaction = request.result.transaction(name, mode);
      const asked = act(transaction.objectStore(name));
      transaction.oncomplete = transaction.onabort = () => {
        request.result.close();
        resolve(asked.result ?? null);
      };
    };
  });

// Whether something of this list waits on the device.
const waits = async () => {
  const rows = (await stored("rows", (store) => store.getAll())) ?? [];
  return rows.some((row) => PAGE.includes(row.session) && row.kind !== "alias");
};

const forget = async () => {
  await caches.delete(NAME);
  const lists = (await stored("lists", (store) => store.getAll())) ?? [];
  const mine = lists.find((list) => list.page === PAGE);
  if (mine) await stored("lists", (store) => store.delete(mine.session), "readwrite");
};

const isOver = async (cache) => {
  const until = await cache.match(UNTIL);
  return Boolean(until) && Date.parse(await until.text()) < Date.now() && !(await waits());
};

const mayBeKept = (reply) =>
  reply.ok && !reply.redirected && reply.headers.get("Relay-Keep") === "attendance";

const inTime = (request) =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("slow")), PATIENCE);
    fetch(request).then(resolve, reject);
  });

const answerPage = async (request) => {
  let cache = await caches.open(NAME);
  if (await isOver(cache)) {
    await forget();
    cache = await caches.open(NAME);
  }
  const held = await cache.match(PAGE, AS_IT_IS);
  try {
    const reply = await (held ? inTime(request) : fetch(request));
    if (mayBeKept(reply)) await cache.put(PAGE, reply.clone());
    // Whoever is signed in takes no attendance here.
    if (reply.status === 404 && !(await waits())) await forget();
    // A server that is down is no better than none.
    return held && reply.status >= 502 ? held : reply;
  } catch (problem) {
    if (held) return held;
    throw problem;
  }
};

const answerFile = async (request) => {
  try {
    return await fetch(request);
  } catch (problem) {
    const held = await (await caches.open(NAME)).match(request, AS_IT_IS);
    if (held) return held;
    throw problem;
  }
};

// Keeps the page, where it is not here yet, and these files; others go. Says whether all
// of it is here.
const keep = async ({ files, until }) => {
  const cache = await caches.open(NAME);
  try {
    if (!(await cache.match(PAGE, AS_IT_IS))) {
      const reply = await fetch(PAGE, { credentials: "same-origin", redirect: "manual" });
      if (!mayBeKept(reply)) return false;
      await cache.put(PAGE, reply);
    }
    for (const file of files) {
      if (await cache.match(file, AS_IT_IS)) continue;
      // Without a picture the list is a list.
      await cache.add(file).catch((problem) => {
        if (/\.(js|css)$/.test(new URL(file).pathname)) throw problem;
      });
    }
    if (until) await cache.put(UNTIL, new Response(until));
    const known = new Set([PAGE, UNTIL, ...files].map((one) => new URL(one, location).href));
    for (const request of await cache.keys()) {
      if (!known.has(request.url)) await cache.delete(request);
    }
    return true;
  } catch {
    return false;
  }
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data.keep) {
    event.waitUntil(keep(event.data.keep).then((done) => event.ports[0].postMessage(done)));
  }
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === PAGE) event.respondWith(answerPage(request));
  } else if (!pathname.startsWith(PAGE)) {
    event.respondWith(answerFile(request));
  }
});
