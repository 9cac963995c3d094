// The list of who is there: what is chosen is written down on this device, then shown as
// chosen, then sent. Without this script the page is a form with a button.
(() => {
  "use strict";

  const page = document.querySelector("[data-attendance]");
  const form = page?.querySelector("[data-marks]");
  if (!form) return;
  const { HOLD, keepPage, refused, rows: rowsOf, sender, store, tabs: tabsOf } =
    window.relayAttendance;
  const session = page.dataset.attendance;
  const words = form.dataset;
  const find = (name) => page.querySelector(`[data-${name}]`);

  let state = JSON.parse(document.getElementById("attendance-state").textContent);
  let block = new URLSearchParams(location.search).get("block");
  let waiting = [];
  let undoable = [];
  let trouble = "";
  let isLasting = true;
  const has = (uuid) => state.blocks.some((one) => one.uuid === uuid);
  if (!has(block)) block = state.block;

  const shown = rowsOf(form, find("row"));

  const blockNow = () => state.blocks.find((one) => one.uuid === block);

  // --- What is known, with what waits on top of it -----------------------------------
  const marksWaiting = () => waiting.filter((row) => row.kind === "mark" && !row.refused);

  const lines = () => {
    const alias = new Map(
      waiting.filter((row) => row.kind === "alias").map((row) => [row.key, row.as]),
    );
    const marks = new Map(
      marksWaiting()
        .filter((row) => row.block === block)
        .map((row) => [alias.get(row.registration) ?? row.registration, row]),
    );
    const known = new Set(state.lines.map((line) => line.registration));
    const walkIns = waiting
      .filter((row) => row.kind === "walk_in" && !known.has(row.uuid))
      .map((row) => ({
        registration: row.uuid,
        name: row.name || row.badge_number,
        employer: row.employer_name,
        badge: row.name ? row.badge_number : "",
        how: [words.walkedIn],
        code: "",
        marks: {},
      }));
    return [...state.lines, ...walkIns].map((line) => {
      const own = marks.get(line.registration);
      const mark = own ? { ...own, words: words.waiting } : line.marks[block];
      return { ...line, mark };
    });
  };

  const nameOf = (row) => {
    const key = row.kind === "walk_in" ? row.uuid : row.registration;
    return lines().find((line) => line.registration === key)?.name ?? "–";
  };

  const count = (all) => {
    const node = find("counts");
    const there = all.filter(({ mark }) => mark && mark.presence !== "away").length;
    const left = all.filter(({ mark }) => !mark).length;
    const said = { there, all: all.length, left };
    const text = node.dataset.counts.replace(/\{(\w+)\}/g, (_all, name) => said[name]);
    if (node.textContent !== text) node.textContent = text;
    find("all").disabled = !left;
  };

  const tell = () => {
    const node = find("sending");
    const text = node.querySelector("[data-sending-words]");
    const left = waiting.filter((row) => row.kind !== "alias" && !row.refused).length;
    const said = left ? [`${node.dataset.waits} ${left}.`] : [];
    if (!isLasting && left) said.push(node.dataset.forgetful);
    if (trouble === "lost" && left) said.push(node.dataset.lost);
    if (trouble === "notMine") said.push(node.dataset.notMine);
    if (!left && !trouble) said.push(node.dataset.sent);
    if (text.textContent !== said.join(" ")) text.textContent = said.join(" ");
    node.classList.toggle("attendance__state--waits", Boolean(left));
    node.querySelector("[data-sign-in]").hidden = trouble !== "signedOut";
  };

  const showRefused = refused(find("refused"), words, {
    dismiss: async (row) => {
      const about = waiting.filter((one) => one.registration === row.uuid);
      await store.drop([row.uuid, ...about.map((one) => one.uuid)]);
      await look();
    },
    correct: (row) => window.relayAttendance.correct(row),
  });

  const draw = () => {
    const all = lines();
    shown.show(all, { most: blockNow().most });
    count(all);
    tell();
    showRefused(
      waiting.filter((row) => row.refused),
      nameOf,
    );
    find("undo").hidden = !undoable.length;
  };

  const look = async () => {
    waiting = await store.rows(session);
    draw();
  };

  // A list as the server has it, now or when this device last heard of it. Where the block
  // that is shown was taken out of the session, the last that is open is shown instead.
  const take = (fresh) => {
    // Without any block it is no list: what waits is refused, and that is said.
    const blocks = fresh.blocks.length ? fresh.blocks : state.blocks;
    state = { ...state, at: fresh.at, lines: fresh.lines, blocks };
    tabs.show(blocks, block);
    if (has(block)) return place();
    const open = blocks.filter((one) => Date.parse(one.opens) <= Date.now());
    find("gone").hidden = false;
    return turn((open.at(-1) ?? blocks[0]).uuid);
  };

  const remember = () =>
    store.keepList({
      session,
      page: location.pathname,
      title: page.dataset.title,
      until: page.dataset.until,
      state,
    });

  const line = sender({
    session,
    address: page.dataset.address,
    token: form.elements.csrfmiddlewaretoken,
    hear: async ({ trouble: found, reply }) => {
      trouble = found;
      if (reply) {
        take(reply);
        await remember();
      }
      await look();
    },
  });

  // --- Marks --------------------------------------------------------------------------
  const markOf = (registration, presence, minutes = null) => ({
    uuid: store.uuid(),
    session,
    kind: "mark",
    registration,
    block,
    presence,
    minutes,
    said_at: new Date().toISOString(),
    refused: "",
  });

  // What was held back to be undone goes with whatever is done next.
  const release = async () => {
    const held = waiting.filter((row) => undoable.includes(row.uuid));
    undoable = [];
    if (held.length) await store.put(held.map((row) => ({ ...row, held: 0 })));
  };

  const keep = async (fresh) => {
    isLasting = await store.put(fresh);
    await look();
  };

  const choose = async (row) => {
    const registration = row.dataset.line;
    const presence = row.querySelector(":checked")?.value;
    const field = row.querySelector("[type=number]");
    const minutes = presence === "part" ? field.valueAsNumber : null;
    const isAsked = presence === "part" && !(minutes >= 1 && field.validity.valid);
    shown.ask(row, isAsked);
    if (isAsked || !presence) return;
    row.classList.add("is-keeping");
    await release();
    await keep([markOf(registration, presence, minutes)]);
    row.classList.remove("is-keeping");
    line.soon();
  };

  form.addEventListener("change", ({ target }) => {
    const row = target.closest("[data-line]");
    if (row) choose(row);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // Enter in the minutes.
    document.activeElement?.blur();
  });

  find("all").addEventListener("click", async () => {
    await release();
    const held = Date.now() + HOLD;
    const left = lines().filter(({ mark }) => !mark);
    const fresh = left.map(({ registration }) => ({ ...markOf(registration, "here"), held }));
    if (!fresh.length) return;
    undoable = fresh.map((row) => row.uuid);
    const told = find("undo-words");
    told.textContent = `${told.dataset.undoWords} ${fresh.length}.`;
    await keep(fresh);
    find("undo-button").focus();
    setTimeout(async () => {
      if (!undoable.includes(fresh[0].uuid)) return;
      await release();
      await look();
      line.flush();
    }, HOLD);
  });
  find("undo-button").addEventListener("click", async () => {
    const back = undoable;
    undoable = [];
    await store.drop(back);
    await look();
    find("all").focus();
  });
  addEventListener("pagehide", () => void release());

  // --- Which block, and who of them ---------------------------------------------------
  const search = () =>
    shown.filter({ text: find("search").value, onlyLeft: find("only-left").checked });
  find("search").addEventListener("input", search);
  find("only-left").addEventListener("change", search);

  // When the block is that is shown, which may have been moved.
  const place = () => {
    const here = blockNow();
    find("when").textContent = here.when;
    find("opens").textContent = here.opens_words;
    find("early").hidden = Date.now() >= Date.parse(here.opens);
  };

  const turn = (wanted) => {
    block = wanted;
    tabs.show(state.blocks, block);
    place();
    for (const row of form.querySelectorAll(".who--asks")) shown.ask(row, false);
    draw();
    search();
  };
  const tabs = tabsOf(find("blocks"), (wanted, address) => {
    history.replaceState(null, "", address);
    find("gone").hidden = true;
    turn(wanted);
  });

  window.relayAttendance.list = { keep, line, release, session };

  // --- The start ----------------------------------------------------------------------
  find("without-script").hidden = true;
  const start = async () => {
    const known = (await store.lists()).find((one) => one.session === session);
    waiting = await store.rows(session);
    if (known && known.state.at > state.at) take(known.state);
    await remember();
    turn(block);
    line.flush();
    const isKept = await keepPage({
      worker: page.dataset.worker,
      until: page.dataset.until,
    });
    const node = find("kept");
    node.textContent = isKept ? node.dataset.isKept : node.dataset.isNotKept;
    node.hidden = false;
    await store.prune({ except: session });
  };
  start();
})();
