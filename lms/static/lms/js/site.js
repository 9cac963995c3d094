// Small comforts for every page; nothing depends on them.
(() => {
  "use strict";

  const menus = document.querySelectorAll("[data-menu]");
  for (const menu of menus) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("click", async (event) => {
    const control = event.target.closest("[data-copy], [data-print], [data-dismiss]");
    if (!control) return;
    if (control.dataset.copy) {
      await navigator.clipboard.writeText(control.dataset.copy);
      control.querySelector("[data-copied]")?.removeAttribute("hidden");
    } else if ("print" in control.dataset) {
      window.print();
    } else {
      control.closest("[data-dismissible]")?.remove();
    }
  });

  for (const control of document.querySelectorAll("[data-needs-script]")) {
    control.hidden = false;
  }
})();
