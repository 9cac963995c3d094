// What stands around the picture: the tools above it; underneath, what is said, which
// keys there are, and the areas by name with what is wrong with them.
(() => {
  "use strict";

  const { fill, make } = window.relayAreas;
  const FORMS = ["rect", "circle", "polygon"];
  const ICONS = { close: "check", remove: "bin", undo: "rotate" };

  class Panel {
    #acts;
    #buttons = {};
    #list;
    #troubles;
    #words;

    /** `acts` are called: draw(form), close(), remove(), undo(), open(key). */
    constructor(id, words, troubles, room, acts) {
      this.#acts = acts;
      this.#troubles = troubles;
      this.#words = words;
      this.status = make("p", { class: "areas__status", role: "status" });
      this.#list = make("ol", { class: "areas__list", "aria-labelledby": `${id}-areas-title` });
      const tools = [
        ...FORMS.map((form) =>
          this.#button(form, words[`draw_${form}`], "plus", () => acts.draw(form)),
        ),
        ...Object.entries(ICONS).map(([name, icon]) =>
          this.#button(name, words[name], icon, () => acts[name]()),
        ),
      ];
      const keys = make(
        "details",
        { class: "areas__keys" },
        make("summary", {}, words.keys),
        make("ul", {}, ...words.keys_list.map((line) => make("li", {}, line))),
      );
      this.element = make(
        "div",
        { class: "areas", role: "group", "aria-labelledby": `${id}-areas-title` },
        make("p", { class: "w-field__label", id: `${id}-areas-title` }, words.title),
        make("p", { class: "help", id: `${id}-areas-help` }, words.help),
        make("div", { class: "areas__tools" }, ...tools),
        room,
        this.status,
        keys,
        this.#list,
      );
    }

    #button(name, label, icon, act) {
      const sign = make(
        "svg",
        { class: `icon icon-${icon}`, "aria-hidden": "true" },
        make("use", { href: `#icon-${icon}` }),
      );
      const attributes = { type: "button", class: "button button-small button-secondary" };
      const made = make("button", attributes, sign, label);
      made.addEventListener("click", act);
      this.#buttons[name] = made;
      return made;
    }

    /** The form that is being drawn; null: none. */
    press(form) {
      for (const one of FORMS) this.#buttons[one].setAttribute("aria-pressed", one === form);
    }

    /** What can be done now. */
    able({ draw, close, remove, undo }) {
      for (const form of FORMS) this.#buttons[form].disabled = !draw;
      this.#buttons.close.hidden = !close;
      this.#buttons.remove.disabled = !remove;
      this.#buttons.undo.disabled = !undo;
    }

    focus(name) {
      this.#buttons[name].focus();
    }

    /** The areas by name, where they are, and what is wrong or worth knowing. */
    list(areas, ratio) {
      const overlaps = window.relayAreas.overlapsOf(areas, ratio);
      const lines = areas.map((area) => this.#line(area, overlaps.get(area.key)));
      // Whoever is here stays here: a new list would take the focus away.
      const here = [...this.#list.children].findIndex((one) =>
        one.contains(document.activeElement),
      );
      this.#list.replaceChildren(...lines);
      if (here >= 0) lines[here]?.querySelector("button").focus({ preventScroll: true });
    }

    #line(area, others) {
      const name = make("button", { type: "button", class: "areas__to" }, area.name);
      name.addEventListener("click", () => this.#acts.open(area.key));
      const line = make("li", {}, name, area.place ? ` ${area.place}` : "");
      if (area.trouble) {
        const said = this.#troubles[area.trouble];
        line.append(make("span", { class: "areas__trouble" }, said));
      }
      if (others.length) {
        const said = fill(this.#words.overlap, { numbers: others.join(", ") });
        line.append(make("span", { class: "areas__overlap" }, said));
      }
      return line;
    }
  }

  Object.assign(window.relayAreas, { FORMS, Panel });
})();
