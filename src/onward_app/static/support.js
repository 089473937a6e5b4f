// Lets the pages of help open without internet (support_worker.js), and keeps the copy of the own
// plan as the person chose: there and new, or gone. Nothing else is kept in the browser.
const OWN = "onward-own-plan";
const help = document.querySelector("a.help");
const copy = document.querySelector("[data-plan-copy]");
const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 1));

if (document.readyState === "complete") idle(begin);
else addEventListener("load", () => idle(begin), { once: true });

async function begin() {
  if (help && navigator.serviceWorker) await register().catch(() => undefined);
  if (!copy) return;
  const done = await follow(copy.dataset.planCopy, copy.dataset.planFrom).catch(() => false);
  for (const says of document.querySelectorAll("[data-copy-says]"))
    says.hidden = says.dataset.copySays !== (done ? "done" : "not");
}

function register() {
  const address = new URL("worker.js", help.href).href;
  const own = globalThis.trustedTypes?.createPolicy("help-worker", {
    createScriptURL(text) {
      if (text !== address) throw new TypeError("This page starts the worker of help alone.");
      return text;
    },
  });
  return navigator.serviceWorker.register(own ? own.createScriptURL(address) : address, {
    updateViaCache: "none",
  });
}

// "keep": the person who is signed in keeps a copy here. "none": nobody does. "leave": somebody
// does, who is not signed in now; it stays as it is.
async function follow(wish, from) {
  if (!globalThis.caches) return false;
  if (wish === "none") await caches.delete(OWN);
  if (wish !== "keep") return true;
  const answer = await fetch(from, { redirect: "error", headers: { Accept: "application/json" } });
  if (!answer.ok || !("plan" in (await answer.clone().json()))) return false;  // none of ours
  await (await caches.open(OWN)).put(from, answer);
  return true;
}
