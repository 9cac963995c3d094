// After signing out: lists of which nothing waits go from this device with their names;
// the others once everything of them is sent.
(() => {
  "use strict";

  window.relayAttendance.store.prune({ all: true });
})();
