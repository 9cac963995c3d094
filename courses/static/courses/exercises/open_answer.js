// How many words there are, said when the writer pauses. How many are asked stands there
// without this.
(() => {
  "use strict";

  for (const field of document.querySelectorAll("[data-counted]")) {
    const said = field.closest(".exercise").querySelector("[data-words]");
    let pause = 0;
    const count = () => {
      const words = field.value.split(/\s+/).filter(Boolean).length;
      said.textContent = said.dataset.words.replace("{number}", words);
    };
    field.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(count, 700);
    });
    if (field.value) count();
  }
})();
