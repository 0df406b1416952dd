// Light and dark, the pairs of the parallel page, the reading place when the language is switched. Pages work without it.

const storage = {
  get(area, key) {
    try {
      return area.getItem(key);
    } catch {
      return null;
    }
  },
  set(area, key, value) {
    try {
      if (value === null) area.removeItem(key);
      else area.setItem(key, value);
    } catch {
      // Forbidden or full: the choice holds for this page.
    }
  },
};

const sentenceOf = (target) => (target instanceof Element ? target.closest("main [data-s]") : null);

/** Switch between light and dark; a choice that is the system's own is not stored, so that it follows the system. */
function setUpMode(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = (root.dataset.mode ?? (system.matches ? "dark" : "light")) === "dark";
    const mode = dark ? "light" : "dark";
    if ((mode === "dark") === system.matches) delete root.dataset.mode;
    else root.dataset.mode = mode;
    storage.set(localStorage, "digest.mode", root.dataset.mode ?? null);
  });
}

/** Mark a sentence and its counterpart when one of them is pointed at, tapped or focused. */
function setUpPairs(main) {
  const pairs = new Map();
  for (const sentence of main.querySelectorAll("[data-s]")) {
    const number = sentence.dataset.s;
    pairs.set(number, [...(pairs.get(number) ?? []), sentence]);
    sentence.tabIndex = -1;
  }
  let reachable = main.querySelector("[data-s]");
  if (!reachable) return;
  reachable.tabIndex = 0;
  let marked = null;
  let kept = null;

  const mark = (number) => {
    if (number === marked) return;
    for (const sentence of pairs.get(marked) ?? []) sentence.classList.remove("paired");
    for (const sentence of pairs.get(number) ?? []) sentence.classList.add("paired");
    marked = number;
  };
  const focused = () => sentenceOf(document.activeElement)?.dataset.s;
  const rest = () => mark(kept ?? focused() ?? null);

  main.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const sentence = sentenceOf(event.target);
    if (sentence) mark(sentence.dataset.s);
    else rest();
  });
  main.addEventListener("pointerleave", rest);
  main.addEventListener("click", (event) => {
    if (event.target.closest("a, button") || !getSelection().isCollapsed) return;
    const number = sentenceOf(event.target)?.dataset.s ?? null;
    kept = number === kept ? null : number;
    mark(kept);
  });
  main.addEventListener("focusin", (event) => {
    const sentence = sentenceOf(event.target);
    if (!sentence) return;
    reachable.tabIndex = -1;
    reachable = sentence;
    reachable.tabIndex = 0;
    if (sentence.dataset.s !== kept) kept = null;
    mark(sentence.dataset.s);
  });
  main.addEventListener("focusout", rest);

  // Up and down lead through a side; left and right to the other one, which lies there: English left, Arabic right.
  main.addEventListener("keydown", (event) => {
    const sentence = event.target;
    if (!sentence.dataset?.s || event.altKey || event.ctrlKey || event.metaKey) return;
    const column = (element) => element.closest(".row > .ar, .row > .en");
    const side = column(sentence)?.classList.contains("ar") ? "ar" : "en";
    const on = (number, wanted) => pairs.get(String(number))?.find((each) => column(each)?.classList.contains(wanted));
    const number = Number(sentence.dataset.s);
    const next = {
      ArrowDown: () => on(number + 1, side),
      ArrowUp: () => on(number - 1, side),
      ArrowLeft: () => on(number, "en"),
      ArrowRight: () => on(number, "ar"),
    }[event.key]?.();
    if (event.key === "Escape") {
      kept = null;
      sentence.blur();
      mark(null);
    }
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** On a small screen, show both languages or one of them. */
function setUpShow(group, main) {
  const buttons = [...group.querySelectorAll("button")];
  const show = (value) => {
    if (value === "both") delete main.dataset.show;
    else main.dataset.show = value;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === value));
  };
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const place = firstInView();
    const before = place?.getBoundingClientRect().top;
    show(button.value);
    storage.set(sessionStorage, "digest.show", button.value);
    const stays = place && [...main.querySelectorAll(`[data-s="${place.dataset.s}"]`)].find((each) => each.offsetParent);
    if (stays) scrollBy({ top: stays.getBoundingClientRect().top - before, behavior: "instant" });
  });
  const stored = storage.get(sessionStorage, "digest.show");
  show(buttons.some((button) => button.value === stored) ? stored : "both");
}

const firstInView = () =>
  [...document.querySelectorAll("main [data-s]")].find((each) => each.offsetParent && each.getBoundingClientRect().bottom > 8);

/** Keep the reading place when the language of a story is switched. */
function setUpPlace(links) {
  const story = (path) => decodeURI(path).replace(/^.*\/articles\//, "");
  for (const link of links) {
    link.addEventListener("click", () => {
      const first = scrollY > innerHeight / 3 ? firstInView() : null;
      storage.set(sessionStorage, "digest.place", first && `${story(location.pathname)} ${first.dataset.s}`);
    });
  }
  const [path, number] = (storage.get(sessionStorage, "digest.place") ?? "").split(" ");
  storage.set(sessionStorage, "digest.place", null);
  if (number && path === story(location.pathname)) {
    document.querySelector(`main [data-s="${Number(number)}"]`)?.scrollIntoView({ block: "start", behavior: "instant" });
  }
}

// The menu scrolls sideways on a small screen: where it is, its current entry shall be in view.
for (const current of document.querySelectorAll(".menu .current, .menu [aria-current]")) {
  const menu = current.closest("ul");
  const [a, b] = [current.getBoundingClientRect(), menu.getBoundingClientRect()];
  if (a.left < b.left || a.right > b.right) menu.scrollLeft += (a.left + a.right - b.left - b.right) / 2;
}

const main = document.querySelector("main");
const button = document.querySelector(".mode");
if (button) setUpMode(button);
if (document.body.matches(".page-article")) {
  if (document.body.matches(".view-both")) {
    setUpPairs(main);
    const group = document.querySelector(".show");
    if (group) setUpShow(group, main);
  }
  setUpPlace(document.querySelectorAll(".views a"));
}
