// The lines of the list on the page: one per person, in the order of their names, as they
// stand for one block.
(() => {
  "use strict";

  const by = new Intl.Collator(document.documentElement.lang, { sensitivity: "base" });
  const plain = (text) =>
    text.normalize("NFD").replace(/\p{Mn}/gu, "").toLocaleLowerCase();

  window.relayAttendance.rows = (form, template) => {
    const list = form.querySelector("[data-list]");
    const words = form.dataset;
    const rows = new Map(
      [...list.children].map((row) => [row.dataset.line, row]),
    );

    const part = (row, name) => row.querySelector(`[data-part="${name}"]`);
    const radios = (row) => row.querySelectorAll("[type=radio]");
    const minutes = (row) => row.querySelector("[type=number]");

    const say = (node, text) => {
      if (node.textContent !== text) node.textContent = text;
    };

    const made = (line) => {
      const row = template.content.firstElementChild.cloneNode(true);
      row.dataset.line = line.registration;
      for (const input of row.querySelectorAll("[name]")) input.name += line.registration;
      return row;
    };

    const about = (row, line) => {
      say(part(row, "name"), line.name);
      say(part(row, "employer"), line.employer);
      say(part(row, "badge"), line.badge ?? "");
      part(row, "how").replaceChildren(
        ...line.how.map((text) => {
          const chip = document.createElement("span");
          chip.className = "chip chip--info";
          chip.textContent = text;
          return chip;
        }),
      );
      part(row, "code").hidden = !line.code;
      say(part(row, "code-letters"), line.code);
    };

    // Somebody is choosing "for a part" and has not said how long: that is theirs.
    const isAsked = (row) => row.classList.contains("who--asks");

    const mark = (row, one, most) => {
      const field = minutes(row);
      field.max = most;
      if (isAsked(row)) return;
      for (const radio of radios(row)) radio.checked = radio.value === one?.presence;
      if (document.activeElement !== field) field.value = one?.minutes ?? "";
      say(part(row, "words"), one?.words ?? "");
    };

    const show = (lines, { most }) => {
      const sorted = [...lines].sort((one, other) => by.compare(one.name, other.name));
      const seen = new Set(sorted.map((line) => line.registration));
      for (const [key, row] of rows) {
        if (seen.has(key)) continue;
        row.remove();
        rows.delete(key);
      }
      let place = list.firstElementChild;
      for (const line of sorted) {
        let row = rows.get(line.registration);
        if (!row) {
          row = made(line);
          rows.set(line.registration, row);
        }
        about(row, line);
        mark(row, line.mark, most);
        // What stands where it belongs is not moved: it may have the focus.
        if (row === place) place = place.nextElementSibling;
        else list.insertBefore(row, place);
      }
      form.querySelector("[data-nobody]").hidden = Boolean(rows.size);
    };

    const ask = (row, isOn) => {
      row.classList.toggle("who--asks", isOn);
      if (isOn) say(part(row, "words"), words.howMany);
    };

    // Who was marked meanwhile stays where they are until one searches anew: nothing
    // goes from under a finger.
    const filter = ({ text, onlyLeft }) => {
      const wanted = plain(text.trim()).split(/\s+/);
      for (const row of rows.values()) {
        const name = plain(part(row, "name").textContent);
        const isLeft = ![...radios(row)].some((radio) => radio.checked);
        row.hidden = !wanted.every((one) => name.includes(one)) || (onlyLeft && !isLeft);
      }
    };

    return { ask, filter, get: (key) => rows.get(key), show };
  };
})();
