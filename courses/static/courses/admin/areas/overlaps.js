// Which areas lie over one another, looked at on a grid: a press there counts for one.
(() => {
  "use strict";

  const STEP = 1;

  /** key -> numbers of the areas that it shares a place with. */
  window.relayAreas.overlapsOf = (areas, ratio) => {
    const found = new Map(areas.map((area) => [area.key, new Set()]));
    const drawn = areas.filter((area) => area.numbers);
    for (let x = STEP / 2; x < 100; x += STEP) {
      for (let y = STEP / 2; y < 100; y += STEP) {
        const here = drawn.filter((area) =>
          window.relayAreas.holds(area.form, area.numbers, ratio, x, y),
        );
        if (here.length < 2) continue;
        for (const one of here) {
          for (const other of here) {
            if (one !== other) found.get(one.key).add(other.number);
          }
        }
      }
    }
    return new Map([...found].map(([key, numbers]) => [key, [...numbers].sort((a, b) => a - b)]));
  };
})();
