// Areas of a picture as numbers in percent, as courses/exercises/hotspot/areas.py has
// them: read, judged, moved, resized. A `ratio` is the picture's width by its height; a
// radius is in percent of the width.
window.relayAreas = {};

(() => {
  "use strict";

  const MOST_POINTS = 24;
  // What a hand may make no smaller, in percent.
  const LEAST = 1;
  const NUMBER = /^\d{1,3}(\.\d{1,3})?$/;

  const between = (value, least, most) => Math.max(least, Math.min(most, value));
  const inPicture = (value) => between(value, 0, 100);
  const tenths = (value) => Math.round(value * 10) / 10;
  const thousandths = (value) => Math.round(value * 1000) / 1000;
  /** To tenths of a percent, by its edges: what touches the border still does. */
  function tidy(form, numbers) {
    if (form !== "rect") return numbers.map(tenths);
    const [left, top, width, height] = numbers;
    const [x, y] = [tenths(left), tenths(top)];
    return [x, y, thousandths(tenths(left + width) - x), thousandths(tenths(top + height) - y)];
  }

  /** The numbers that an author wrote; null where something else stands there. */
  function numbersOf(text) {
    const words = text.trim().split(/[\s,;]+/);
    return words.every((word) => NUMBER.test(word)) ? words.map(Number) : null;
  }

  const textOf = (numbers) => numbers.map(thousandths).join(" ");

  function pointsOf(numbers) {
    const points = [];
    for (let at = 0; at < numbers.length; at += 2) points.push([numbers[at], numbers[at + 1]]);
    return points;
  }

  /** Twice the surface within points. */
  function surface(points) {
    let sum = 0;
    for (const [at, [x, y]] of points.entries()) {
      const [nextX, nextY] = points[(at + 1) % points.length];
      sum += x * nextY - nextX * y;
    }
    return Math.abs(sum);
  }

  /** What is wrong with an area, by the name of the rule; null where nothing is. */
  function troubleOf(form, text) {
    const numbers = numbersOf(text);
    if (!numbers) return "unreadable";
    const count = numbers.length;
    const fits = {
      rect: count === 4,
      circle: count === 3,
      polygon: count % 2 === 0 && count >= 6 && count <= 2 * MOST_POINTS,
    };
    if (!fits[form]) return "count";
    const ends = [...numbers];
    let sizes;
    if (form === "rect") {
      const [left, top, width, height] = numbers;
      ends.splice(2, 2, left + width, top + height);
      sizes = [width, height];
    } else if (form === "circle") sizes = [numbers[2]];
    else sizes = [surface(pointsOf(numbers))];
    if (Math.max(...ends) > 100) return "outside";
    return Math.min(...sizes) > 0 ? null : "empty";
  }

  /** The rectangle around an area. */
  function boxOf(form, numbers, ratio) {
    if (form === "circle") {
      const [x, y, radius] = numbers;
      const high = radius * ratio;
      return { left: x - radius, top: y - high, right: x + radius, bottom: y + high };
    }
    if (form === "rect") {
      const [left, top, width, height] = numbers;
      return { left, top, right: left + width, bottom: top + height };
    }
    const points = pointsOf(numbers);
    const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return {
      left: Math.min(...across),
      top: Math.min(...down),
      right: Math.max(...across),
      bottom: Math.max(...down),
    };
  }

  /** As the path of an SVG that is 100 wide and 100 high. */
  function pathOf(form, numbers, ratio) {
    const { left, top, right, bottom } = boxOf(form, numbers, ratio);
    if (form === "circle") {
      const arc = `A ${numbers[2]} ${numbers[2] * ratio} 0 1 0`;
      return `M ${left} ${numbers[1]} ${arc} ${right} ${numbers[1]} ${arc} ${left} ${numbers[1]} Z`;
    }
    const points =
      form === "rect"
        ? [[left, top], [right, top], [right, bottom], [left, bottom]]
        : pointsOf(numbers);
    return `M ${points.map((point) => point.join(" ")).join(" L ")} Z`;
  }

  /** Whether a place is within an area. */
  function holds(form, numbers, ratio, x, y) {
    if (form === "circle") {
      return Math.hypot(x - numbers[0], (y - numbers[1]) / ratio) <= numbers[2];
    }
    if (form === "rect") {
      const { left, top, right, bottom } = boxOf(form, numbers, ratio);
      return x >= left && x <= right && y >= top && y <= bottom;
    }
    let within = false;
    const points = pointsOf(numbers);
    for (const [at, [oneX, oneY]] of points.entries()) {
      const [otherX, otherY] = points[(at + 1) % points.length];
      if (oneY > y === otherY > y) continue;
      if (x < oneX + ((y - oneY) * (otherX - oneX)) / (otherY - oneY)) within = !within;
    }
    return within;
  }

  /** Moved as far as the picture goes. Of a circle the middle stays on it. */
  function moved(form, numbers, across, down) {
    if (form === "circle") {
      const [x, y, radius] = numbers;
      return [inPicture(x + across), inPicture(y + down), radius];
    }
    if (form === "rect") {
      const [left, top] = numbers;
      const [width, height] = numbers.slice(2).map((size) => Math.min(size, 100));
      return [
        between(left + across, 0, 100 - width),
        between(top + down, 0, 100 - height),
        width,
        height,
      ];
    }
    const box = boxOf(form, numbers, 1);
    const x = between(across, -box.left, 100 - box.right);
    const y = between(down, -box.top, 100 - box.bottom);
    return numbers.map((number, at) => inPicture(number + (at % 2 ? y : x)));
  }

  /** Wider and higher by so much, its left and top where they are; a circle all around. */
  function resized(form, numbers, wider, higher) {
    if (form === "circle") {
      const [x, y, radius] = numbers;
      return [x, y, between(radius + wider + higher, Math.min(LEAST, radius), 100)];
    }
    const { left, top, right, bottom } = boxOf(form, numbers, 1);
    const size = (now, more, from) =>
      more ? between(now + more, Math.min(LEAST, now), 100 - from) : now;
    const width = size(right - left, wider, left);
    const height = size(bottom - top, higher, top);
    if (form === "rect") return [left, top, width, height];
    const stretched = (number, from, now, before) =>
      before ? from + ((number - from) * now) / before : number;
    return numbers.map((number, at) =>
      at % 2
        ? stretched(number, top, height, bottom - top)
        : stretched(number, left, width, right - left),
    );
  }

  /** With a handle ("ne", "s", or the number of a corner) drawn so far. */
  function pulled(form, numbers, ratio, handle, across, down) {
    if (form === "circle") {
      const [x, y, radius] = numbers;
      const further = { e: across, w: -across, s: down / ratio, n: -down / ratio }[handle];
      return [x, y, between(radius + further, LEAST, 100)];
    }
    if (form === "rect") {
      let { left, top, right, bottom } = boxOf(form, numbers, ratio);
      if (handle.includes("w")) left = between(left + across, 0, right - LEAST);
      if (handle.includes("e")) right = between(right + across, left + LEAST, 100);
      if (handle.includes("n")) top = between(top + down, 0, bottom - LEAST);
      if (handle.includes("s")) bottom = between(bottom + down, top + LEAST, 100);
      return [left, top, right - left, bottom - top];
    }
    const changed = [...numbers];
    const at = 2 * Number(handle);
    changed[at] = inPicture(changed[at] + across);
    changed[at + 1] = inPicture(changed[at + 1] + down);
    return changed;
  }

  /** What a drag from one place to another draws: a rectangle, or a circle around the
      place where it began. */
  function drawn(form, [fromX, fromY], [toX, toY], ratio) {
    if (form === "circle") {
      const radius = Math.hypot(toX - fromX, (toY - fromY) / ratio);
      return [fromX, fromY, between(radius, LEAST, 100)];
    }
    const left = between(Math.min(fromX, toX), 0, 100 - LEAST);
    const top = between(Math.min(fromY, toY), 0, 100 - LEAST);
    return [
      left,
      top,
      Math.max(Math.abs(toX - fromX), LEAST),
      Math.max(Math.abs(toY - fromY), LEAST),
    ];
  }

  /** An area of a usual size around a place. */
  function usual(form, [x, y], ratio) {
    if (form === "circle") return [x, y, 10];
    const across = 10;
    const down = Math.min(10 * ratio, 25);
    const box = [x - across, y - down, 2 * across, 2 * down];
    if (form === "rect") return moved("rect", box, 0, 0);
    const [left, top, width, height] = moved("rect", box, 0, 0);
    return [left, top, left + width, top, left + width, top + height, left, top + height];
  }

  /** The corners that matter of a line drawn by hand, 24 at most. */
  function simplified(points, ratio) {
    const keep = (line, near) => {
      const [first, last] = [line[0], line.at(-1)];
      const [wide, high] = [last[0] - first[0], (last[1] - first[1]) / ratio];
      const length = Math.hypot(wide, high);
      let [farthest, place] = [0, 0];
      for (let at = 1; at < line.length - 1; at += 1) {
        const [x, y] = [line[at][0] - first[0], (line[at][1] - first[1]) / ratio];
        const off = length ? Math.abs(x * high - y * wide) / length : Math.hypot(x, y);
        if (off > farthest) [farthest, place] = [off, at];
      }
      if (farthest <= near) return [first, last];
      return [
        ...keep(line.slice(0, place + 1), near),
        ...keep(line.slice(place), near).slice(1),
      ];
    };
    for (let near = 1; ; near *= 1.5) {
      const kept = keep([...points, points[0]], near).slice(0, -1);
      if (kept.length <= MOST_POINTS) return kept;
    }
  }

  Object.assign(window.relayAreas, {
    MOST_POINTS,
    boxOf,
    drawn,
    holds,
    inPicture,
    moved,
    numbersOf,
    pathOf,
    pointsOf,
    pulled,
    resized,
    simplified,
    textOf,
    tidy,
    troubleOf,
    usual,
  });
})();
