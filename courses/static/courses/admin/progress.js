// How far work in the background is, asked now and then; the page does without.
for (const box of document.querySelectorAll("[data-progress]")) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-progress-words]");

  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress);
      if (!answer.ok) throw new Error(answer.status);
      const state = await answer.json();
      if (!state.isUnderWay) {
        window.location.reload();
        return;
      }
      bar.max = state.total || 1;
      bar.value = state.done;
      words.textContent = state.words;
    } catch {
      // A bad line: the next time, or by hand.
    }
    window.setTimeout(ask, 1500);
  };
  window.setTimeout(ask, 700);
}
