// Follows the preview server: after a good build puts new style sheets in the place of the old ones, turns the page into
// the new one, and leaves it alone when nothing of it changed; lays the problems of a failed build over it. The second of
// the two scripts that are added to a page when it is served, never when it is built.
import { Bar, element } from "./bar.js";
import { keepingPlace, ServedPage } from "./morph.js";

const SILENCE = 40_000; // milliseconds without a word, of one every 15 s, after which a connection is taken for dead
const AGAIN = 2_000;

const { told, ...served } = window.digestServed;
if (told.desk) import("/__digest/desk/pencil.js");
const page = new ServedPage(served);
let generation = Number(told.generation);
let source = null;
let overlay = null;
let heard = Promise.resolve();
let heardAt = Date.now();
let edits = null; // how many edits are known; none are followed that were made before this page was there

// A browser opens six connections to a server at most, so a hidden tab lets go of its own. The server tells its
// state to whoever connects: nothing is missed meanwhile.
function follow() {
  source?.close();
  source = null;
  heardAt = Date.now();
  if (document.visibilityState === "visible") {
    const asked = new URLSearchParams({ since: generation, page: pathOf(location.href) });
    source = new EventSource("/__digest/events?" + asked);
    const asking = source;
    source.onerror = () => {
      bar.lose();
      // The browser tries again by itself, but not after an answer that is no stream: of another program, say.
      if (asking.readyState === EventSource.CLOSED) setTimeout(() => asking === source && follow(), AGAIN);
    };
    source.addEventListener("alive", () => (heardAt = Date.now()));
    source.onmessage = (event) => {
      heardAt = Date.now();
      const state = JSON.parse(event.data);
      heard = heard.then(() => hear(state)); // one after the other: a page is turned into one at a time
    };
  }
}

async function hear(state) {
  const changed = state.generation === generation ? [] : state.changed;
  const own = ownPaths();
  const loaded = new Set(performance.getEntriesByType("resource").map((entry) => pathOf(entry.name)));
  const files = changed?.filter((path) => loaded.has(path) && !own.has(path));
  const rest = files?.filter((path) => !swap(path, state.generation));
  const current = rest?.length === 0 && (!changed.some((path) => own.has(path)) || (await update()));
  if (current) {
    generation = state.generation;
    show(state.problems, state.fault);
    bar.update(state);
    if (state.edit && edits !== null && state.edit.number > edits && follows()) goTo(state.edit);
    edits = state.edit?.number ?? 0;
  } else {
    source?.close();
    location.reload(); // the browser keeps the scroll position
  }
}

// The paths of this page: that of its address, and of what is shown there where nothing is.
function ownPaths() {
  return new Set([told.path || pathOf(location.href), pathOf(location.href)]);
}

// Turns the page into the one that is served now, and tells whether that could be done.
async function update() {
  try {
    const response = await fetch(location.href);
    if (!response.ok || told.path) return false;
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!keepingPlace(() => page.become(next))) return false;
  } catch {
    return false;
  }
  return document.dispatchEvent(new CustomEvent("digest:changed", { cancelable: true }));
}

function pathOf(address) {
  const { pathname } = new URL(address);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

// Tells whether a path is that of a style sheet. The old one stays until the new one is there, so that the page is
// never without.
function swap(path, version) {
  const old = [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => pathOf(link.href) === path);
  if (!old.length) return false;
  const next = old.at(-1).cloneNode();
  const address = new URL(next.href);
  address.searchParams.set("generation", version);
  next.href = address;
  next.onload = next.onerror = () => old.forEach((link) => link.remove());
  old.at(-1).after(next);
  return true;
}

// Whether this tab goes to what is saved: as was chosen in it, else as the preview was started.
function follows() {
  try {
    return (sessionStorage.getItem("digest.follow") ?? told.follow ?? "") === "yes";
  } catch {
    return told.follow === "yes"; // storage is forbidden
  }
}

// Goes to an article that was saved, in the languages that this tab shows, where it changed.
function goTo({ pages, sentence }) {
  const view = ["ar", "en"].find((lang) => document.body?.classList.contains(`view-${lang}`)) ?? "both";
  const place = sentence ? `#s${sentence}` : "";
  if (pathOf(location.href) !== pages[view]) return location.assign(encodeURI(pages[view]) + place);
  const there = [...document.querySelectorAll(`[data-s="${sentence}"]`)].map((each) => each.getBoundingClientRect());
  if (there.some(({ top, bottom, width }) => width && top < innerHeight && bottom > 0)) return;
  if (location.hash === place) history.replaceState(history.state, "", " "); // so that it is gone to again
  location.hash = place;
}

function show(problems, isOfThisPage) {
  overlay?.remove();
  overlay = null;
  if (!problems.length) return;
  const title = isOfThisPage ? "This page could not be built" : "The build failed";
  const text = `This is the ${isOfThisPage ? "page" : "site"} as it was before. It is built again as soon as you save.`;
  overlay = lay(title, text, problems);
}

// Lays a list of problems over the page, and returns the element.
function lay(title, text, problems) {
  const layer = element("digest-problems", { lang: "en", dir: "ltr" });
  const root = layer.attachShadow({ mode: "open" }); // out of reach of the site's styles
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style];
  const dialog = element("dialog", { "aria-labelledby": "title" });
  const close = element("button", { type: "button" }, "Show the page");
  close.onclick = () => dialog.close();
  dialog.append(element("h1", { id: "title" }, title), element("p", {}, text), list(problems), close);
  root.append(dialog);
  document.documentElement.append(layer);
  dialog.showModal();
  return layer;
}

function list(problems) {
  const items = element("ol", {});
  for (const { problem, where, hint, excerpt } of problems) {
    const item = element("li", {});
    if (where) item.append(element("p", { class: "where" }, where));
    item.append(marked(problem));
    if (excerpt) item.append(element("pre", { dir: "auto" }, excerpt));
    if (hint) item.append(marked("hint: " + hint));
    items.append(item);
  }
  return items;
}

// A message, the values in its backticks marked and kept from turning the words around them.
function marked(message) {
  const paragraph = element("p", {});
  message.split("`").forEach((part, index) => {
    paragraph.append(index % 2 ? element("code", { dir: "auto" }, part) : part);
  });
  return paragraph;
}

const STYLE = `
  :host { all: initial !important; }
  dialog {
    box-sizing: border-box; width: min(56rem, 100vw - 2rem); max-height: calc(100vh - 2rem); overflow: auto;
    padding: 1.5rem 2rem; border: 0; border-top: .5rem solid #b3261e; border-radius: .5rem;
    background: Canvas; color: CanvasText; color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif;
  }
  dialog::backdrop { background: rgb(0 0 0 / .5); }
  h1 { margin: 0; font-size: 1.25rem; }
  p { margin: .25rem 0; }
  ol { padding-inline-start: 1.5rem; }
  li { margin-block: 1rem; }
  .where { font-weight: bold; }
  .where, code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
  code { unicode-bidi: isolate; }
  pre { margin: .25rem 0; padding: .5rem; white-space: pre-wrap; border: 1px solid; border-radius: .25rem; }
  button { font: inherit; padding: .25rem 1rem; }
`;

// Asks the server to do something; returns what was found, and what went wrong, in words.
async function ask(path, what = {}) {
  const headers = { "Content-Type": "application/json", "X-Digest-Token": told.token ?? "" };
  try {
    const body = JSON.stringify({ ...what, page: told.path || pathOf(location.href) });
    const answer = await (await fetch(path, { method: "POST", headers, body })).json();
    return { found: answer.found, problem: [answer.problem, answer.hint].filter(Boolean).join("; ") };
  } catch (error) {
    return { problem: String(error.message) };
  }
}

const bar = new Bar({
  ask,
  follows,
  list: (problems) => {
    const layer = lay("What is wrong with this page", "Readers would find it so, too.", problems);
    layer.shadowRoot.querySelector("dialog").onclose = () => layer.remove();
  },
  follow(yes) {
    try {
      sessionStorage.setItem("digest.follow", yes ? "yes" : "no");
    } catch {
      // Forbidden or full: it stays as the preview was started.
    }
  },
});
document.addEventListener("visibilitychange", follow);
addEventListener("pageshow", (event) => event.persisted && follow()); // it comes back from the browser's history
addEventListener("pagehide", () => source?.close());
addEventListener("online", follow);
setInterval(() => source && Date.now() - heardAt > SILENCE && follow(), 5_000); // the computer slept, or the network went
follow();
