// After each autosave the checklist beside the editor is that of the newest draft, and
// publishing is offered as long as the draft needs no review first.
document.addEventListener("w-autosave:success", async () => {
  const list = document.querySelector("[data-checklist-src]");
  if (!list) return;
  const response = await fetch(list.dataset.checklistSrc, { credentials: "same-origin" });
  if (!response.ok) return;
  list.innerHTML = await response.text();
  const waits = list.querySelector("[data-checklist-waits]") !== null;
  for (const button of document.querySelectorAll("[name='action-publish']")) {
    button.hidden = waits;
  }
});
