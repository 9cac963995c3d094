// A rubric is filled where the line may be away: what is chosen is kept on the device, and
// a finished one waits in the journal until the server has acknowledged it. Its key makes
// sending it twice count once.
(() => {
  "use strict";

  const form = document.querySelector("[data-rubric]");
  if (!form || !window.relayJournal) return;
  const status = form.querySelector("[data-rubric-status]");
  const address = form.action || location.href.split("#")[0];
  const DRAFT = `relay-rubric:${new URL(address).pathname}`;
  // Nobody comes back to a half-filled rubric after a week (milliseconds).
  const LONGEST = 7 * 24 * 3600 * 1000;
  let sequence = 0;

  const say = (text) => (status.textContent = text);

  const fields = () =>
    [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");

  const remember = () => {
    try {
      localStorage.setItem(DRAFT, JSON.stringify({ at: Date.now(), fields: fields() }));
    } catch {
      // The device is full or forbids it: the page still has it.
    }
  };

  const forget = () => {
    try {
      localStorage.removeItem(DRAFT);
    } catch {
      // As above.
    }
  };

  const restore = () => {
    let draft = null;
    try {
      draft = JSON.parse(localStorage.getItem(DRAFT));
    } catch {
      // Not ours, or not readable.
    }
    if (!draft || Date.now() - draft.at > LONGEST) return forget();
    for (const [name, value] of draft.fields) {
      for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (input.type === "radio" || input.type === "checkbox") {
          input.checked ||= input.value === value;
        } else if (!input.matches("[type=submit]")) {
          input.value = value;
        }
      }
    }
  };

  const heard = ({ saved, trouble, text }) => {
    if (saved) {
      forget();
      location.assign(form.dataset.next);
    } else if (trouble === "signedOut") {
      say(form.dataset.signedOut);
    } else if (trouble === "refused") {
      say(text || form.dataset.incomplete);
    } else {
      say(form.dataset.waiting);
    }
  };

  const keeper = window.relayJournal.keeper(address, heard);
  // What the server has answered with is newer than what the device holds.
  if (!form.querySelector("[aria-invalid=true], .field__error")) restore();
  form.addEventListener("input", remember);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.checkValidity()) {
      say(form.dataset.incomplete);
      form.reportValidity();
      return;
    }
    const data = fields();
    const { name, value } = event.submitter ?? {};
    if (name) data.push([name, value]);
    sequence += 1;
    await keeper.put({
      attempt: address,
      position: 0,
      client: form.elements.key.value,
      sequence,
      at: Date.now(),
      url: address,
      fields: data,
    });
    say(form.dataset.waiting);
    keeper.flush();
  });
  keeper.flush();
})();
