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

for (const form of document.querySelectorAll("form[data-keeps]")) {
  const says = form.querySelector(".kept_says");
  let waiting = 0;
  let sending = null;
  let typed = false;
  const keep = async (last = false) => {
    const data = new FormData(form);
    data.set("go", "keep");
    typed = false;
    try {
      const answer = await fetch(location.href, { method: "POST", body: data, keepalive: last });
      if (answer.status >= 500) throw new Error();
      if (answer.ok && !answer.redirected) says.textContent = (await answer.text()).trim();
    } catch {
      says.textContent = "";
      typed = true;
      waiting = setTimeout(start, AGAIN_AFTER);
    }
    sending = null;
  };
  const start = () => { sending = keep(); };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    says.textContent = "";
    typed = true;
    waiting = setTimeout(start, KEEP_AFTER);
  });
  addEventListener("pagehide", () => { if (typed) keep(true); });
  // What is being kept arrives first, so that it cannot overtake the button's own word.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    typed = false;
    if (!sending) return;
    event.preventDefault();
    const by = event.submitter;
    sending.finally(() => {
      clearTimeout(waiting);
      form.requestSubmit(by);
    });
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
