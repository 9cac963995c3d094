// Somebody signed out while work waits on this device that was not sent yet
// (lms/leaving.py): everything else that pages have stored goes.
(() => {
  "use strict";

  const names = document.querySelector("[data-keepers]").dataset.keepers.trim().split(/\s+/);
  const isKept = (name) => names.some((one) => name === one || name.startsWith(`${one}:`));

  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // The browser gives none.
  }
  // Older browsers do not say which databases there are; the names that we use we know.
  const databases = indexedDB.databases?.() ?? Promise.resolve([{ name: "relay-answers" }]);
  databases.then((found) => {
    for (const { name } of found) if (!isKept(name)) indexedDB.deleteDatabase(name);
  });
  window.caches?.keys().then((found) => {
    for (const name of found) if (!isKept(name)) caches.delete(name);
  });
})();
