// What the server did not take, with its sentence: dismissed, or, somebody who walked in,
// corrected.
(() => {
  "use strict";

  window.relayAttendance.refused = (list, words, { dismiss, correct }) => {
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button button--secondary button--small";
      made.textContent = label;
      made.addEventListener("click", act);
      return made;
    };

    const item = (row, name) => {
      const made = document.createElement("li");
      const who = document.createElement("strong");
      const bdi = document.createElement("bdi");
      bdi.textContent = name;
      who.append(bdi, ": ");
      const actions = document.createElement("span");
      actions.className = "actions";
      if (row.kind === "walk_in") actions.append(button(words.correct, () => correct(row)));
      actions.append(button(words.dismiss, () => dismiss(row)));
      made.append(who, `${words.notKept} ${row.refused} `, actions);
      return made;
    };

    let shown = "";
    return (rows, nameOf) => {
      const now = JSON.stringify(rows);
      if (now === shown) return;
      shown = now;
      list.replaceChildren(...rows.map((row) => item(row, nameOf(row))));
      list.hidden = !rows.length;
    };
  };
})();
