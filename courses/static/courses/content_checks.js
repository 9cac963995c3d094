/* What axe cannot say by itself: whether the words of a link are among some. Which words,
   is said in courses/content_checks.py; the checks' names are those of its rules. */
customElements.whenDefined("wagtail-userbar").then(() => {
  const wordsOf = (link) =>
    link.getAttribute("aria-label") ||
    [link.textContent, ...[...link.querySelectorAll("img")].map((image) => image.alt)].join(" ");
  const isOther = (link, options) => !new RegExp(options.pattern, "iu").test(wordsOf(link));
  const bar = document.querySelector("wagtail-userbar");
  for (const check of ["check-says-where", "check-is-no-address"]) {
    bar?.registerCheck(check, isOther);
  }
});
