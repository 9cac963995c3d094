// Areas of a picture can be pressed as well. The list of their names underneath is the
// one that works without this, and with the keyboard.
(() => {
  "use strict";

  for (const picture of document.querySelectorAll(".hotspot--asks")) {
    const exercise = picture.closest(".exercise");
    const areas = [...picture.querySelectorAll("[data-area]")];
    const boxes = [...exercise.querySelectorAll("input[name=choice]")];
    const boxOf = (area) => boxes.find((box) => box.value === area.dataset.area);

    const show = () => {
      for (const area of areas) area.classList.toggle("is-chosen", boxOf(area).checked);
    };

    picture.addEventListener("click", (click) => {
      const area = click.target.closest("[data-area]");
      if (!area) return;
      const box = boxOf(area);
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
    exercise.addEventListener("change", show);
    exercise.classList.add("is-eased");
    show();
  }
})();
