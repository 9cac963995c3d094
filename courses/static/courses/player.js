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
})();
