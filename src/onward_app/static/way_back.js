// The way back: a quiet timer, keeping as one types, print and copy. All of it works without.
const LEFT_EVERY = 10;
const KEEP_AFTER = 1500;

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
  const keep = async () => {
    const data = new FormData(form);
    data.set("go", "keep");
    try {
      const answer = await fetch(location.href, { method: "POST", body: data });
      if (answer.ok && !answer.redirected) says.textContent = (await answer.text()).trim();
    } catch {
      says.textContent = "";
    }
    sending = null;
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    says.textContent = "";
    waiting = setTimeout(() => { sending = keep(); }, KEEP_AFTER);
  });
  // What is being kept arrives first, so that it cannot overtake the button's own word.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!sending) return;
    event.preventDefault();
    const by = event.submitter;
    sending.finally(() => form.requestSubmit(by));
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
