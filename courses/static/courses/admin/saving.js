// The editor saves by itself. Who presses a button meanwhile, on a slow line, would send
// a page that is new a second time, and be told that it is there already. So what was
// pressed waits until the editor has its answer, and where it stands by then.
//
// And the editor takes what the form says when an answer comes for what was sent: what was
// typed a moment before would count as saved, and be lost without a question. So what was
// sent is kept and compared, and saved once more where it differs.
{
  let isSaving = false;
  let pressed = null;
  let sent = null;

  // What the editor sets by itself, and leaves out of account as well.
  const OWN = /^(comments-|loaded_revision_|(overwrite_revision_id|csrfmiddlewaretoken|next)$)/;

  /** All that was entered, but for fields the answer itself `gave` a value. */
  const entered = (data, gave) =>
    JSON.stringify(
      [...data]
        .filter(([name]) => !OWN.test(name) && !(name in gave))
        .map(([name, value]) =>
          value instanceof File ? [name, value.name, value.size, value.type] : [name, value],
        ),
    );

  const isOlder = (form, gave) => entered(sent, gave) !== entered(new FormData(form), gave);

  const send = () => {
    if (isSaving || !pressed) return;
    const { form, submitter } = pressed;
    pressed = null;
    if (submitter?.name) {
      // By now the button may be disabled, and would not be sent along.
      const choice = document.createElement("input");
      choice.type = "hidden";
      choice.name = submitter.name;
      choice.value = submitter.value;
      form.append(choice);
    }
    form.requestSubmit();
  };

  const answered = () => {
    isSaving = false;
    // What was typed meanwhile is saved right after.
    window.setTimeout(send);
  };

  document.addEventListener("w-autosave:save", (event) => {
    isSaving = !event.defaultPrevented;
    sent = event.detail.formData;
  });
  document.addEventListener("w-autosave:success", (event) => {
    const form = event.target;
    if (isOlder(form, event.detail.data.field_updates ?? {})) {
      // As the editor itself says it where something is to be saved.
      const detail = { type: "edits" };
      form.dispatchEvent(
        new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail }),
      );
    }
    answered();
  });
  document.addEventListener("w-autosave:error", answered);
  document.addEventListener(
    "submit",
    (event) => {
      // Who presses once more wants it sent as it is.
      if (!isSaving || pressed || !event.target.matches("[data-edit-form]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = { form: event.target, submitter: event.submitter };
    },
    true,
  );
}
