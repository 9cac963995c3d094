// The rows of a hotspot's form, as its areas. The fields are the truth: what is drawn is
// read from them and written into them, and with no script they stand for themselves.
(() => {
  "use strict";

  const fieldOf = (child, name) =>
    child.element.querySelector(`[name="${child.prefix}-value-${name}"]`);
  // A row that was never saved may have no id yet; its prefix is its own as well.
  const keyOf = (child) => child.id ?? child.prefix;

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  class Rows {
    #list;
    #chooser;
    #alt;

    /** Of a block of Wagtail's form, as it was rendered. */
    constructor(block) {
      this.#list = block.childBlocks.options;
      const picture = block.childBlocks.image.childBlocks;
      this.#chooser = picture.image.widget;
      this.#alt = picture.alt_text.widget;
    }

    /** [{key, form, area, text, isRight, trouble, numbers}], in the order of the form;
        `numbers` is null where nothing can be drawn. */
    all() {
      return this.#list.children.map((child) => {
        const [form, area] = ["form", "area"].map((name) => fieldOf(child, name).value);
        const trouble = area.trim() ? window.relayAreas.troubleOf(form, area) : "missing";
        const isShown = trouble === null || trouble === "outside";
        return {
          key: keyOf(child),
          form,
          area,
          text: fieldOf(child, "text").value.trim(),
          isRight: fieldOf(child, "correct").checked,
          trouble,
          numbers: isShown ? window.relayAreas.numbersOf(area) : null,
        };
      });
    }

    get most() {
      return this.#list.blockDef.meta.maxNum ?? Infinity;
    }

    get isFull() {
      return this.#list.children.length >= this.most && !this.#empty();
    }

    /** {id, preview} of the image chosen now; null without. */
    picture() {
      return this.#chooser.getState();
    }

    /** What stands in the place of the picture, as far as it is written. */
    alt() {
      return this.#alt.getValue() ?? "";
    }

    /** Write an area into its fields; `tell` the form once a hand is done with it. */
    set(key, { form, area }, { tell = true } = {}) {
      const child = this.#child(key);
      if (!child) return;
      const fields = [fieldOf(child, "form"), fieldOf(child, "area")];
      fields[0].value = form;
      fields[1].value = area;
      if (!tell) return;
      for (const field of fields) {
        for (const type of ["input", "change"]) {
          field.dispatchEvent(new Event(type, { bubbles: true }));
        }
      }
    }

    /** In the first row that has no area yet, else in a new one. Returns its key, and
        whether the row is new; null where there is no place. */
    add(area) {
      let child = this.#empty();
      const isNew = !child;
      if (isNew) {
        if (this.isFull) return null;
        const state = structuredClone(this.#list.blockDef.initialChildState);
        child = this.#list.insert(state, this.#list.children.length, { id: newId() });
      }
      this.set(keyOf(child), area);
      return { key: keyOf(child), isNew };
    }

    /** Take a row out; what brings it back. */
    remove(key) {
      const child = this.#child(key);
      const taken = { state: child.getState(), index: child.index };
      child.delete({ animate: false });
      this.#tell();
      return taken;
    }

    restore({ state, index }) {
      const place = Math.min(index, this.#list.children.length);
      const child = this.#list.insert(state.value, place, { id: state.id });
      this.#tell();
      return keyOf(child);
    }

    /** To the name of an area, in its row. */
    open(key) {
      const child = this.#child(key);
      if (!child) return;
      const toggle = child.element.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
      fieldOf(child, "text").focus();
    }

    /** Call back when anything changed: a field, the picture, the rows or their order. */
    watch(element, changed) {
      element.addEventListener("input", changed);
      element.addEventListener("change", changed);
      new MutationObserver(changed).observe(this.#list.container[0], {
        attributeFilter: ["aria-hidden"],
        childList: true,
        subtree: true,
      });
    }

    #child(key) {
      return this.#list.children.find((child) => keyOf(child) === key);
    }

    #empty() {
      return this.#list.children.find((child) => !fieldOf(child, "area").value.trim());
    }

    // A row that comes or goes is a change of the form like any other.
    #tell() {
      const count = this.#list.container[0].querySelector("[data-streamfield-list-count]");
      count.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  window.relayAreas.Rows = Rows;
})();
