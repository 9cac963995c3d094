// Says on the pages of training sessions that marks wait on this device, and where.
(() => {
  "use strict";

  const notice = document.querySelector("[data-waiting-marks]");
  if (!notice) return;
  const { store } = window.relayAttendance;

  const start = async () => {
    const rows = await store.waiting();
    const lists = (await store.lists()).filter((list) =>
      rows.some((row) => row.session === list.session),
    );
    notice.querySelector("ul").replaceChildren(
      ...lists.map((list) => {
        const link = document.createElement("a");
        link.href = list.page;
        link.textContent = list.title;
        const number = rows.filter((row) => row.session === list.session).length;
        const item = document.createElement("li");
        item.append(link, ` (${number})`);
        return item;
      }),
    );
    notice.hidden = !lists.length;
    await store.prune();
  };
  start();
})();
