// What was read can be read again without a network, where the site has set `offline`. A page loads this file as a
// script, and registers it as a service worker: that asks the network first, always, and keeps what came; where the
// network fails, it answers with what it kept. Nothing is loaded that the reader did not open.

const MOST = 400; // files that are kept; those that were opened longest ago make room
const nameOf = (scope) => `read ${scope}`; // Several sites may share an origin.

function register() {
  const address = document.currentScript.src;
  addEventListener("load", async () => {
    const first = !navigator.serviceWorker.controller;
    await navigator.serviceWorker.register(address);
    const { scope } = await navigator.serviceWorker.ready;
    if (!first) return;
    // The page that brought it here came without it.
    const cache = await caches.open(nameOf(scope));
    const files = performance.getEntriesByType("resource").map((each) => each.name);
    const own = [location.href.split("#")[0], ...files].filter((each) => each.startsWith(scope));
    await Promise.allSettled(own.map((each) => cache.add(each)));
  });
}

function serve() {
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const isOwn = request.method === "GET" && request.url.startsWith(registration.scope);
    if (isOwn && !request.headers.has("range")) event.respondWith(answer(event));
  });
}

async function answer(event) {
  const cache = await caches.open(nameOf(registration.scope));
  try {
    const response = await fetch(event.request);
    event.waitUntil(keep(cache, event.request, response.clone()));
    return response;
  } catch (error) {
    const ignoreSearch = event.request.mode === "navigate";
    const kept = await cache.match(event.request, { ignoreSearch, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

/** Keep an answer; forget what is no longer there. */
async function keep(cache, request, response) {
  if (response.status === 404 || response.status === 410) await cache.delete(request);
  if (response.status !== 200 || response.redirected) return;
  await cache.put(request, response);
  const all = await cache.keys(); // in the order in which they were kept
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((each) => cache.delete(each)));
}

if (typeof document === "undefined") serve();
else if ("serviceWorker" in navigator) register();
