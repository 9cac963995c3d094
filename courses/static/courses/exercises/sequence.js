// Events and steps in order: drag them, or move them with their arrows. The form
// underneath is the one that works without this: a numbered menu for each.
(() => {
  "use strict";

  // A finger near the edge of the window moves the page along.
  const EDGE = 90;

  for (const list of document.querySelectorAll(".exercise .events")) {
    const exercise = list.closest(".exercise");
    const said = exercise.querySelector("[data-moved]");
    const events = () => [...list.querySelectorAll("[data-event]")];
    const menu = (event) => event.querySelector("select");

    // The order given before, where there is one.
    const given = (event) => Number(menu(event).value) || 0;
    if (events().every(given)) {
      list.append(...events().sort((a, b) => given(a) - given(b)));
    }

    const ends = () => {
      const all = events();
      for (const [place, event] of all.entries()) {
        const [up, down] = event.querySelectorAll("[data-move]");
        up.setAttribute("aria-disabled", place === 0);
        down.setAttribute("aria-disabled", place === all.length - 1);
      }
    };

    // Nothing is answered before something was moved.
    const changed = (moved) => {
      const all = events();
      for (const [place, event] of all.entries()) menu(event).value = String(place + 1);
      said.textContent = said.dataset.moved
        .replace("{place}", all.indexOf(moved) + 1)
        .replace("{total}", all.length);
      ends();
      menu(moved).dispatchEvent(new Event("change", { bubbles: true }));
    };

    list.addEventListener("click", (click) => {
      const button = click.target.closest("[data-move]");
      if (!button) return;
      const event = button.closest("[data-event]");
      const step = Number(button.dataset.move);
      const other = step < 0 ? event.previousElementSibling : event.nextElementSibling;
      if (!other) return;
      // The other one moves, so that the button keeps the focus.
      if (step < 0) event.after(other);
      else event.before(other);
      changed(event);
    });

    list.addEventListener("pointerdown", (start) => {
      const grip = start.target.closest("[data-grip]");
      if (!grip || start.button !== 0) return;
      start.preventDefault();
      const dragged = grip.closest("[data-event]");
      const before = events();
      dragged.classList.add("event--dragged");
      grip.setPointerCapture(start.pointerId);

      const move = ({ clientY }) => {
        if (clientY < EDGE) scrollBy(0, -12);
        if (clientY > innerHeight - EDGE) scrollBy(0, 12);
        const middle = (event) => {
          const box = event.getBoundingClientRect();
          return box.top + box.height / 2;
        };
        const above = dragged.previousElementSibling;
        const below = dragged.nextElementSibling;
        // The neighbour moves: what is taken out of the page lets go of the pointer.
        if (above && clientY < middle(above)) dragged.after(above);
        else if (below && clientY > middle(below)) dragged.before(below);
      };
      const end = (how) => {
        grip.removeEventListener("pointermove", move);
        grip.removeEventListener("pointerup", end);
        grip.removeEventListener("pointercancel", end);
        removeEventListener("keydown", escape);
        dragged.classList.remove("event--dragged");
        if (how.type !== "pointerup") list.append(...before);
        else if (events().some((event, place) => event !== before[place])) changed(dragged);
      };
      const escape = (key) => {
        if (key.key === "Escape") end(key);
      };
      grip.addEventListener("pointermove", move);
      grip.addEventListener("pointerup", end);
      grip.addEventListener("pointercancel", end);
      addEventListener("keydown", escape);
    });

    // The stylesheet shows grips and arrows, and on paper the form underneath.
    exercise.classList.add("is-eased");
    ends();
  }
})();
