// The worker of the pages of help, and of these alone: its place, /support/, is all that it sees.
// `KEPT` stands above this text when the server hands it out (support/offline.py): which pages and
// files there are. What it keeps is asked for without cookies, so nothing private is in it. The one
// private thing, a copy of the own plan, is put into its own cache by support.js where a person
// chose that.
const KEEPING = `onward-help-${KEPT.version}`;
const OWN = "onward-own-plan";
const PATIENCE = 3000;
const A_DAY = 86_400_000;
const HEADERS = [
  "content-security-policy", "permissions-policy", "cross-origin-opener-policy", "referrer-policy",
  "cross-origin-resource-policy", "x-content-type-options", "x-frame-options",
];

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(dropOld()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || request.method !== "GET") return;
  if (request.mode === "navigate" && url.pathname in KEPT.pages) event.respondWith(live(event, url));
  else if (KEPT.files.includes(url.pathname)) event.respondWith(file(request, url));
});

async function keep() {
  const cache = await caches.open(KEEPING);
  await keepPages(cache);
  await Promise.all(KEPT.files.map((address) => keepFile(cache, address)));
}

// What a gate of a wireless net answers in our place is a page, whatever was asked for.
async function keepFile(cache, address) {
  const answer = await fetch(address, { credentials: "omit" });
  const kind = answer.headers.get("content-type") ?? "";
  if (!answer.ok || answer.redirected || kind.includes("html")) throw new Error(address);
  await cache.put(address, answer);
}

async function keepPages(cache) {
  const answer = await fetch(KEPT.bundle, { credentials: "omit", cache: "no-store" });
  const { pages } = await answer.clone().json();
  if (!answer.ok || !pages.without[""].help || !pages.with[""].safe) throw new Error(KEPT.bundle);
  const headers = new Headers({ "content-type": "application/json", "kept-at": String(Date.now()) });
  for (const name of HEADERS) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  await cache.put(KEPT.bundle, new Response(await answer.blob(), { headers }));
}

async function dropOld() {
  const old = (await caches.keys()).filter((n) => n.startsWith("onward-help-") && n !== KEEPING);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// The live page where it comes soon and is ours (the server says so in a header); else the kept one.
async function live(event, url) {
  const asked = fetch(event.request);
  const soon = new Promise((done) => setTimeout(done, PATIENCE));
  const found = await Promise.race([asked, soon]).catch(() => undefined);
  if (found?.ok && found.headers.has("onward-help")) {
    event.waitUntil(renew().catch(() => undefined));
    return found;
  }
  return (await kept(url)) ?? found ?? asked;
}

async function renew() {
  const bundle = await caches.match(KEPT.bundle, { cacheName: KEEPING });
  const age = Date.now() - Number(bundle?.headers.get("kept-at") ?? 0);
  if (age > A_DAY || age < 0) await keepPages(await caches.open(KEEPING));
}

async function kept(url) {
  const bundle = await caches.match(KEPT.bundle, { cacheName: KEEPING });
  if (!bundle) return undefined;
  const { pages } = await bundle.clone().json();
  const own = await ownPlan().catch(() => undefined);
  const text = country(own ? pages.with : pages.without, url, own)[KEPT.pages[url.pathname]];
  const headers = new Headers(bundle.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  return new Response(own ? filled(text, own) : text, { headers });
}

async function ownPlan() {
  return (await caches.match(KEPT.own, { cacheName: OWN }))?.json();
}

// The country that was chosen, else that of the kept plan, else of the browser's first language
// where it names a region: as the server does it.
function country(pages, url, own) {
  const asked = url.searchParams.get("country");
  if (asked !== null) return pages[asked] ?? pages.elsewhere;
  const region = /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})$/i.exec(navigator.language)?.[1].toUpperCase();
  return pages[own?.country] ?? pages[region] ?? pages[""];
}

function filled(text, own) {
  return text
    .replaceAll("<!--own plan-->", () => own.plan ?? "")
    .replaceAll("<!--own people-->", () => own.people ?? "")
    .replaceAll("<!--own lines-->", () => own.lines ?? "");
}

async function file(request, url) {
  return (await caches.match(url.pathname, { cacheName: KEEPING })) ?? fetch(request);
}
