// Questionnaires: an answer is kept when it is chosen, and what is folded shows on paper. All of it
// works without: then an answer is kept by the button that leads on.
const WAIT = 5000;

for (const form of document.querySelectorAll("form[data-answers]")) {
  const says = form.querySelector(".kept_says");
  let sending = null;
  const keep = async () => {
    const data = new FormData(form);
    data.set("go", "keep");
    says.textContent = "";
    try {
      const signal = AbortSignal.timeout(WAIT);
      const answer = await fetch(location.href, { method: "POST", body: data, keepalive: true, signal });
      if (answer.ok && !answer.redirected) says.textContent = (await answer.text()).trim();
    } catch {
      // the button that leads on sends it again
    }
  };
  form.addEventListener("change", () => {
    const before = sending ?? Promise.resolve();
    const now = before.then(keep).finally(() => { if (sending === now) sending = null; });
    sending = now;
  });
  // What is being kept arrives first, so that it cannot overtake the button's own word.
  form.addEventListener("submit", (event) => {
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
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details[data-on-paper]")) fold.open = true;
});
