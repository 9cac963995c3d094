// The time that is left, as the server counts it: a device's own clock may be wrong.
(() => {
  "use strict";

  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const shown = clock.querySelector("[data-clock-text]");
  const told = clock.querySelector("[data-clock-told]");
  const ends = performance.now() + Number(clock.dataset.left) * 1000;
  const words = JSON.parse(clock.dataset.words);
  // Said aloud at these minutes, and at no other: a clock that talks is no help.
  const aloud = new Set([10, 5, 1]);
  let last = null;

  const say = (minutes) =>
    minutes === 1 ? words.one : words.more.replace("%d", String(minutes));

  const tick = () => {
    const seconds = (ends - performance.now()) / 1000;
    if (seconds <= 0) {
      // What waits is sent first; the server says what counted.
      document.dispatchEvent(new CustomEvent("relay:time-up"));
      location.assign(clock.dataset.next);
      return;
    }
    const minutes = Math.ceil(seconds / 60);
    if (minutes !== last) {
      shown.textContent = say(minutes);
      clock.classList.toggle("clock--soon", minutes <= 5);
      if (last !== null && aloud.has(minutes)) told.textContent = say(minutes);
      last = minutes;
    }
    setTimeout(tick, Math.min(1000, seconds * 1000));
  };
  tick();
})();
