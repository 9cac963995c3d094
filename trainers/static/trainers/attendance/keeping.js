// Has the page kept for use without network, and says in words whether it is.
(() => {
  "use strict";

  // What the page has loaded and loads again without a line.
  const files = () => {
    const named = [...document.querySelectorAll("link[rel~=stylesheet], link[rel~=icon]")]
      .map((one) => one.href)
      .concat([...document.scripts].map((one) => one.src))
      .concat([...document.images].map((one) => one.currentSrc || one.src));
    const loaded = performance
      .getEntriesByType("resource")
      .filter((one) => ["css", "link", "script", "img", "use", "image"].includes(one.initiatorType))
      .map((one) => one.name);
    const sprites = [...document.querySelectorAll("svg use")].map(
      (one) => new URL(one.getAttribute("href"), location).href,
    );
    const here = [...named, ...loaded, ...sprites]
      .filter(Boolean)
      .map((one) => one.split("#")[0])
      .filter((one) => new URL(one).origin === location.origin)
      .filter((one) => !new URL(one).pathname.startsWith(location.pathname));
    return [...new Set(here)];
  };

  const told = (worker, what) =>
    new Promise((resolve) => {
      const line = new MessageChannel();
      line.port1.onmessage = ({ data }) => resolve(data);
      worker.postMessage(what, [line.port2]);
    });

  const loaded = () =>
    document.readyState === "complete"
      ? Promise.resolve()
      : new Promise((resolve) => addEventListener("load", resolve, { once: true }));

  // Whether the page opens without a network from now on.
  window.relayAttendance.keepPage = async ({ worker, until }) => {
    if (!("serviceWorker" in navigator)) return false;
    try {
      await loaded();
      // What a phone keeps for good: it asks nobody, and may say no.
      navigator.storage?.persist?.().catch(() => false);
      const registering = navigator.serviceWorker.register(worker, { scope: location.pathname });
      // Without a line the one that is here does.
      await registering.catch(() => null);
      const found = await navigator.serviceWorker.getRegistration(location.pathname);
      if (!found) return false;
      const { active } = await navigator.serviceWorker.ready;
      return await told(active, { keep: { files: files(), until } });
    } catch {
      return false;
    }
  };
})();
