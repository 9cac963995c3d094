// Steps on the way through a dialogue or a tree, in place: each is a link that works
// without this. The address follows, so that loading again and going back work too.
(() => {
  "use strict";

  const walks = [...document.querySelectorAll("[data-walk]")];
  const pathOf = (walk, way) => `${walk.dataset.walk}${way}/`;

  // The way that an address holds for an exercise; at its beginning for any other.
  const wayIn = (path, walk) =>
    path.startsWith(walk.dataset.walk)
      ? path.slice(walk.dataset.walk.length).replace(/\/$/, "")
      : "0";

  const take = async (walk, way) => {
    const step = await fetch(pathOf(walk, way), {
      headers: { "X-Relay-Fragment": "1" },
      credentials: "same-origin",
    });
    // What is no step, such as a sign-in page, is a page of its own.
    if (!step.ok || step.redirected || !step.headers.has("X-Relay-Fragment")) {
      throw new Error(step.status);
    }
    walk.querySelector("[data-walk-now]").innerHTML = await step.text();
    walk.dataset.way = way;
    walk.classList.toggle("walk--begun", way !== "0");
  };

  for (const walk of walks) {
    walk.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-way]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      try {
        await take(walk, wayIn(new URL(link.href).pathname, walk));
      } catch {
        location.assign(link.href);
        return;
      }
      history.pushState(null, "", link.href);
      const language = document.querySelector("[data-menu] input[name=next]");
      if (language) language.value = new URL(link.href).pathname;
      // In a quiz the way is the answer.
      walk.dispatchEvent(new Event("change", { bubbles: true }));
      // The focus says where one is now; who reads with the ears hears it.
      walk.querySelector("[data-walk-here]").focus();
    });
  }

  // Back and forward: the page shows what its address says.
  addEventListener("popstate", async () => {
    for (const walk of walks) {
      const way = wayIn(location.pathname, walk);
      if (way === walk.dataset.way) continue;
      try {
        await take(walk, way);
      } catch {
        location.reload();
        return;
      }
    }
  });
})();
