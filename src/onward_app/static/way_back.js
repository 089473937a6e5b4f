// The way back: a quiet timer, keeping as one types, print and copy. All of it works without.
const LEFT_EVERY = 10;
const KEEP_AFTER = 400;
const AGAIN_AFTER = 3000;

for (const timer of document.querySelectorAll("[data-timer]")) {
  const button = timer.querySelector("button");
  const says = timer.querySelector(".timer_says");
  const begin = button.textContent;
  let ticking = 0;
  timer.hidden = false;
  const stop = (text) => {
    clearInterval(ticking);
    ticking = 0;
    button.textContent = begin;
    says.textContent = text;
  };
  button.addEventListener("click", () => {
    if (ticking) return stop("");
    const ends = Date.now() + Number(timer.dataset.timer) * 1000;
    const tell = () => {
      const left = Math.round((ends - Date.now()) / 1000);
      if (left <= 0) return stop(timer.dataset.done);
      const shown = Math.ceil(left / LEFT_EVERY) * LEFT_EVERY;
      const text = timer.dataset.left.replace("%s", shown);
      if (says.textContent !== text) says.textContent = text;
    };
    button.textContent = timer.dataset.stop;
    ticking = setInterval(tell, 1000);
    tell();
  });
}

// What stands in a form of steps is kept while it is typed. One at a time, so that an older one
// never arrives after a newer one.
for (const form of document.querySelectorAll("form[data-keeps]")) {
  const says = form.querySelector(".kept_says");
  let waiting = 0;
  let sending = null;
  let typed = false;
  // each sending has its number, so that one that comes late never undoes a later one
  const turn = form.elements.turn;
  let sent = Number(turn?.value ?? 0);
  const count = () => { if (turn) turn.value = String((sent += 1)); };
  const keep = async (last = false) => {
    count();
    const data = new FormData(form);
    data.set("go", "keep");
    typed = false;
    try {
      const answer = await fetch(location.href, { method: "POST", body: data, keepalive: last });
      if (!answer.ok || answer.redirected) throw new Error();
      if (!typed) says.textContent = (await answer.text()).trim();
    } catch {
      says.textContent = "";
      typed = true;
      waiting = setTimeout(start, AGAIN_AFTER);
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(start, KEEP_AFTER);
  };
  const start = () => {
    if (sending) return soon();
    sending = keep().finally(() => { sending = null; });
  };
  form.addEventListener("input", () => {
    says.textContent = "";
    typed = true;
    soon();
  });
  const last = () => { if (typed) keep(true); };
  addEventListener("pagehide", last);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") last(); });
  // What is being kept arrives first, so that it cannot overtake the button's own word.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    typed = false;
    count();
    if (!sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const by = event.submitter;
    sending.finally(() => {
      clearTimeout(waiting);
      form.requestSubmit(by);
    });
  });
}

// A small step that is tapped fills the first free place; tapped again, it leaves it.
for (const list of document.querySelectorAll("[data-offers]")) {
  const form = list.closest("form");
  const places = [1, 2, 3].map((at) => [form.elements[`when_${at}`], form.elements[`will_${at}`]]);
  const says = list.querySelector(".offers_say");
  list.addEventListener("change", (event) => {
    const { when, will } = event.target.closest("label").dataset;
    const put = ([one, other], first, second) => {
      one.value = first;
      other.value = second;
      const fold = one.closest("details");
      if (fold && first) fold.open = true;
    };
    says.textContent = "";
    if (event.target.checked) {
      const free = places.find(([one, other]) => !one.value && !other.value);
      if (free) return put(free, when, will);
      event.target.checked = false;
      says.textContent = list.dataset.full;
      return;
    }
    const its = places.find(([one, other]) => one.value === when && other.value === will);
    if (its) put(its, "", "");
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
    button.textContent = button.dataset.done;
  });
}
