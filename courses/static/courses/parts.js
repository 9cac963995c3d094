// Live parts of a lesson: what is sent is kept, and the part comes back in place.
// Without this file the form posts and the page comes back at the part.
(() => {
  "use strict";

  const send = (form, button) =>
    fetch(form.action, {
      method: "POST",
      body: new FormData(form, button),
      credentials: "same-origin",
      headers: { "X-Relay-Fragment": "1" },
    });

  const show = (form, html) => {
    const body = form.querySelector("[data-part-body]");
    body.innerHTML = html;
    prepare(form);
    form.querySelector("[data-part-said]")?.focus();
  };

  // What is ticked is kept at once: only what is told about it changes, so that the
  // focus stays where it is.
  const refresh = (form, html) => {
    const got = document.createElement("template");
    got.innerHTML = html;
    for (const fresh of got.content.querySelectorAll("[data-part-fresh]")) {
      const old = document.getElementById(fresh.id);
      if (old) old.innerHTML = fresh.innerHTML;
    }
  };

  // One after the other: the last to be sent is the last to be kept.
  let line = Promise.resolve();

  const keep = (form, button, then) => {
    line = line.then(async () => {
      form.setAttribute("aria-busy", "true");
      try {
        const answer = await send(form, button);
        // A page of its own, such as one to sign in, is shown as one.
        if (!answer.headers.has("X-Relay-Fragment")) throw new Error(answer.status);
        then(form, await answer.text());
      } catch {
        form.dataset.plain = "1";
        form.requestSubmit(button);
      } finally {
        form.removeAttribute("aria-busy");
      }
    });
  };

  const prepare = (form) => {
    for (const button of form.querySelectorAll("[data-part-without-script]")) {
      button.hidden = true;
    }
  };

  for (const form of document.querySelectorAll("[data-part]")) {
    prepare(form);
    form.addEventListener("submit", (event) => {
      if (form.dataset.plain) return;
      event.preventDefault();
      keep(form, event.submitter, show);
    });
    form.addEventListener("change", (event) => {
      if (event.target.matches("[type=checkbox]") && !form.dataset.plain) {
        keep(form, null, refresh);
      }
    });
  }
})();
