// Cards can be dragged to where they belong. The radio buttons of each card stay what
// they are: the way of the keyboard, and the answer itself.
(() => {
  "use strict";

  for (const exercise of document.querySelectorAll("[data-kind=card_sort]")) {
    const bins = document.createElement("div");
    bins.className = "bins";
    bins.setAttribute("aria-hidden", "true");
    bins.hidden = true;
    exercise.append(bins);

    // The places of a card, as large targets at the foot of the window.
    const offer = (card) => {
      bins.replaceChildren(
        ...[...card.querySelectorAll(".pill")].map((pill) => {
          const bin = document.createElement("p");
          bin.className = "bin";
          bin.textContent = pill.textContent.trim();
          bin.radio = pill.querySelector("input");
          return bin;
        }),
      );
      bins.hidden = false;
    };
    const under = ({ clientX, clientY }) =>
      document.elementsFromPoint(clientX, clientY).find((one) => one.radio);

    exercise.addEventListener("pointerdown", (start) => {
      const grip = start.target.closest("[data-grip]");
      if (!grip || start.button !== 0) return;
      start.preventDefault();
      const card = grip.closest("[data-card]");
      grip.setPointerCapture(start.pointerId);
      card.classList.add("sort-card--dragged");
      offer(card);

      const move = (now) => {
        const x = now.clientX - start.clientX;
        const y = now.clientY - start.clientY;
        card.style.translate = `${x}px ${y}px`;
        const over = under(now);
        for (const bin of bins.children) bin.classList.toggle("bin--over", bin === over);
      };
      const end = (how) => {
        grip.removeEventListener("pointermove", move);
        grip.removeEventListener("pointerup", end);
        grip.removeEventListener("pointercancel", end);
        removeEventListener("keydown", escape);
        const bin = how.type === "pointerup" ? under(how) : null;
        card.classList.remove("sort-card--dragged");
        card.style.translate = "";
        bins.hidden = true;
        if (bin && !bin.radio.checked) {
          bin.radio.checked = true;
          bin.radio.dispatchEvent(new Event("change", { bubbles: true }));
        }
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
  }
})();
