// The timer of the practices, the quarter of an hour of writing, print and copy. Without this file
// the words are there, and a form to note the minutes. The time is that of the clock, not of ticks,
// so it is right after a screen was off.
const MINUTE = 60_000;
const CUE_LASTS = MINUTE;
const softly = (promise) => promise?.catch(() => {});

// A soft bell, made here. The one at the end is set on the clock of the sound, which goes on where
// a page in the background is slowed down; the stream in an audio element keeps phones from
// ending it sooner than they must.
function bell() {
  let context = null;
  let out = null;
  let waiting = [];
  let rings = 0;
  const open = () => {
    if (context) return;
    context = new AudioContext();
    out = context.createMediaStreamDestination();
    const still = new ConstantSourceNode(context, { offset: 0 });
    still.connect(out);
    still.start();
    const player = new Audio();
    player.srcObject = out.stream;
    player.play().catch(() => { out = context.destination; });
  };
  const ring = (after) => {
    const at = context.currentTime + after;
    for (const [pitch, loud] of [[528, 0.16], [1056, 0.05]]) {
      const tone = new OscillatorNode(context, { frequency: pitch });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loud, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + 4);
      tone.connect(gain).connect(out);
      tone.start(at);
      tone.stop(at + 4.2);
      waiting.push(tone);
    }
    rings = at;
  };
  const silence = () => {
    for (const tone of waiting) tone.stop();
    waiting = [];
  };
  return {
    begin: (left) => { open(); softly(context.resume()); ring(0.05); waiting = []; ring(left / 1000); },
    goOn: (left) => { softly(context?.resume()); if (context) { silence(); ring(left / 1000); } },
    rest: silence,
    end: () => {
      if (!context) return;
      // held back while the phone was locked: now
      if (rings > context.currentTime + 1) { silence(); softly(context.resume()); ring(0.05); }
      waiting = [];
    },
  };
}

function awake() {
  let lock = null;
  const ask = async () => { lock = await navigator.wakeLock.request("screen").catch(() => null); };
  return { ask, rest: () => { softly(lock?.release()); lock = null; } };
}

function timed(root) {
  const find = (name) => root.querySelector(`[data-${name}]`);
  const running = find("running");
  const left = find("left");
  const says = find("says");
  const pause = find("pause");
  const goesOn = pause.dataset.on;
  const pauses = pause.textContent;
  const ended = find("ended");
  const words = find("end-words");
  const minutes = root.querySelector("[name=minutes]");
  const setUp = root.querySelectorAll("[data-set-up]");
  const sound = bell();
  const screen = awake();
  let total = 0;
  let before = 0;
  let since = 0;
  let ticking = 0;
  let rung = false;

  for (const part of root.querySelectorAll("[data-with-script]")) part.hidden = false;
  if (!root.querySelector(".wrong")) ended.hidden = true;
  find("screen-part").hidden = !("wakeLock" in navigator);
  const own = find("own");
  for (const length of root.querySelectorAll("[name=length]")) {
    length.addEventListener("change", () => { own.hidden = length.value !== "own"; });
  }

  const gone = () => Math.min(total, before + (since ? Math.max(0, Date.now() - since) : 0));
  const chosen = () => {
    const length = root.querySelector("[name=length]:checked").value;
    const number = Number(length === "own" ? own.querySelector("input").value : length);
    return Math.min(60, Math.max(1, Math.round(number) || 2)) * MINUTE;
  };
  const cue = () => {
    const anchor = root.querySelector("[name=anchor]:checked");
    if (anchor) return anchor.closest("label").querySelector("[data-cue]").textContent;
    const cues = root.querySelectorAll("[data-cue]");
    return cues[Math.floor(gone() / CUE_LASTS) % cues.length].textContent;
  };
  const tell = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const show = () => {
    const stays = Math.ceil((total - gone()) / MINUTE);
    const over = total - gone() < MINUTE ? left.dataset.less : stays === 1 ? left.dataset.one : left.dataset.many.replace("%s", stays);
    tell(left, since ? over : left.dataset.paused);
    tell(find("now"), cue());
  };
  const tick = () => {
    if (!since) return;
    if (gone() >= total) return end(words.dataset.over);
    show();
  };
  const end = (text) => {
    before = gone();
    since = 0;
    clearInterval(ticking);
    if (rung) { if (before >= total) sound.end(); else sound.rest(); }
    screen.rest();
    running.hidden = true;
    ended.hidden = false;
    find("way-out").hidden = false;
    words.hidden = false;
    words.textContent = text;
    // whole minutes; less than half a minute is just "done"
    minutes.value = Math.round(before / MINUTE) || "";
    minutes.dispatchEvent(new Event("input", { bubbles: true }));
    words.focus();
  };

  find("begin").addEventListener("click", () => {
    total = chosen();
    before = 0;
    since = Date.now();
    rung = find("bell").checked;
    if (rung) sound.begin(total);
    if (find("screen").checked) screen.ask();
    for (const part of setUp) part.hidden = true;
    find("way-out").hidden = true;
    running.hidden = false;
    find("breathing").hidden = root.querySelector("[name=anchor]:checked")?.value !== "breath";
    says.textContent = says.dataset.begun;
    show();
    scrollTo(0, 0);
    pause.focus({ preventScroll: true });
    ticking = setInterval(tick, 1000);
  });
  pause.addEventListener("click", () => {
    if (since) {
      before = gone();
      since = 0;
      if (rung) sound.rest();
      says.textContent = says.dataset.paused;
    } else {
      since = Date.now();
      if (rung) sound.goOn(total - before);
      says.textContent = says.dataset.begun;
    }
    pause.textContent = since ? pauses : goesOn;
    find("breathing").classList.toggle("rests", !since);
    show();
  });
  find("stop").addEventListener("click", () => end(words.dataset.stopped));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || !since) return;
    tick();
    if (!since) return;
    if (rung) sound.goOn(total - gone());
    if (find("screen").checked) screen.ask();
  });
}
for (const root of document.querySelectorAll("[data-timed]")) timed(root);

// Fifteen minutes of writing, from the first letter. At their end nothing more is typed, and
// nothing of it goes away.
for (const form of document.querySelectorAll("[data-writing]")) {
  const whole = 15 * MINUTE;
  const area = form.querySelector("textarea");
  const says = form.querySelector("[data-writing-says]");
  const over = form.querySelector("[data-writing-over]");
  const first = Number(form.dataset.writing) * 1000;
  let ends = first < whole ? Date.now() + first : 0;
  const look = () => {
    if (!ends) return;
    const left = ends - Date.now();
    area.readOnly = left <= 0;
    over.hidden = left > 0;
    const text = left > 0 && left <= MINUTE ? says.dataset.soon : "";
    if (says.textContent !== text) says.textContent = text;
  };
  area.addEventListener("input", () => { ends ||= Date.now() + whole; });
  form.querySelector("[data-draft-clear]")?.addEventListener("click", () => {
    ends = 0;
    area.readOnly = false;
    over.hidden = true;
    says.textContent = "";
  });
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  look();
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
