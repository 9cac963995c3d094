// The blocks of a list as tabs, which follow the session: one that is taken out goes, one
// that is new comes, and one that is moved is called otherwise.
(() => {
  "use strict";

  // `choose` gets the block and the address of its tab. Without a node, a page of one block
  // has no tabs: a second one has its tab once the page is loaded anew.
  window.relayAttendance.tabs = (node, choose) => {
    const list = node?.querySelector("ul");
    const blockOf = (link) => new URL(link.href).searchParams.get("block");

    const show = (blocks, current) => {
      if (!list) return;
      const known = new Map([...list.children].map((item) => [blockOf(item.firstChild), item]));
      const items = blocks.map(({ uuid, label }) => {
        const item = known.get(uuid) ?? list.firstElementChild.cloneNode(true);
        const link = item.firstChild;
        if (blockOf(link) !== uuid) link.search = `?block=${uuid}`;
        if (link.textContent !== label) link.textContent = label;
        if (uuid === current) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
        return item;
      });
      // What stands where it belongs is not moved: it may have the focus.
      const isSame =
        items.length === list.children.length &&
        items.every((item, at) => item === list.children[at]);
      if (!isSame) list.replaceChildren(...items);
    };

    list?.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(blockOf(link), link.href);
    });
    return { show };
  };
})();
