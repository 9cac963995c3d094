// The picture with the keyboard alone.
(() => {
  "use strict";

  const STEP = 1;
  const FINE = 0.1;
  const ARROWS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  window.relayAreas.listenToKeys = (tool) => {
    const { moved, pulled, resized, usual } = window.relayAreas;
    const { stage } = tool;

    const arrow = (event, area, corner) => {
      const step = event.ctrlKey || event.altKey || event.metaKey ? FINE : STEP;
      const [across, down] = ARROWS[event.key].map((one) => one * step);
      let numbers;
      if (corner !== null) {
        numbers = pulled(area.form, area.numbers, stage.ratio, corner, across, down);
      } else if (event.shiftKey) numbers = resized(area.form, area.numbers, across, down);
      else numbers = moved(area.form, area.numbers, across, down);
      tool.sketch(area.key, numbers, { isTidy: false });
      tool.settle(area, { isStep: true });
      if (corner !== null) stage.focusCorner(corner);
    };

    const addCorner = (area, corner) => {
      const points = window.relayAreas.pointsOf(area.numbers);
      if (points.length >= window.relayAreas.MOST_POINTS) return;
      const at = Number(corner);
      const [[x, y], [nextX, nextY]] = [points[at], points[(at + 1) % points.length]];
      points.splice(at + 1, 0, [(x + nextX) / 2, (y + nextY) / 2]);
      tool.sketch(area.key, points.flat());
      tool.settle(area);
      stage.focusCorner(at + 1);
    };

    const takeCorner = (area, corner) => {
      const points = window.relayAreas.pointsOf(area.numbers);
      if (points.length <= 3) {
        tool.tell(tool.words.few);
        return;
      }
      points.splice(Number(corner), 1);
      tool.sketch(area.key, points.flat(), { isTidy: false });
      tool.settle(area);
      stage.focusCorner(Math.min(Number(corner), points.length - 1));
    };

    const drawing = (event) => {
      if (event.key === "Escape") tool.leave();
      else if (event.key === "Backspace") tool.setCorners(tool.corners.slice(0, -1));
      else if (event.key === "Enter" && tool.corners.length) tool.closePolygon();
      else if (event.key === "Enter") tool.add(tool.mode, usual(tool.mode, [50, 50], stage.ratio));
      else return false;
      return true;
    };

    const atCorner = (event, area, corner) => {
      if (event.key === "Escape") stage.focusArea(area.key);
      else if (event.key === "+" || event.key === "Insert") addCorner(area, corner);
      else if (event.key === "Delete" || event.key === "Backspace") takeCorner(area, corner);
      else return false;
      return true;
    };

    const atArea = (event, area) => {
      if (event.key === "Escape") tool.leave();
      else if (event.key === "Delete" || event.key === "Backspace") tool.removeChosen();
      else if (event.key === "Enter" || event.key === " ") {
        if (area.form === "polygon") stage.focusCorner(0);
      } else return false;
      return true;
    };

    const isMeant = (event) => {
      if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
        tool.undoLast();
        return true;
      }
      if (tool.mode) return drawing(event);
      const corner = event.target.closest("button[data-handle]")?.dataset.handle ?? null;
      const area = tool.area(tool.chosen);
      if (!area) {
        if (event.key !== "Escape") return false;
        tool.leave();
        return true;
      }
      if (ARROWS[event.key]) {
        arrow(event, area, corner);
        return true;
      }
      return corner === null ? atArea(event, area) : atCorner(event, area, corner);
    };

    stage.element.addEventListener("keydown", (event) => {
      tool.catchUp();
      if (!isMeant(event)) return;
      // Nothing of the editor around it listens in, and no page scrolls.
      event.preventDefault();
      event.stopPropagation();
    });

    // What has the focus is what the keys are about.
    stage.element.addEventListener("focusin", (event) => {
      const key = event.target.closest("[data-area]")?.dataset.area;
      if (!key || tool.mode || tool.chosen === key) return;
      tool.choose(key);
      tool.tell(tool.area(key).told);
    });
  };
})();
