// Numbers that are counted in a room get two large buttons beside them: one more, one
// less. Without this script they are typed.
(() => {
  "use strict";

  const { more, less } = document.currentScript.dataset;

  const label = (input) => {
    const found = input.labels && input.labels[0];
    return found ? found.firstChild.textContent.trim() : "";
  };

  const change = (input, by) => {
    if (input.value === "" && by < 0) return;
    const [min, max] = [Number(input.min || 0), Number(input.max || Infinity)];
    // An empty number begins at the least there is; the first press says that.
    const next = input.value === "" ? Math.max(min, by) : Number(input.value) + by;
    input.value = String(Math.min(max, Math.max(min, next)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const button = (input, sign, words, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--secondary counter__button";
    made.textContent = sign;
    made.setAttribute("aria-label", `${words}: ${label(input)}`);
    made.addEventListener("click", () => change(input, by));
    return made;
  };

  document.querySelectorAll("input[data-counter]").forEach((input) => {
    const step = Number(input.step) || 1;
    const row = document.createElement("div");
    row.className = "counter";
    input.before(row);
    row.append(button(input, "−", less, -step), input, button(input, "+", more, step));
  });
})();
