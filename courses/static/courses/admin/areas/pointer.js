// Mouse, finger and pen on the picture: areas are drawn, moved and resized by dragging. A
// press alone puts an area of a usual size there, or a corner of a polygon.
(() => {
  "use strict";

  // Less than this, in pixels, is a press.
  const SLIP = 4;
  // How near to its first corner a press closes a polygon, in pixels.
  const NEAR = 16;

  window.relayAreas.listenToPointers = (tool) => {
    const { drawn, moved, pulled, simplified, usual } = window.relayAreas;
    const { stage } = tool;
    const { room } = stage;
    let drag = null;

    const far = (event) =>
      Math.hypot(event.clientX - drag.x, event.clientY - drag.y) >= SLIP;

    const startOn = (target) => {
      if (tool.mode) return { act: "draw", line: [] };
      const handle = target.closest("[data-handle]");
      const key = handle?.dataset.of ?? target.closest("[data-area]")?.dataset.area;
      const area = tool.area(key);
      if (!area) return null;
      if (!handle) return { act: "move", area };
      return { act: "pull", area, handle: handle.dataset.handle };
    };

    room.addEventListener("pointerdown", (event) => {
      if (drag || !event.isPrimary || event.button !== 0) return;
      tool.catchUp();
      const start = startOn(event.target);
      if (!start) {
        tool.choose(null);
        return;
      }
      // No text is selected, no picture dragged away. What is pressed has the focus.
      event.preventDefault();
      drag = { ...start, x: event.clientX, y: event.clientY, from: stage.placeOf(event) };
      if (drag.area) {
        tool.choose(drag.area.key);
        if (/^\d+$/.test(drag.handle ?? "")) stage.focusCorner(drag.handle);
        else stage.focusArea(drag.area.key);
      }
      room.setPointerCapture(event.pointerId);
      document.addEventListener("keydown", escape, true);
    });

    room.addEventListener("pointermove", (event) => {
      if (!drag || !event.isPrimary) return;
      drag.isDrag ||= far(event);
      if (!drag.isDrag) return;
      const to = stage.placeOf(event);
      if (drag.act === "draw") {
        draw(to);
        return;
      }
      const [across, down] = [to[0] - drag.from[0], to[1] - drag.from[1]];
      const { area, handle } = drag;
      if (drag.act === "move") tool.sketch(area.key, moved(area.form, area.numbers, across, down));
      else tool.sketch(area.key, pull(area, handle, across, down));
    });

    const pull = (area, handle, across, down) => {
      const side = /^mid-(\d+)$/.exec(handle);
      if (!side) return pulled(area.form, area.numbers, stage.ratio, handle, across, down);
      // A side that is drawn out gets a corner where it was taken.
      const at = 2 * (Number(side[1]) + 1);
      return [
        ...area.numbers.slice(0, at),
        window.relayAreas.inPicture(drag.from[0] + across),
        window.relayAreas.inPicture(drag.from[1] + down),
        ...area.numbers.slice(at),
      ];
    };

    const draw = (to) => {
      if (tool.mode === "polygon") {
        if (tool.corners.length) return;
        drag.line.push(to);
        stage.draft("line", [...drag.from, ...drag.line.flat()]);
      } else stage.draft(tool.mode, drawn(tool.mode, drag.from, to, stage.ratio));
    };

    const end = () => {
      const done = drag;
      drag = null;
      document.removeEventListener("keydown", escape, true);
      return done;
    };

    room.addEventListener("pointerup", (event) => {
      if (!drag || !event.isPrimary) return;
      const to = stage.placeOf(event);
      const done = end();
      if (done.act !== "draw") {
        if (done.isDrag) tool.settle(done.area);
      } else if (tool.mode !== "polygon") {
        const numbers = done.isDrag
          ? drawn(tool.mode, done.from, to, stage.ratio)
          : usual(tool.mode, to, stage.ratio);
        tool.add(tool.mode, numbers);
      } else if (done.isDrag && !tool.corners.length) {
        tool.add("polygon", simplified([done.from, ...done.line], stage.ratio).flat());
      } else corner(to, event);
    });

    const corner = (to, event) => {
      const [first] = tool.corners;
      if (first && tool.corners.length >= 3) {
        const { left, top, width, height } = stage.element.getBoundingClientRect();
        const x = event.clientX - left - (first[0] * width) / 100;
        const y = event.clientY - top - (first[1] * height) / 100;
        if (Math.hypot(x, y) <= NEAR) {
          tool.closePolygon();
          return;
        }
      }
      tool.setCorners([...tool.corners, to]);
      if (tool.corners.length >= window.relayAreas.MOST_POINTS) tool.closePolygon();
    };

    // As if nothing had been done.
    const cancel = () => {
      const { act, area } = end();
      if (act === "draw") {
        tool.rest();
        return;
      }
      tool.rows.set(area.key, area, { tell: false });
      tool.sync();
    };

    room.addEventListener("pointercancel", (event) => {
      if (drag && event.isPrimary) cancel();
    });

    function escape(event) {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    }

    // Where a browser would rather move the page while a finger is at work.
    room.addEventListener(
      "touchmove",
      (event) => {
        if (drag) event.preventDefault();
      },
      { passive: false },
    );
  };
})();
