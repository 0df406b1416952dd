// Turns a page into the one that is served now, by changing what differs from the page as it was served before, and
// nothing else. So what readers and scripts have done to it stays: the place, marked sentences, open details, buttons
// that were added, a theme that was chosen.

const LARGEST = 250_000; // comparisons of one list of nodes with another
const NUMBERS = / (?:id|data-s|href|popovertarget)="[^"]*\d+"/g; // what shifts when a sentence is added above

/** A page: what was served, and the living nodes that stand for it. */
export class ServedPage {
  constructor({ copy, live }) {
    this.served = copy;
    this.live = live;
    for (const script of copy.querySelectorAll('script[src^="/__digest/"]')) script.remove();
  }

  /** Become another page (a document). Return false, with nothing changed, where scripts have to run anew. */
  become(page) {
    const next = page.documentElement;
    for (const script of next.querySelectorAll('script[src^="/__digest/"]')) script.remove();
    if (scripts(this.served) !== scripts(next)) return false;
    for (const name of ["lang", "dir", "class"]) this.#setAttribute(this.served, next, name);
    const [head, body] = [this.served.querySelector("head"), this.served.querySelector("body")];
    this.#morph(head, page.head);
    this.#morph(body, page.body);
    this.served = next;
    return true;
  }

  #morph(old, next) {
    const living = this.live.get(old);
    if (living) this.live.set(next, living);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (living && old.data !== next.data) living.data = next.data;
      return;
    }
    for (const name of new Set([...old.getAttributeNames(), ...next.getAttributeNames()])) {
      this.#setAttribute(old, next, name);
    }
    this.#morphChildren(old, next, living);
  }

  #morphChildren(old, next, parent) {
    const partners = partnersOf([...old.childNodes], [...next.childNodes]);
    const kept = new Set(partners.values());
    for (const child of old.childNodes) if (!kept.has(child)) this.live.get(child)?.remove();
    let before = null;
    for (const child of next.childNodes) {
      const partner = partners.get(child);
      if (partner) this.#morph(partner, child);
      else if (parent) this.#insert(child, parent, before);
      const living = this.live.get(child);
      if (living?.parentNode === parent) before = living;
    }
  }

  #insert(node, parent, before) {
    const made = document.importNode(node, true);
    const [given, living] = [node, made].map((root) => document.createTreeWalker(root));
    do this.live.set(given.currentNode, living.currentNode);
    while (given.nextNode() && living.nextNode());
    if (before) before.after(made);
    else parent.prepend(made);
  }

  /** Give the living element an attribute of the next page, if it had another value on the one before. */
  #setAttribute(old, next, name) {
    const living = this.live.get(old);
    const [from, to] = [old.getAttribute(name), next.getAttribute(name)];
    if (!living || from === to) return;
    if (name === "class") {
      const [gone, come] = [from, to].map((value) => value?.split(/\s+/).filter(Boolean) ?? []);
      living.classList.remove(...gone);
      living.classList.add(...come);
    } else if (to === null) living.removeAttribute(name);
    else living.setAttribute(name, to);
  }
}

/** Return what runs on a page: the scripts as they are written, data left out. */
function scripts(root) {
  return [...root.querySelectorAll("script:not([type$=json])")].map((script) => script.outerHTML).join("\n");
}

/** Return for nodes of a page those of another that they are to become, in the same order on both. */
function partnersOf(old, next) {
  const partners = new Map();
  const keys = new Map([...old, ...next].map((node) => [node, keyOf(node)]));
  const same = (a, b) => keys.get(a) === keys.get(b);
  let start = 0;
  while (start < Math.min(old.length, next.length) && same(old[start], next[start])) {
    partners.set(next[start], old[start]);
    start += 1;
  }
  let end = 0;
  while (end < Math.min(old.length, next.length) - start && same(old.at(-1 - end), next.at(-1 - end))) {
    end += 1;
    partners.set(next.at(-end), old.at(-end));
  }
  const [a, b] = [old.slice(start, old.length - end), next.slice(start, next.length - end)];
  const pairs = a.length * b.length <= LARGEST ? commonOf(a, b, same) : [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...pairs, [a.length, b.length]]) {
    // Between two that are the same, those of a kind become each other.
    for (; j < y; j += 1) {
      const alike = a.findIndex((node, place) => place >= i && place < x && node.nodeName === b[j].nodeName);
      if (alike < 0) continue;
      partners.set(b[j], a[alike]);
      i = alike + 1;
    }
    if (x < a.length) partners.set(b[y], a[x]);
    [i, j] = [x + 1, y + 1];
  }
  return partners;
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.outerHTML.replace(NUMBERS, "") : `${node.nodeName} ${node.data}`;
}

/** Return the longest list of places, in both lists, that hold the same in the same order. */
function commonOf(a, b, same) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = same(a[i], b[j]) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const pairs = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (same(a[i], b[j])) pairs.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Do something to the page, and keep what is looked at in its place. */
export function keepingPlace(change) {
  const root = document.documentElement;
  const places = [...document.querySelectorAll("main [data-s], main p, main h1, main h2, main li")]
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, { top, bottom, width }]) => width && bottom > 8 && top < innerHeight);
  const scrolled = scrollY > 0;
  root.style.overflowAnchor = "none"; // else browsers that keep the place themselves would do it twice
  const done = change();
  const stays = places.find(([element]) => element.isConnected && element.getBoundingClientRect().width);
  if (stays && scrolled) {
    const [element, { top }] = stays;
    scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
  }
  root.style.removeProperty("overflow-anchor");
  if (!root.getAttribute("style")) root.removeAttribute("style");
  return done;
}
