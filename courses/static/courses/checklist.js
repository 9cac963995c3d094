// After each autosave the checklist beside the editor is that of the newest draft, and
// publishing is offered as long as the draft needs no review first.
(() => {
  "use strict";

  let asked = 0;

  document.addEventListener("w-autosave:success", async () => {
    const list = document.querySelector("[data-checklist-src]");
    if (!list) return;
    asked += 1;
    const mine = asked;
    const response = await fetch(list.dataset.checklistSrc, { credentials: "same-origin" });
    if (!response.ok) return;
    const text = await response.text();
    // An answer that was overtaken is about an older draft.
    if (mine !== asked) return;
    list.innerHTML = text;
    const waits = list.querySelector("[data-checklist-waits]") !== null;
    for (const button of document.querySelectorAll("[name='action-publish']")) {
      button.hidden = waits;
    }
  });
})();
