// After each autosave the checklist beside the editor is that of the newest draft.
document.addEventListener("w-autosave:success", async () => {
  const list = document.querySelector("[data-checklist-src]");
  if (!list) return;
  const response = await fetch(list.dataset.checklistSrc, { credentials: "same-origin" });
  if (response.ok) list.innerHTML = await response.text();
});
