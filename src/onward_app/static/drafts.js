// What is typed is kept on the server while it is typed, sealed, so that nothing takes it away. A
// form is sent so that its words stay on the page until the server has said that they are kept.
// Nothing is kept in the browser, and all of it works without this file.
const KEEP_AFTER = 400;
const AGAIN_AFTER = 3000;
const WAIT = 40000;
const LEFT_OUT = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);
const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const fieldsOf = (form) =>
  [...form.querySelectorAll("input, textarea, select")].filter(
    (field) => field.name && !field.disabled && !LEFT_OUT.has(field.type),
  );
const failed = (answer) => !answer || answer.status >= 500 || answer.status === 429;

// What stands in a form, or what the server put there, as one text to send or to compare.
function textOf(form, asServed = false) {
  const text = new URLSearchParams();
  for (const field of fieldsOf(form)) {
    if (isTick(field)) {
      if (asServed ? field.defaultChecked : field.checked) text.append(field.name, field.value);
    } else if (asServed && field.options) {
      const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
      text.append(field.name, first?.value ?? "");
    } else {
      text.append(field.name, asServed ? field.defaultValue : field.value);
    }
  }
  return text;
}

// Put what was typed before into what nobody has touched; returns the fields that it changed.
function fill(form, typed) {
  const changed = [];
  for (const field of fieldsOf(form)) {
    const given = typed[field.name];
    if (isTick(field)) {
      const on = (given ?? []).includes(field.value);
      if ((field.type === "radio" && !given) || field.checked === on) continue;
      field.checked = on;
    } else {
      if (given === undefined || field.value === given[0]) continue;
      field.value = given[0];
    }
    changed.push(field);
  }
  return changed;
}

function unfold(field) {
  for (let at = field.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
}

// Keeps what is typed: soon after the last letter, again until the server has it, and on leaving.
function keeper(form) {
  const address = form.dataset.draft;
  const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const page = [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const served = textOf(form, true).toString();
  let held = served;
  let waiting = 0;
  let sending = null;
  let count = 0;
  let resting = false;

  const post = (body, where, last) =>
    fetch(where, {
      method: "POST",
      body,
      keepalive: last,
      headers: { "X-CSRFToken": token, "Onward-Page": `${page}-${(count += 1)}` },
    });
  const keep = async (last = false) => {
    clearTimeout(waiting);
    if (resting) return;
    const typed = textOf(form);
    const text = typed.toString();
    if (text === held) return;
    try {
      const answer = await post(typed, text === served ? `${address}/clear` : address, last);
      if (failed(answer)) throw new Error();
      held = text;
    } catch {
      if (!resting) waiting = setTimeout(start, AGAIN_AFTER);
    }
  };
  const start = () => {
    if (sending) return soon();
    sending = keep().finally(() => { sending = null; });
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(start, KEEP_AFTER);
  };
  form.addEventListener("input", soon);
  addEventListener("pagehide", () => keep(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });

  return {
    rest: async () => { resting = true; clearTimeout(waiting); await sending; },
    goOn: () => { resting = false; soon(); },
    found: (typed) => { held = typed; },
    forget: async () => {
      clearTimeout(waiting);
      await sending;
      form.reset();
      form.dispatchEvent(new Event("filled"));
      await post(new URLSearchParams(), `${address}/clear`, false).catch(soon);
      held = served;
    },
  };
}

async function showBefore(form, keeping) {
  const says = form.querySelector("[data-draft-says]");
  if (!says || "typed" in form.dataset) return;
  let typed = {};
  try {
    const answer = await fetch(form.dataset.draft, { headers: { Accept: "application/json" } });
    if (answer.ok) typed = (await answer.json()).fields;
  } catch { return; }
  if (textOf(form).toString() !== textOf(form, true).toString()) return;  // already typing anew
  const changed = fill(form, typed);
  if (!changed.length) return;
  changed.forEach(unfold);
  keeping.found(textOf(form).toString());
  form.dispatchEvent(new Event("filled"));
  says.hidden = false;
  says.querySelector("[data-draft-clear]").addEventListener("click", async () => {
    await keeping.forget();
    says.hidden = true;
    form.querySelector("input:not([type=hidden]), textarea")?.focus();
  });
}

// Sends the form; the words stay until the server has said where to go, which it says once kept.
function sender(form, keeping) {
  const stays = form.querySelector("[data-stays]");
  let plain = false;
  let busy = false;
  let by = null;
  const natively = () => { plain = true; form.requestSubmit(by); };
  const send = async () => {
    if (busy) return;
    let body;
    try { body = new FormData(form, by); } catch { return natively(); }
    busy = true;
    stays.hidden = true;
    form.setAttribute("aria-busy", "true");
    await keeping?.rest();
    let answer = null;
    try {
      const where = form.getAttribute("action") || location.href;
      const headers = { "Onward-Sends": "1" };
      answer = await fetch(where, { method: "POST", body, headers, signal: AbortSignal.timeout(WAIT) });
    } catch { answer = null; }
    form.removeAttribute("aria-busy");
    busy = false;
    const goes = answer?.headers.get("Onward-Goes-To");
    if (goes && new URL(goes, location.href).origin === location.origin) return location.assign(goes);
    if (!failed(answer)) return natively();
    keeping?.goOn();
    stays.querySelector("p").textContent = answer ? stays.dataset.notKept : stays.dataset.noAnswer;
    stays.hidden = false;
    stays.scrollIntoView({ block: "nearest" });
  };
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || plain) return;
    event.preventDefault();
    by = event.submitter;
    send();
  });
  stays.querySelector("button").addEventListener("click", send);
  addEventListener("pageshow", (event) => { if (event.persisted) { plain = false; keeping?.goOn(); } });
}

for (const form of document.querySelectorAll("form[data-draft], form[data-sends]")) {
  const keeping = form.dataset.draft ? keeper(form) : null;
  sender(form, keeping);
  if (keeping) showBefore(form, keeping).finally(() => { form.dataset.draftAsked = ""; });
}
