/* In wagtail-localize's editor of sentences: says with each save what stood there when
   the page learnt of it. Where somebody else wrote something else since, the server
   saves nothing and sends both texts; a person chooses here. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const editor = document.querySelector(".js-translation-editor");
  if (!editor) return;

  const props = JSON.parse(editor.dataset.props);
  const addresses = new Map(
    props.segments
      .filter((segment) => segment.type === "string")
      .map((segment) => [segment.id, segment.editUrl]),
  );
  const seen = new Map([...addresses.values()].map((address) => [address, ""]));
  for (const held of props.initialStringTranslations) {
    seen.set(addresses.get(held.segment_id), held.data);
  }

  const plain = window.fetch.bind(window);
  window.fetch = (address, options = {}) =>
    seen.has(address) && ["PUT", "DELETE"].includes(options.method)
      ? save(address, options)
      : plain(address, options);

  async function save(address, options) {
    const body = options.body ?? new FormData();
    body.set("seen", seen.get(address));
    const response = await plain(address, { ...options, body });
    if (response.status !== 409) {
      if (response.ok) seen.set(address, body.get("value") ?? "");
      return response;
    }
    const told = await response.json();
    const choice = await choose(told.html);
    // Closed without a choice: nothing is saved, and the editor says so.
    if (!choice) return response;
    seen.set(address, told.words);
    if (choice === "mine") return save(address, { ...options, body });
    if (options.method === "PUT") return Response.json(told.held);
    // The editor has no word for a text that comes back: it is shown anew.
    window.location.reload();
    return response;
  }

  function choose(html) {
    const holder = document.createElement("div");
    holder.innerHTML = html;
    const dialog = holder.querySelector("dialog");
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue);
      });
    });
  }
});
