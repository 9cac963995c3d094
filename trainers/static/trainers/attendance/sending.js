// Sends what waits of a list, and asks how it stands: at once, when the line is back, and
// every so often. What was sent goes from the device only when the server has said that
// it keeps it.
(() => {
  "use strict";

  const { store } = window.relayAttendance;
  const PAUSE = 20_000;
  const LONGEST_PAUSE = 300_000;
  // A request that nobody answers is given up and sent anew: it counts once.
  const PATIENCE = 15_000;
  // Marks given one after the other go together.
  const BREATH = 400;
  const MOST = 200;
  // "All others present" can be taken back so long before it is sent.
  const HOLD = 60_000;

  // `hear` gets {trouble: "" | "lost" | "signedOut" | "notMine", reply}.
  window.relayAttendance.HOLD = HOLD;
  window.relayAttendance.sender = ({ session, address, token, hear }) => {
    let pause = PAUSE;
    let timer = 0;
    let running = null;
    let again = false;
    let most = MOST;

    const ask = async (options = {}) => {
      const line = new AbortController();
      const patience = setTimeout(() => line.abort(), PATIENCE);
      try {
        return await fetch(address, {
          credentials: "same-origin",
          cache: "no-store",
          signal: line.signal,
          ...options,
        });
      } finally {
        clearTimeout(patience);
      }
    };

    const post = (body) =>
      ask({
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
      });

    // Signing in again changes the token that a page was loaded with.
    const renewed = async () => {
      const reply = await ask();
      if (reply.ok) token.value = (await reply.json()).csrf;
      return reply;
    };

    // What can go: nothing that was refused or may still be taken back, and nobody's
    // marks before they themselves are on the list.
    const ready = async () => {
      const rows = await store.rows(session);
      const alias = new Map(
        rows.filter((row) => row.kind === "alias").map((row) => [row.key, row.as]),
      );
      // By a clock that was put back it would be held for ever.
      const isHeld = ({ held = 0 }) => held > Date.now() && held - Date.now() <= HOLD;
      const good = rows.filter((row) => !row.refused && !isHeld(row));
      const stuck = new Set(
        rows.filter((row) => row.kind === "walk_in" && !good.includes(row)).map((row) => row.uuid),
      );
      const walkIns = good.filter((row) => row.kind === "walk_in").slice(0, most);
      const going = new Set(walkIns.map((row) => row.uuid));
      const later = new Set(
        good.filter((row) => row.kind === "walk_in" && !going.has(row.uuid)).map((row) => row.uuid),
      );
      const marks = good
        .filter((row) => row.kind === "mark")
        .filter((row) => !stuck.has(row.registration) && !later.has(row.registration))
        .slice(0, most - walkIns.length)
        .map((row) => ({ ...row, registration: alias.get(row.registration) ?? row.registration }));
      return { walkIns, marks };
    };

    const bodyOf = ({ walkIns, marks }) => ({
      device_now: new Date().toISOString(),
      walk_ins: walkIns.map(({ uuid, badge_number, name, employer }) => ({
        key: uuid,
        badge_number,
        name,
        employer,
      })),
      marks: marks.map(({ uuid, registration, block, presence, minutes, said_at }) => ({
        uuid,
        registration,
        block,
        presence,
        minutes,
        said_at,
      })),
    });

    // Says whether to go on at once.
    const step = async () => {
      const found = await ready();
      const size = found.walkIns.length + found.marks.length;
      let reply = size ? await post(bodyOf(found)) : await ask();
      if (reply.status === 403) {
        const fresh = await renewed();
        reply = fresh.ok && size ? await post(bodyOf(found)) : fresh;
      }
      if (reply.status === 401) return say("signedOut");
      if (reply.status === 404 || reply.status === 403) return say("notMine");
      if (reply.status === 422 && size) {
        // Which of them it is shows once they go one by one.
        if (size > 1) most = 1;
        else {
          const { error } = await reply.json();
          const [row] = [...found.walkIns, ...found.marks];
          await store.settle(session, {
            kept: [],
            refused: { [row.uuid]: error },
            known_as: {},
          });
        }
        return true;
      }
      if (!reply.ok) return say("lost");
      const state = await reply.json();
      token.value = state.csrf;
      if (size) await store.settle(session, state);
      pause = PAUSE;
      await hear({ trouble: "", reply: state });
      const left = await ready();
      return Boolean(size && left.walkIns.length + left.marks.length);
    };

    const say = async (trouble) => {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      await hear({ trouble, reply: null });
      return false;
    };

    const pass = async () => {
      clearTimeout(timer);
      most = MOST;
      try {
        while (await step());
      } catch {
        await say("lost");
      } finally {
        // Not all phones of a room at the same moment.
        timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
      }
    };

    // One at a time; whoever asks meanwhile has it done once more afterwards.
    const flush = async () => {
      if (running) {
        again = true;
        return running;
      }
      running = pass();
      try {
        await running;
      } finally {
        // Whatever went wrong in it: the next goes.
        running = null;
      }
      if (again) {
        again = false;
        return flush();
      }
      return undefined;
    };

    let breath = 0;
    const soon = () => {
      clearTimeout(breath);
      breath = setTimeout(flush, BREATH);
    };
    const retry = () => {
      pause = PAUSE;
      flush();
    };
    addEventListener("online", retry);
    addEventListener("offline", () => say("lost"));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") retry();
    });
    return { flush, soon };
  };
})();
