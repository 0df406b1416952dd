// What pages can do beyond being read: the settings, the pairs of the parallel page, its ways of being read, the reading
// place when the language is switched. Pages work without it; settings.js, which runs before, keeps what is chosen.

const main = document.querySelector("main");
const stored = {
  get(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value) sessionStorage.setItem(key, value);
      else sessionStorage.removeItem(key);
    } catch {
      // Forbidden or full: nothing is kept.
    }
  },
};

const sentenceOf = (target) => (target instanceof Element ? target.closest("main [data-s]") : null);
const isShown = (element) => element.offsetParent !== null;
const sideOf = (element) => element?.closest(".row > .ar, .row > .en");
const langOf = (side) => (side?.classList.contains("ar") ? "ar" : "en");
const firstInView = () =>
  [...main.querySelectorAll("[data-s]")].find((each) => isShown(each) && each.getBoundingClientRect().bottom > 8);

/** The menu of text size and theme: it shows what is chosen, also when another tab chose it. */
function setUpSettings(menu, opener) {
  const show = () => {
    for (const input of menu.querySelectorAll("input")) input.checked = input.value === choice(input.name);
  };
  opener.hidden = false;
  menu.addEventListener("change", (event) => choose(event.target.name, event.target.value));
  addEventListener("keydown", (event) => {
    if (["?", "؟"].includes(event.key) && !event.target.matches("input, textarea")) menu.togglePopover();
  });
  menu.addEventListener("beforetoggle", show);
  addEventListener("storage", show);
  show();
}

/** The switch of the parallel page and of lists: how both languages are shown, or which one, keeping the place. */
function setUpReading(group, links) {
  const buttons = [...group.querySelectorAll("button")];
  const narrow = matchMedia("(width < 48rem)");
  const show = () => {
    const current = choice("reading") || (narrow.matches ? "stacked" : "side");
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === current));
  };
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const place = firstInView();
    const before = place?.getBoundingClientRect().top;
    choose("reading", button.value);
    show();
    const stays = place && [...main.querySelectorAll(`[data-s="${place.dataset.s}"]`)].find(isShown);
    if (stays && scrollY > 0) scrollBy({ top: stays.getBoundingClientRect().top - before, behavior: "instant" });
  });
  for (const event of ["storage", "pageshow"]) addEventListener(event, show);
  narrow.addEventListener("change", show);
  links.hidden = true;
  group.hidden = false;
  show();
}

/** Give each row of a text the button that shows its translation, for the reading `reveal`, where it has none yet. */
function setUpReveal(text) {
  for (const row of text.querySelectorAll(".row:not(:has(> .ask))")) {
    const [source, translation] = row.children;
    if (!translation || translation.matches(".pending")) continue;
    const lang = langOf(translation);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ask";
    button.lang = lang;
    button.textContent = document.querySelector(`.reading [value="${lang}"]`).textContent;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(row.classList.toggle("revealed")));
    });
    source.after(button);
  }
}

/**
 * The number of a marked sentence, faint at its side, and the menu that it opens: copy, share, report. Return two
 * functions: one shows the number of a sentence, one opens its menu.
 */
function setUpTools(menu) {
  const number = document.createElement("a");
  number.className = "place";
  number.href = "#main"; // until there is a sentence
  number.hidden = true;
  document.body.append(number);
  const status = menu.querySelector("[role=status]");
  let current = null;

  const address = () => new URL(`#s${current}`, location.href).href;
  const pair = () =>
    [...main.querySelectorAll(`[data-s="${current}"]`)].map((each) => each.textContent.trim()).join("\n\n");
  const show = (sentence) => {
    current = sentence.dataset.s;
    const [line] = sentence.getClientRects();
    const side = sideOf(sentence)?.getBoundingClientRect();
    if (!line || !side) return;
    const isArabic = langOf(sideOf(sentence)) === "ar";
    const { digits } = document.body.dataset;
    number.textContent = digits && isArabic ? current.replace(/\d/g, (each) => digits[each]) : current;
    number.href = `#s${current}`;
    number.dir = isArabic ? "rtl" : "ltr";
    number.hidden = false;
    const left = isArabic ? Math.min(side.right, innerWidth - 28) : Math.max(side.left - 28, 0);
    number.style.left = `${left + scrollX}px`;
    number.style.top = `${line.top + line.height / 2 - 12 + scrollY}px`;
  };
  const open = () => {
    status.textContent = "";
    history.replaceState(history.state, "", `#s${current}`);
    const report = menu.querySelector("a");
    if (report) report.href = reportOf(menu, pair(), address());
    menu.showPopover();
    const [from, to] = [number.getBoundingClientRect(), menu.getBoundingClientRect()];
    const left = Math.max(8, Math.min(from.left, innerWidth - to.width - 8));
    const top = from.bottom + to.height + 12 > innerHeight ? from.top - to.height - 4 : from.bottom + 4;
    menu.style.inset = `${Math.max(8, top)}px auto auto ${left}px`;
    menu.querySelector("button").focus();
  };

  number.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  menu.querySelector("[value=share]").hidden = !navigator.share;
  menu.addEventListener("click", async (event) => {
    const what = event.target.value;
    if (what === "share") {
      navigator.share({ title: document.title, url: address() }).catch(() => {}); // Who thinks better of it has shared nothing.
    } else if (what) {
      await copy(what === "pair" ? `${pair()}\n\n${address()}` : address(), menu);
      status.textContent = status.dataset.done;
    }
  });
  return { show, open };
}

/** Put a text on the clipboard, also where a page that is not encrypted may not ask for it. */
async function copy(text, place) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    place.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

/** Return the link by which a pair of sentences is reported: a mail, or a new issue of a tracker. */
function reportOf(menu, pair, address) {
  const link = new URL(menu.dataset.report);
  const mail = link.protocol === "mailto:";
  const text = [pair, address, menu.dataset.engine].filter(Boolean).join("\n\n");
  const fields = { [mail ? "subject" : "title"]: document.title, body: text };
  // A mail program takes a plus for a plus, so that spaces are written out.
  const query = Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${link.href}${link.search ? "&" : "?"}${query.join("&")}`;
}

/** Mark a sentence and its counterpart when one of them is pointed at, tapped or focused. */
function setUpPairs(tools) {
  let sentences, pairs, reachable;
  let marked = null;
  let kept = null;
  const collect = () => {
    sentences = [...main.querySelectorAll("[data-s]")];
    pairs = Map.groupBy(sentences, (sentence) => sentence.dataset.s);
    for (const sentence of sentences) sentence.tabIndex = sentence === reachable ? 0 : -1;
    if (reachable?.isConnected) return;
    [reachable] = sentences;
    if (reachable) reachable.tabIndex = 0;
  };
  collect();
  if (!reachable) return;
  // The preview has changed the text: what is marked may have another number now.
  document.addEventListener("digest:changed", () => {
    collect();
    const number = main.querySelector(".paired")?.dataset.s ?? null;
    if (kept !== null) kept = number;
    marked = null;
    for (const sentence of main.querySelectorAll(".paired")) sentence.classList.remove("paired");
    mark(number);
  });

  const mark = (number) => {
    if (number === marked) return;
    for (const sentence of pairs.get(marked) ?? []) sentence.classList.remove("paired");
    for (const sentence of pairs.get(number) ?? []) sentence.classList.add("paired");
    marked = number;
  };
  const keep = (sentence) => {
    kept = sentence.dataset.s;
    mark(kept);
    tools?.show(sentence);
  };
  const focused = () => sentenceOf(document.activeElement)?.dataset.s;
  const rest = () => mark(kept ?? focused() ?? null);

  main.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const sentence = sentenceOf(event.target);
    if (!sentence) return rest();
    mark(sentence.dataset.s);
    if (kept === null) tools?.show(sentence);
  });
  main.addEventListener("pointerleave", rest);
  main.addEventListener("click", (event) => {
    if (event.target.closest("a, button") || !getSelection().isCollapsed) return;
    const number = sentenceOf(event.target)?.dataset.s ?? null;
    kept = number === kept ? null : number;
    if (kept === null) sentenceOf(document.activeElement)?.blur();
    mark(kept);
    if (kept !== null) tools?.show(sentenceOf(event.target));
  });
  main.addEventListener("focusin", (event) => {
    const sentence = sentenceOf(event.target);
    if (!sentence) return;
    reachable.tabIndex = -1;
    reachable = sentence;
    reachable.tabIndex = 0;
    if (sentence.dataset.s !== kept) kept = null;
    mark(sentence.dataset.s);
    tools?.show(sentence);
  });
  main.addEventListener("focusout", rest);

  // A link to a sentence leads to it also where the side that has its id is not shown.
  const goTo = () => {
    const number = /^#s(\d+)$/.exec(location.hash)?.[1];
    const sentence = pairs.get(number)?.find(isShown);
    if (!sentence) return;
    sentence.scrollIntoView({ block: "center", behavior: "instant" });
    keep(sentence);
  };
  addEventListener("hashchange", goTo);
  goTo();

  // Up and down lead through a side; left and right to the other one, which lies there: English left, Arabic right.
  main.addEventListener("keydown", (event) => {
    const sentence = event.target;
    if (!sentence.dataset?.s || event.altKey || event.ctrlKey || event.metaKey) return;
    const lang = langOf(sideOf(sentence));
    const side = sentences.filter((each) => langOf(sideOf(each)) === lang && isShown(each));
    const across = (wanted) => pairs.get(sentence.dataset.s).find((each) => langOf(sideOf(each)) === wanted && isShown(each));
    const next = {
      ArrowDown: () => side[side.indexOf(sentence) + 1],
      ArrowUp: () => side[side.indexOf(sentence) - 1],
      ArrowLeft: () => across("en"),
      ArrowRight: () => across("ar"),
    }[event.key]?.();
    if (event.key === "Enter" && tools) {
      event.preventDefault();
      tools.show(sentence);
      tools.open();
    }
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

/** A selection that begins in one language stays in it: the other one, which lies between, is not copied. */
function setUpSelection() {
  document.addEventListener("selectstart", (event) => {
    const node = event.target;
    const side = sideOf(node instanceof Element ? node : node.parentElement);
    if (side) main.dataset.selecting = langOf(side);
    else delete main.dataset.selecting;
  });
}

/** Keep the reading place when the language of a story is switched. */
function setUpPlace(links) {
  const story = (path) => decodeURI(path).replace(/^.*\/articles\//, "");
  for (const link of links) {
    link.addEventListener("click", () => {
      const first = scrollY > innerHeight / 3 ? firstInView() : null;
      stored.set("digest.place", first && `${story(location.pathname)} ${first.dataset.s}`);
    });
  }
  const [path, number] = (stored.get("digest.place") ?? "").split(" ");
  stored.set("digest.place", null);
  if (number && path === story(location.pathname)) {
    const place = [...main.querySelectorAll(`[data-s="${Number(number)}"]`)].find(isShown);
    place?.scrollIntoView({ block: "start", behavior: "instant" });
  }
}

// The menu scrolls sideways on a small screen: where it is, its current entry shall be in view.
for (const current of document.querySelectorAll(".menu .current, .menu [aria-current]")) {
  const menu = current.closest("ul");
  const [a, b] = [current.getBoundingClientRect(), menu.getBoundingClientRect()];
  if (a.left < b.left || a.right > b.right) menu.scrollLeft += (a.left + a.right - b.left - b.right) / 2;
}

const [views, reading] = [document.querySelector(".views"), document.querySelector(".reading")];
const [settings, openSettings] = [document.querySelector(".settings"), document.querySelector(".open-settings")];
if (settings && openSettings) setUpSettings(settings, openSettings);
if (reading && views) setUpReading(reading, views);
// Who comes from the page of one language to that of both wants to see both.
views?.querySelector('a:not([hreflang])')?.addEventListener("click", () => {
  if (["ar", "en"].includes(choice("reading"))) choose("reading", "");
});
if (document.body.matches(".page-article")) {
  if (document.body.matches(".view-both")) {
    const tools = document.querySelector(".tools");
    setUpPairs(tools && setUpTools(tools));
    setUpSelection();
    const text = document.querySelector(".text");
    if (text && reading) {
      setUpReveal(text);
      document.addEventListener("digest:changed", () => setUpReveal(text));
    }
  }
  setUpPlace(document.querySelectorAll(".views a"));
}
