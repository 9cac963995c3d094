// A video of another site comes into the page when the reader asks for it, not before.
// Without this script there is the link to it.
for (const place of document.querySelectorAll("[data-embed]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--primary";
  button.textContent = place.dataset.embedShow;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.className = "embed__frame";
    frame.src = place.dataset.embed;
    frame.title = place.dataset.embedTitle;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin";
    frame.setAttribute(
      "sandbox",
      "allow-scripts allow-same-origin allow-presentation allow-popups",
    );
    button.replaceWith(frame);
    frame.focus();
  });
  place.querySelector(".embed__actions").before(button);
}
