// The player's comforts. Everything works without them: forms post, links lead on.
(() => {
  "use strict";

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value;

  const post = (url, data, headers = {}) =>
    fetch(url, {
      method: "POST",
      body: data,
      credentials: "same-origin",
      headers: { "X-CSRFToken": token(), ...headers },
    });

  // --- Self-checks: the answer comes back in place -------------------------------
  for (const form of document.querySelectorAll("[data-self-check]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const result = form.querySelector(".self-check__result");
      try {
        const answer = await post(form.action, new FormData(form), {
          "X-Relay-Fragment": "1",
        });
        // What is no fragment, such as a sign-in page, is a page of its own.
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        result.innerHTML = await answer.text();
      } catch {
        form.submit();
      }
    });
  }

  // --- The outline as a drawer ----------------------------------------------------
  const outline = document.getElementById("outline");
  const opener = document.querySelector("[data-opens=outline]");
  if (outline && opener && "showPopover" in outline) {
    outline.setAttribute("popover", "auto");
    opener.hidden = false;
    opener.setAttribute("popovertarget", "outline");
    opener.popoverTargetElement = outline;
    document.querySelector("[data-without-script]")?.remove();
  }

  // --- Where on the page the learner is -------------------------------------------
  const lesson = document.querySelector("[data-seen]");
  if (lesson) {
    const resume = lesson.dataset.anchor && document.getElementById(lesson.dataset.anchor);
    if (resume && !location.hash && window.scrollY < 40) {
      resume.scrollIntoView({ block: "start" });
    }
    let current = "";
    let told = lesson.dataset.anchor || "";
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) current = entry.target.id;
      },
      { rootMargin: "-10% 0px -70% 0px" },
    );
    for (const block of lesson.querySelectorAll("[id^=b-]")) watcher.observe(block);
    const tell = () => {
      if (!current || current === told) return;
      told = current;
      const data = new FormData();
      data.set("anchor", current);
      data.set("csrfmiddlewaretoken", token());
      navigator.sendBeacon(lesson.dataset.seen, data);
    };
    addEventListener("pagehide", tell);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") tell();
    });
  }

  // --- Answers: saved one by one, retried until they are --------------------------
  const quiz = document.querySelector("[data-autosave]");
  if (quiz) {
    const state = document.querySelector("[data-saved-state]");
    const words = state.querySelector("[data-saved-text]");
    const again = state.querySelector("[data-again]");
    const { client, sequence } = quiz.elements;
    const shelf = `relay-answer:${location.pathname}`;
    const ANSWER = /^(choice$|place-)/;
    // Every page load counts for itself; without https there is no randomUUID.
    const me =
      crypto.randomUUID?.() ??
      Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
        byte.toString(16).padStart(2, "0"),
      ).join("");
    let count = 0;
    let waiting = null;
    let sending = false;
    let pause = 1000;

    // A browser may put old values back; what was not changed here has no sender.
    client.value = sequence.value = "";

    const say = (text, safe) => {
      words.textContent = text;
      state.classList.toggle("saved-state--unsafe", !safe);
    };

    // What cannot be saved now waits in this tab for the page's next load.
    const shelve = () => {
      const rows = [...new FormData(quiz)].filter(([name]) => ANSWER.test(name));
      try {
        sessionStorage.setItem(shelf, JSON.stringify(rows));
      } catch {
        // Storage is off: the answer still stands on the page.
      }
    };
    const unshelve = () => {
      try {
        const rows = JSON.parse(sessionStorage.getItem(shelf));
        sessionStorage.removeItem(shelf);
        return rows;
      } catch {
        return null;
      }
    };

    const changed = () => {
      client.value = me;
      sequence.value = String(++count);
      waiting = new FormData(quiz);
      say(state.dataset.saving, true);
      send();
    };

    const stop = (text) => {
      shelve();
      say(text, false);
      again.hidden = false;
    };

    const send = async () => {
      if (sending || !waiting) return;
      sending = true;
      const data = waiting;
      try {
        const reply = await post(quiz.dataset.autosave, data);
        const body = await reply.json().catch(() => ({}));
        if (reply.ok && body.saved) {
          pause = 1000;
          if (waiting === data) waiting = null;
          unshelve();
          again.hidden = true;
          say(body.saved, true);
        } else if (reply.status === 409) {
          waiting = null;
          location.assign(body.next);
        } else if (reply.status === 401) {
          stop(state.dataset.signedOut);
        } else if (reply.status >= 400 && reply.status < 500) {
          stop(body.error || state.dataset.refused);
        } else {
          throw new Error(String(reply.status));
        }
      } catch {
        say(state.dataset.unsaved, false);
        setTimeout(send, pause);
        pause = Math.min(pause * 2, 30000);
      } finally {
        sending = false;
      }
      if (waiting && waiting !== data) send();
    };

    const fill = (rows) => {
      const wanted = new Set(rows.map(([name, value]) => `${name}=${value}`));
      for (const field of quiz.elements) {
        if (!ANSWER.test(field.name)) continue;
        if (field.type === "radio" || field.type === "checkbox") {
          field.checked = wanted.has(`${field.name}=${field.value}`);
        } else {
          field.value = rows.find(([name]) => name === field.name)?.[1] ?? "";
        }
      }
    };

    quiz.addEventListener("change", changed);
    addEventListener("online", send);
    // On its way out the page sends what waits; the server counts it once.
    addEventListener("pagehide", () => {
      if (waiting) navigator.sendBeacon(quiz.dataset.autosave, waiting);
    });
    addEventListener("beforeunload", (event) => {
      if (waiting && !quiz.dataset.leaving && again.hidden) event.preventDefault();
    });
    // Leaving by a button of the form posts the answer itself.
    quiz.addEventListener("submit", () => {
      quiz.dataset.leaving = "1";
    });
    addEventListener("pageshow", () => {
      delete quiz.dataset.leaving;
    });

    const shelved = unshelve();
    if (shelved?.length) fill(shelved);
    if (shelved?.length || "kept" in quiz.dataset) changed();
  }
})();
