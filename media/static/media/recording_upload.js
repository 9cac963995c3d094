// A file that is too large is told of as soon as it is chosen, not after an hour of
// sending. The server says it too.
document.addEventListener("change", (event) => {
  const input = event.target;
  const most = Number(input.dataset?.mostBytes);
  if (!most) return;
  const isTooLarge = [...input.files].some((file) => file.size > most);
  input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : "");
  input.reportValidity();
});
