// The code on the wall of the room: the next one is fetched when the present one ends.
(() => {
  "use strict";

  const wall = document.querySelector("[data-wall]");
  if (!wall) return;
  const part = (name) => wall.querySelector(`[data-${name}]`);
  // A code is taken for as long again as it is shown (seconds).
  const TAKEN = 30;
  const AGAIN = 3000;

  if (wall.dataset.opens) {
    // A moment after it opens, and now and then before: a computer may have slept.
    const until = Date.parse(wall.dataset.opens) - Date.now() + 1000;
    setTimeout(() => location.reload(), Math.min(Math.max(until, 5000), 60000));
    return;
  }
  if (!part("typed")) return;

  let ends = 0;
  const begin = (seconds) => (ends = performance.now() + seconds * 1000);
  begin(Number(part("seconds").textContent));

  const show = (code) => {
    part("qr").src = code.qr;
    part("typed").textContent = code.typed;
    part("there").textContent = code.there;
    part("listed").textContent = code.listed;
    wall.classList.remove("wall--old");
    part("trouble").hidden = true;
    begin(code.seconds);
  };

  const fetchNext = async () => {
    try {
      const answer = await fetch(wall.dataset.wall, { cache: "no-store" });
      // Signed out, or somebody else trains now: the page itself says what to do.
      if (answer.redirected || answer.status === 404) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      const code = await answer.json();
      if (!code.open) return location.reload();
      show(code);
    } catch {
      if (performance.now() > ends + TAKEN * 1000) {
        wall.classList.add("wall--old");
        part("trouble").hidden = false;
      }
    }
  };

  let asked = -Infinity;
  setInterval(() => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    part("seconds").textContent = Math.max(left, 0);
    if (left > 0 || performance.now() - asked < AGAIN) return;
    asked = performance.now();
    fetchNext();
  }, 250);

  // The projector does not go dark while people come in.
  const wake = () => navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  wake();
})();
