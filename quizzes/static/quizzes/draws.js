// Beside the rules by which a quiz draws: how many questions each of them fits, as one
// writes it.
(() => {
  const PART = /^draws-(\d+)-(?:value-)?(count|tags|difficulty|order|deleted)$/;
  const WAIT = 400;

  function rules(form) {
    const rows = new Map();
    for (const [name, value] of new FormData(form)) {
      const found = PART.exec(name);
      if (!found) continue;
      const row = rows.get(found[1]) ?? {};
      row[found[2]] = String(value);
      rows.set(found[1], row);
    }
    return [...rows.values()]
      .filter((row) => !row.deleted)
      .sort((one, other) => Number(one.order) - Number(other.order))
      .map((row) => [row.count, row.difficulty, row.tags].map((part) => part ?? "").join("|"));
  }

  function start(panel) {
    const form = panel.closest("form");
    let asked = "";
    let waiting;

    async function show() {
      const bank = form.elements.bank?.value;
      if (!/^\d+$/.test(bank ?? "")) {
        panel.replaceChildren();
        asked = "";
        return;
      }
      const query = new URLSearchParams({ language: panel.dataset.language });
      query.set("draw", form.elements.draw?.value ?? "");
      for (const rule of rules(form)) query.append("rule", rule);
      const address = `${panel.dataset.draws.replace("/0/", `/${bank}/`)}?${query}`;
      if (address === asked) return;
      asked = address;
      const response = await fetch(address, { credentials: "same-origin" });
      // A slower answer to an earlier question says nothing any more.
      if (response.ok && address === asked) panel.innerHTML = await response.text();
    }

    function later() {
      clearTimeout(waiting);
      waiting = setTimeout(show, WAIT);
    }

    for (const event of ["input", "change", "click"]) form.addEventListener(event, later);
    later();
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const panel of document.querySelectorAll("[data-draws]")) start(panel);
  });
})();
