// The tool beside a hotspot's rows: what is chosen, what is being drawn, what can be
// undone, and what is said of it. Rows are the truth, the stage shows them.
(() => {
  "use strict";

  const { FORMS, Panel, Stage, fill } = window.relayAreas;
  const MOST_STEPS = 50;
  // Announcements wait until keys are no longer held down.
  const PAUSE = 200;

  const round = (value) => value.toLocaleString(document.documentElement.lang || "en");

  class Tool {
    #meta;
    #steps = [];
    #saying;
    #checking;
    #isDue = false;
    #shown = null;

    /** `id` is the block's own on the page; `meta` as courses/blocks/drawing.py has it. */
    constructor(rows, id, meta) {
      this.rows = rows;
      this.#meta = meta;
      this.words = meta.words;
      this.areas = [];
      this.chosen = null;
      // The form that the next drag draws; null: what is there is moved.
      this.mode = null;
      // Of a polygon that is set corner by corner.
      this.corners = [];
      this.stage = new Stage(this.words, `${id}-areas-help`);
      this.panel = new Panel(id, this.words, meta.troubles, this.stage.room, {
        draw: (form) => this.begin(form),
        close: () => this.closePolygon(),
        remove: () => this.removeChosen(),
        undo: () => this.undoLast(),
        open: (key) => this.rows.open(key),
      });
      this.element = this.panel.element;
      this.stage.picture.addEventListener("load", () => this.#measure());
      this.stage.picture.addEventListener("error", () => this.#fallBack());
      window.relayAreas.listenToPointers(this);
      window.relayAreas.listenToKeys(this);
      this.rest();
    }

    // --- what is there ---------------------------------------------------------

    /** The form has changed: read it before the next picture of the page. */
    changed() {
      if (this.#isDue) return;
      this.#isDue = true;
      requestAnimationFrame(() => this.catchUp());
    }

    /** What a hand does next starts from what stands in the form now, however soon it
        comes. */
    catchUp() {
      if (this.#isDue) this.sync();
    }

    /** Read the form, and show what stands there. */
    sync() {
      this.#isDue = false;
      this.areas = this.rows.all().map((area, at) => {
        const named = { ...area, number: at + 1 };
        named.name = fill(area.text ? this.words.named : this.words.unnamed, {
          number: at + 1,
          name: area.text,
        });
        if (!area.numbers) return named;
        named.place = this.#placeOf(area);
        named.told = `${named.name}: ${named.place}`;
        named.corners = this.#cornersOf(area);
        return named;
      });
      const drawn = this.areas.filter((area) => area.numbers);
      if (!drawn.some((area) => area.key === this.chosen)) this.chosen = null;
      this.#showPicture();
      this.stage.show(drawn, this.chosen);
      this.#able();
      clearTimeout(this.#checking);
      this.#checking = setTimeout(
        () => this.panel.list(this.areas, this.stage.ratio),
        PAUSE,
      );
    }

    #showPicture() {
      const picture = this.rows.picture();
      const id = picture ? String(picture.id) : "";
      this.stage.picture.alt = this.rows.alt();
      if (id === this.#shown) return;
      this.#shown = id;
      this.stage.room.hidden = !id;
      this.rest();
      this.tell(id ? "" : this.words.no_picture);
      if (!id) return;
      const { width, height } = picture.preview ?? {};
      if (width && height) this.stage.shape(width / height);
      this.stage.picture.src = this.#meta.picture.replace("/0/", `/${id}/`);
    }

    #measure() {
      const { naturalWidth, naturalHeight } = this.stage.picture;
      if (!naturalWidth || !naturalHeight) return;
      this.stage.shape(naturalWidth / naturalHeight);
      this.sync();
    }

    // Of a picture that is not one's own there is the small one of the chooser.
    #fallBack() {
      const small = this.rows.picture()?.preview?.url;
      const image = this.stage.picture;
      if (small && image.getAttribute("src") !== small) image.src = small;
      else this.tell(this.words.broken);
    }

    #able() {
      this.panel.able({
        draw: Boolean(this.#shown),
        close: this.corners.length >= 3,
        remove: this.chosen !== null,
        undo: this.#steps.length > 0,
      });
    }

    #placeOf({ form, numbers }) {
      if (form === "circle") {
        const [left, top, radius] = numbers.map(round);
        return fill(this.words.circle, { left, top, radius });
      }
      const box = window.relayAreas.boxOf(form, numbers, this.stage.ratio);
      return fill(this.words[form], {
        left: round(box.left),
        top: round(box.top),
        width: round(box.right - box.left),
        height: round(box.bottom - box.top),
        count: numbers.length / 2,
      });
    }

    #cornersOf({ form, numbers }) {
      if (form !== "polygon") return [];
      const points = window.relayAreas.pointsOf(numbers);
      return points.map(([x, y], at) =>
        fill(this.words.corner, {
          number: at + 1,
          count: points.length,
          left: round(x),
          top: round(y),
        }),
      );
    }

    area(key) {
      return this.areas.find((area) => area.key === key);
    }

    // --- what is said ----------------------------------------------------------

    tell(words) {
      clearTimeout(this.#saying);
      this.#saying = setTimeout(() => {
        this.panel.status.textContent = words;
      }, PAUSE);
    }

    // --- what is done ----------------------------------------------------------

    choose(key) {
      if (this.chosen === key) return;
      this.chosen = key;
      this.sync();
    }

    /** Draw with the next drag, press or Enter; the same button again lets it be. */
    begin(form) {
      if (this.mode === form) {
        this.rest();
        return;
      }
      this.rest();
      if (this.rows.isFull) {
        this.tell(fill(this.words.full, { most: this.rows.most }));
        return;
      }
      this.mode = form;
      this.panel.press(form);
      this.stage.element.classList.add("areas__stage--draws");
      this.chosen = null;
      this.sync();
      this.tell(form === "polygon" ? this.words.ready_polygon : this.words.ready);
      this.stage.element.focus({ preventScroll: true });
    }

    /** Nothing is being drawn any more. */
    rest() {
      this.mode = null;
      this.setCorners([]);
      this.panel.press(null);
      this.stage.element.classList.remove("areas__stage--draws");
      this.stage.draft(null);
    }

    setCorners(corners) {
      this.corners = corners;
      this.stage.marks(corners);
      this.stage.draft(corners.length ? "line" : null, corners.flat());
      this.#able();
    }

    closePolygon() {
      if (this.corners.length >= 3) this.add("polygon", this.corners.flat());
      else this.tell(this.words.few);
    }

    /** A new area, into the form. */
    add(form, numbers) {
      const { textOf, tidy, troubleOf } = window.relayAreas;
      const area = textOf(tidy(form, numbers));
      if (troubleOf(form, area) !== null) {
        this.rest();
        this.tell(this.words.few);
        return;
      }
      const before = this.areas.find((one) => !one.area.trim());
      const added = this.rows.add({ form, area });
      this.rest();
      if (!added) return;
      this.#remember(
        added.isNew ? { what: "added", key: added.key } : { what: "changed", ...before },
      );
      this.#point(added.key, this.words.drawn);
    }

    /** Another form of an area while a hand is at it: shown, not told to the form yet. */
    sketch(key, numbers, { isTidy = true } = {}) {
      const { form } = this.area(key);
      const { textOf, tidy } = window.relayAreas;
      const area = textOf(isTidy ? tidy(form, numbers) : numbers);
      this.rows.set(key, { form, area }, { tell: false });
      this.sync();
    }

    /** The hand is done: `before` is how the area was. With `isStep`, steps that follow
        one another are undone together. */
    settle(before, { isStep = false } = {}) {
      const now = this.area(before.key);
      if (!now) return;
      const last = this.#steps.at(-1);
      const goesOn = isStep && last?.isStep && last.key === before.key;
      if (now.area !== before.area && !goesOn) {
        this.#remember({ what: "changed", ...before, isStep });
      }
      this.rows.set(now.key, now);
      this.tell(now.area === before.area ? `${now.told}. ${this.words.edge}` : now.told);
    }

    removeChosen() {
      const area = this.area(this.chosen);
      if (!area) return;
      this.#remember({ what: "removed", ...this.rows.remove(area.key) });
      this.sync();
      const left = this.areas.filter((one) => one.numbers);
      const next = left.find((one) => one.number >= area.number) ?? left.at(-1);
      if (next) this.#point(next.key);
      else this.panel.focus("undo");
      this.tell(fill(this.words.removed, { name: area.name }));
    }

    undoLast() {
      const step = this.#steps.pop();
      if (!step) return;
      let { key } = step;
      if (step.what === "removed") key = this.rows.restore(step);
      else if (this.area(key)) {
        if (step.what === "added") this.rows.remove(key);
        else this.rows.set(key, step);
      }
      this.sync();
      if (this.area(key)?.numbers) {
        this.#point(key, this.words.undone);
        return;
      }
      this.panel.focus(this.#steps.length ? "undo" : FORMS[0]);
      this.tell(fill(this.words.undone, { area: "" }).trim());
    }

    /** Choose an area and go to it; `words` say what became of it. */
    #point(key, words = "{area}") {
      this.chosen = key;
      this.sync();
      this.stage.focusArea(key);
      this.tell(fill(words, { area: this.area(key).told }));
    }

    /** Off the picture, with nothing chosen. */
    leave() {
      this.rest();
      this.choose(null);
      this.panel.focus(FORMS[0]);
    }

    #remember(step) {
      this.#steps.push(step);
      if (this.#steps.length > MOST_STEPS) this.#steps.shift();
      this.#able();
    }
  }

  window.relayAreas.Tool = Tool;
})();
