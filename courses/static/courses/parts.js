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

  for (const form of document.querySelectorAll("[data-part]")) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.plain) return;
      event.preventDefault();
      const button = event.submitter;
      form.setAttribute("aria-busy", "true");
      try {
        const answer = await send(form, button);
        // A page of its own, such as one to sign in, is shown as one.
        if (!answer.headers.has("X-Relay-Fragment")) throw new Error(answer.status);
        form.querySelector("[data-part-body]").innerHTML = await answer.text();
        form.querySelector("[data-part-said]")?.focus();
      } catch {
        form.dataset.plain = "1";
        form.requestSubmit(button);
      } finally {
        form.removeAttribute("aria-busy");
      }
    });
  }
})();
