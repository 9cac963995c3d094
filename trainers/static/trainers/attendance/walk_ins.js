// Somebody who is not on the list is written down on this device like a mark, under a key
// of its own; the server finds out whether they have an account.
(() => {
  "use strict";

  const form = document.querySelector("[data-walk-in]");
  const list = window.relayAttendance?.list;
  if (!form || !list) return;
  const { store } = window.relayAttendance;
  const fields = form.elements;
  const status = document.querySelector("[data-walk-in-status]");
  const words = document.querySelector("[data-marks]").dataset;
  const error = form.querySelector("[data-walk-in-error]");
  // Under which key what is corrected goes again.
  let key = null;

  const said = (name) => fields[name].value.trim().replace(/\s+/g, " ");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const other = said("other");
    const chosen = fields.employer.selectedOptions[0];
    const row = {
      uuid: key ?? store.uuid(),
      session: list.session,
      kind: "walk_in",
      badge_number: said("badge_number"),
      name: said("name"),
      employer: other || fields.employer.value,
      employer_name: other || (fields.employer.value && chosen.textContent),
      said_at: new Date().toISOString(),
      refused: "",
    };
    error.hidden = Boolean(row.name || row.badge_number);
    if (!error.hidden) {
      fields.badge_number.focus();
      return;
    }
    await list.release();
    await list.keep([row]);
    key = null;
    for (const name of ["badge_number", "name", "other"]) fields[name].value = "";
    status.textContent = `${words.letIn} ${row.name || row.badge_number}. ${words.codeLater}`;
    fields.badge_number.focus();
    list.line.soon();
  });

  window.relayAttendance.correct = (row) => {
    key = row.uuid;
    const has = [...fields.employer.options].some((one) => one.value === row.employer);
    fields.badge_number.value = row.badge_number;
    fields.name.value = row.name;
    if (has) fields.employer.value = row.employer;
    fields.other.value = has ? "" : row.employer;
    fields.badge_number.focus();
  };
})();
