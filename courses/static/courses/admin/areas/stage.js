// The picture with its areas, their labels and their handles. It shows what it is told;
// what is done to it is for pointer.js and keys.js.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  // Sides shorter than this, in pixels, have no handle of their own.
  const LONG = 72;

  /** An element with its attributes; what is false or null is left out. */
  function make(name, attributes = {}, ...inside) {
    const isDrawn = ["svg", "g", "path", "use"].includes(name);
    const made = isDrawn ? document.createElementNS(SVG, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== false && value !== null) made.setAttribute(key, value);
    }
    made.append(...inside);
    return made;
  }

  /** A text with its {names} filled in. */
  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  function put(element, x, y) {
    element.style.left = `${x}%`;
    element.style.top = `${y}%`;
  }

  class Stage {
    #areas = new Map();
    #labels = new Map();
    #handles = new Map();
    #words;

    constructor(words, help) {
      this.#words = words;
      this.ratio = 1;
      this.picture = make("img", { class: "areas__picture", alt: "", draggable: "false" });
      this.drawing = make("path", { class: "areas__draft", d: "" });
      this.shapes = make("g");
      const svg = make(
        "svg",
        { class: "areas__svg", viewBox: "0 0 100 100", preserveAspectRatio: "none" },
        this.shapes,
        this.drawing,
      );
      this.names = make("div", { "aria-hidden": "true" });
      this.handles = make("div");
      this.dots = make("div", { "aria-hidden": "true" });
      // Numbers count from the left of the picture in every language.
      this.element = make(
        "div",
        {
          class: "areas__stage",
          dir: "ltr",
          role: "application",
          tabindex: "-1",
          "aria-label": words.picture,
          "aria-describedby": help,
        },
        this.picture,
        svg,
        this.names,
        this.handles,
        this.dots,
      );
      this.room = make("div", { class: "areas__room" }, this.element);
    }

    /** The picture's width by its height. */
    shape(ratio) {
      this.ratio = ratio;
      // As wide as there is room, and no higher than the window.
      this.element.style.width = `min(100%, 56rem, ${75 * ratio}vh)`;
    }

    /** Areas that can be drawn, with `number` and `name`; one of them may be chosen. */
    show(areas, chosen) {
      const [shapes, names] = [[], []];
      for (const area of areas) {
        shapes.push(this.#shape(area, area.key === chosen));
        names.push(this.#name(area));
      }
      keep(this.shapes, shapes);
      keep(this.names, names);
      for (const [key] of this.#areas) {
        if (areas.some((area) => area.key === key)) continue;
        this.#areas.delete(key);
        this.#labels.delete(key);
      }
      this.#showHandles(areas.find((area) => area.key === chosen));
    }

    #shape(area, isChosen) {
      if (!this.#areas.has(area.key)) {
        this.#areas.set(
          area.key,
          make(
            "g",
            { class: "areas__area", "data-area": area.key, role: "button", tabindex: "0" },
            make("path", { class: "areas__under" }),
            make("path", { class: "areas__over" }),
          ),
        );
      }
      const shape = this.#areas.get(area.key);
      shape.setAttribute("aria-label", area.told);
      shape.setAttribute("aria-roledescription", this.#words.kind);
      shape.setAttribute("aria-pressed", isChosen);
      shape.classList.toggle("areas__area--right", area.isRight);
      shape.classList.toggle("areas__area--outside", area.trouble !== null);
      for (const path of shape.children) {
        path.setAttribute("d", window.relayAreas.pathOf(area.form, area.numbers, this.ratio));
      }
      return shape;
    }

    #name(area) {
      if (!this.#labels.has(area.key)) {
        this.#labels.set(area.key, make("span", { class: "areas__label", dir: "auto" }));
      }
      const label = this.#labels.get(area.key);
      const { left, top } = this.#box(area);
      label.textContent = `${area.isRight ? "✓ " : ""}${area.number}. ${area.text}`;
      put(label, Math.min(left, 90), Math.min(top, 92));
      label.style.maxWidth = `${100 - Math.min(left, 90)}%`;
      return label;
    }

    #showHandles(area) {
      const wanted = area ? this.#handlesOf(area) : [];
      const shown = wanted.map((one) => {
        const id = `${area.key} ${one.role}`;
        if (!this.#handles.has(id)) this.#handles.set(id, this.#handle(area, one));
        const handle = this.#handles.get(id);
        if (one.told) handle.setAttribute("aria-label", one.told);
        put(handle, one.x, one.y);
        return handle;
      });
      keep(this.handles, shown);
      for (const [id, handle] of this.#handles) {
        if (!shown.includes(handle)) this.#handles.delete(id);
      }
    }

    #handle(area, { role, told }) {
      const kind = /^\d+$/.test(role) ? "corner" : role.startsWith("mid") ? "mid" : role;
      const attributes = {
        class: `areas__handle areas__handle--${kind}`,
        "data-handle": role,
        "data-of": area.key,
      };
      // With the keyboard corners alone are met: sizes have their keys.
      return told
        ? make("button", { ...attributes, type: "button" })
        : make("span", { ...attributes, "aria-hidden": "true" });
    }

    #handlesOf(area) {
      const { left, top, right, bottom } = this.#box(area);
      if (area.form === "rect") {
        return [
          { role: "nw", x: left, y: top },
          { role: "ne", x: right, y: top },
          { role: "se", x: right, y: bottom },
          { role: "sw", x: left, y: bottom },
        ];
      }
      if (area.form === "circle") {
        const [x, y] = area.numbers;
        return [
          { role: "n", x, y: top },
          { role: "e", x: right, y },
          { role: "s", x, y: bottom },
          { role: "w", x: left, y },
        ].map((one) => ({
          ...one,
          x: window.relayAreas.inPicture(one.x),
          y: window.relayAreas.inPicture(one.y),
        }));
      }
      const points = window.relayAreas.pointsOf(area.numbers);
      const corners = points.map(([x, y], at) => ({ role: `${at}`, x, y, told: area.corners[at] }));
      if (points.length >= window.relayAreas.MOST_POINTS) return corners;
      const { width, height } = this.element.getBoundingClientRect();
      const sides = points.map(([x, y], at) => {
        const [nextX, nextY] = points[(at + 1) % points.length];
        const long = Math.hypot(((nextX - x) * width) / 100, ((nextY - y) * height) / 100);
        return { role: `mid-${at}`, x: (x + nextX) / 2, y: (y + nextY) / 2, long };
      });
      return [...corners, ...sides.filter((side) => side.long >= LONG)];
    }

    #box(area) {
      const box = window.relayAreas.boxOf(area.form, area.numbers, this.ratio);
      for (const [side, value] of Object.entries(box)) {
        box[side] = window.relayAreas.inPicture(value);
      }
      return box;
    }

    /** What is being drawn: an area, or the corners of a polygon so far; null: nothing. */
    draft(form, numbers) {
      const isLine = form === "line";
      const points = isLine ? window.relayAreas.pointsOf(numbers) : [];
      let path = "";
      if (points.length) path = `M ${points.map((point) => point.join(" ")).join(" L ")}`;
      else if (form && !isLine) path = window.relayAreas.pathOf(form, numbers, this.ratio);
      this.drawing.setAttribute("d", path);
    }

    /** The corners that were set one by one; the first closes the polygon. */
    marks(points) {
      this.dots.replaceChildren(
        ...points.map(([x, y], at) => {
          const dot = make("span", { class: `areas__dot${at ? "" : " areas__dot--first"}` });
          put(dot, x, y);
          return dot;
        }),
      );
    }

    focusArea(key) {
      this.#areas.get(key)?.focus({ preventScroll: true });
    }

    focusCorner(at) {
      this.handles.querySelector(`[data-handle="${at}"]`)?.focus();
    }

    /** Where an event is, in percent of the picture. */
    placeOf(event) {
      const { left, top, width, height } = this.element.getBoundingClientRect();
      return [
        window.relayAreas.inPicture(((event.clientX - left) / width) * 100),
        window.relayAreas.inPicture(((event.clientY - top) / height) * 100),
      ];
    }
  }

  /** These children in this order, with as little moved as possible: what is taken out
      of the page loses the focus. */
  function keep(parent, children) {
    for (const child of [...parent.children]) {
      if (!children.includes(child)) child.remove();
    }
    for (const [at, child] of children.entries()) {
      if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
    }
  }

  Object.assign(window.relayAreas, { Stage, fill, make });
})();
