// The editor saves by itself. Who presses a button meanwhile, on a slow line, would send
// a page that is new a second time, and be told that it is there already. So what was
// pressed waits until the editor has its answer, and where it stands by then.
{
  let isSaving = false;
  let pressed = null;

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
  });
  document.addEventListener("w-autosave:success", answered);
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
