// A question's answer: written into the journal as it is given, then sent, and shown as
// saved once the server has it. Without this script every button posts the form.
(() => {
  "use strict";

  const quiz = document.querySelector("[data-autosave]");
  if (!quiz) return;
  const state = document.querySelector("[data-saved-state]");
  const words = state.querySelector("[data-saved-text]");
  const again = state.querySelector("[data-again]");
  const { client, sequence, ago } = quiz.elements;
  let givenAt = 0;
  const { attempt, position, autosave } = quiz.dataset;
  // What the form posts besides the answer.
  const HOUSEHOLD = ["", "csrfmiddlewaretoken", "shown", "client", "sequence", "ago", "go"];
  const isAnswer = (name) => !HOUSEHOLD.includes(name);
  // Every page load counts for itself; without https there is no randomUUID.
  const me =
    crypto.randomUUID?.() ??
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
  let count = 0;
  let lost = false;
  let wanted = null;
  // What was given last on this page and is not acknowledged.
  let waiting = null;

  // On a slow line one answers before this script is there. The page was sent with other
  // values then, and what one chose is newer than anything that waits.
  const differs = (field) => {
    if (!isAnswer(field.name) || field.matches("button, fieldset, output")) return false;
    if (field.type === "radio" || field.type === "checkbox") {
      return field.checked !== field.defaultChecked;
    }
    if (field.options) {
      const sent = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(sent, 0);
    }
    return field.value !== field.defaultValue;
  };
  const early = [...quiz.elements].some(differs);

  // A browser may put old values back; what was not changed here has no sender.
  client.value = sequence.value = ago.value = "";

  const say = (text, safe) => {
    words.textContent = text;
    state.classList.toggle("saved-state--unsafe", !safe);
  };

  const mark = (unsent) => {
    const places = new Set(unsent.map((row) => row.position));
    for (const cell of quiz.querySelectorAll(".question-map__cell")) {
      const waits = places.has(cell.value);
      cell.classList.toggle("is-unsent", waits);
      cell.querySelector("[data-unsent-words]").hidden = !waits;
    }
  };

  const SAYS = {
    checked: (text) => text,
    lost: () => (wanted ? state.dataset.offline : state.dataset.unsaved),
    signedOut: () => state.dataset.signedOut,
    refused: (text) => text || state.dataset.refused,
  };

  const hear = ({ sent, saved, newer, trouble, next, text, unsent }) => {
    if (trouble === "closed") {
      waiting = null;
      location.assign(next);
      return;
    }
    // Checked on another page meanwhile: that page's answer is the one that counts.
    if (trouble === "checked" && sent.position === position) {
      waiting = null;
      location.reload();
      return;
    }
    lost = trouble === "lost";
    again.hidden = !trouble || lost || trouble === "checked";
    if (saved && waiting?.sequence === sent.sequence && sent.client === me) {
      waiting = null;
    }
    mark(unsent);
    // Another device had the last word: the page shows that one, and says so.
    if (newer && sent.position === position && !waiting && !wanted) {
      location.reload();
      return;
    }
    if (trouble) say(SAYS[trouble](text), false);
    else if (sent.position === position && !waiting) say(saved, true);
    if ((!trouble || trouble === "checked") && !unsent.length && wanted) {
      const button = wanted;
      wanted = null;
      button.click();
    }
  };
  const journal = window.relayJournal.keeper(attempt, hear);

  const changed = async () => {
    client.value = me;
    sequence.value = String(++count);
    waiting = {
      attempt,
      position,
      url: autosave,
      client: me,
      sequence: count,
      fields: [...new FormData(quiz)].filter(([name]) => isAnswer(name)),
      at: (givenAt = Date.now()),
    };
    say(state.dataset.saving, true);
    await journal.put(waiting);
    await journal.flush();
    // One that was given while another was on its way.
    if (waiting && !lost && again.hidden) journal.flush();
  };

  const fill = (rows) => {
    const chosen = new Set(rows.map(([name, value]) => `${name}=${value}`));
    for (const field of quiz.elements) {
      if (!isAnswer(field.name)) continue;
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = chosen.has(`${field.name}=${field.value}`);
      } else {
        field.value = rows.find(([name]) => name === field.name)?.[1] ?? "";
      }
    }
  };

  // Who types pauses now and then: what stands there is saved without waiting for the
  // field to be left.
  let typing = 0;
  quiz.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea, input[type=text]")) return;
    clearTimeout(typing);
    typing = setTimeout(changed, 1500);
  });
  quiz.addEventListener("change", () => {
    clearTimeout(typing);
    changed();
  });

  // On its way out the page sends what waits; the server counts it once, however often
  // it comes.
  addEventListener("pagehide", () => {
    if (!waiting) return;
    const data = new FormData();
    for (const [name, value] of waiting.fields) data.append(name, value);
    data.set("client", waiting.client);
    data.set("sequence", String(waiting.sequence));
    data.set("ago", String(window.relayJournal.ago(waiting)));
    data.set("csrfmiddlewaretoken", quiz.elements.csrfmiddlewaretoken.value);
    navigator.sendBeacon(autosave, data);
  });

  // Leaving by a button posts the answer itself. Without a line that would end on the
  // browser's own page: one stays, and goes on by itself when the line is back.
  quiz.addEventListener("submit", (event) => {
    if (client.value) ago.value = String(window.relayJournal.ago({ at: givenAt }));
    if (navigator.onLine && !lost) return;
    event.preventDefault();
    wanted = event.submitter;
    say(state.dataset.offline, false);
    journal.flush().then((done) => {
      if (done && navigator.onLine && wanted) {
        const button = wanted;
        wanted = null;
        lost = false;
        button.click();
      }
    });
  });
  addEventListener("online", () => {
    lost = false;
    if (wanted && !waiting) {
      const button = wanted;
      wanted = null;
      button.click();
    }
  });

  // What an earlier page could not send stands in the form again, and goes first.
  journal.rows().then((unsent) => {
    mark(unsent);
    const mine = unsent.filter((row) => row.position === position).at(-1);
    // Not over what was chosen on this page meanwhile.
    if (mine && !early && !count) {
      const walk = quiz.querySelector("[data-walk]");
      const way = mine.fields.find(([name]) => name === "way")?.[1];
      // Where one was in a dialogue is a page of its own.
      if (walk && way && way !== walk.dataset.way) {
        location.replace(`${walk.dataset.walk}${way}/`);
        return;
      }
      fill(mine.fields);
      // The form holds that very change, as long as nobody makes another.
      client.value = mine.client;
      sequence.value = String(mine.sequence);
      givenAt = mine.at;
      say(state.dataset.saving, true);
    }
    if (count) return;
    if (early || "kept" in quiz.dataset) changed();
    else if (unsent.length) journal.flush();
  });
})();
