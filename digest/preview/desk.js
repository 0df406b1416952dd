// The editors' desk: a queue of sentences, and one of them to translate. What is typed is kept in the browser until it is
// saved; what is saved goes into the sidecar, with the version that the entry had when it was opened.

const given = JSON.parse(document.getElementById("told").textContent);
const at = (id) => document.getElementById(id);
const HERE = "/__digest/desk/";
const SIGNS = { before: "[+]", nowhere: "[-]", as_written: "[=]" };
const STATES = ["doubtful", "untranslated", "stale", "draft", "reviewed", "machine", "edited"];
const FIRST_TERM = 4; // the key of the first term; 1 to 3 are those of the matches
const HAS_KEYS = matchMedia("(any-pointer: fine)").matches; // on a phone a focused box hides half the page under keys

let lang = stored("digest.desk.lang") || (navigator.language.startsWith("ar") ? "ar" : "en");
let tasks = [];
let unlisted = 0;
let current = null; // the task that is shown
let card = null;
let matches = [];
let finished = 0;
let busy = false;
let message = ""; // the key of what the empty page says

// ---- Words ----

function word(key, values = {}) {
  let text = given.words[lang][key] ?? key;
  if (typeof text === "object") text = text[values.n === 0 && text.zero ? "zero" : new Intl.PluralRules(lang).select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function doubts(flags) {
  return flags.map((flag) => word("doubt." + flag)).join(lang === "ar" ? "، " : ", ");
}

function speak() {
  const root = document.documentElement;
  root.lang = lang;
  root.dir = given.directions[lang];
  document.title = word("desk.title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  fillStates();
  fillKeys();
  fillQueue();
  if (card) showLabels();
  if (message) at("empty-text").textContent = word(message);
}

function fillStates() {
  const chosen = at("state").value || new URLSearchParams(location.search).get("state") || "";
  const options = [["", "desk.to_check"], ...STATES.map((state) => [state, "desk.state_" + state]), ["all", "desk.everything"]];
  at("state").replaceChildren(...options.map(([value, key]) => new Option(word(key), value, false, value === chosen)));
}

function fillKeys() {
  const keys = [
    ["Ctrl ⏎", "review"], ["Ctrl S", "draft"], ["Alt ↓", "skip"], ["Alt ↑", "back"], ["Alt 1 – 3", "match"], ["Alt 0", "machine"],
    ["Alt 4 – 9", "term"], ["Alt M", "join"], ["Alt O", "leave_out"], ["Alt E", "as_it_is"], ["?", "help"],
  ];
  at("keys-table").replaceChildren(...keys.map(([key, name]) => {
    const row = document.createElement("tr");
    row.append(element("td", {}, element("kbd", {}, key)), element("td", {}, word("desk_keys." + name)));
    return row;
  }));
}

// ---- The server ----

async function ask(name, values) {
  return answer(await fetch(HERE + name + "?" + new URLSearchParams(values)));
}

async function tell(name, values) {
  const headers = { "Content-Type": "application/json", "X-Digest-Token": given.token };
  return answer(await fetch(HERE + name, { method: "POST", headers, body: JSON.stringify(values) }));
}

async function answer(response) {
  return { status: response.status, ...wrapped(await response.json()) };
}

const wrapped = (value) => (Array.isArray(value) ? { list: value } : value);

/** Do what asks the server; say so where it does not answer or refuses. Return what it answered, or null. */
async function trying(promise) {
  try {
    const told = await promise;
    if (told.status === 200 || told.status === 409) return told;
    say(told.status === 403 ? word("desk.forbidden") : inWords(told));
  } catch {
    say(word("desk.offline"));
  }
  return null;
}

const inWords = ({ where, problem, hint }) => [where, problem, hint].filter(Boolean).join(" – ");

let saying = 0;
function say(text) {
  at("said").textContent = text;
  clearTimeout(saying);
  saying = setTimeout(() => (at("said").textContent = ""), 3000 + 60 * text.length);
}

// ---- The queue ----

const idOf = (task) => task.article + "\n" + task.key;

async function load(wanted) {
  const state = at("state").value;
  const article = at("article").value;
  const person = at("person").value;
  const told = await trying(ask("queue", { state, article, person }));
  if (!told) return;
  tasks = told.tasks;
  unlisted = told.unlisted;
  if (told.problems.length) say(told.problems.map(inWords).join("\n"));
  if (!article) fillArticles();
  fillPeople(told.people, person);
  fillQueue();
  const next = tasks.find((task) => wanted && idOf(task) === wanted) ?? tasks.find((task) => !task.finished);
  if (next) await open(next);
  else finish("desk.empty");
}

function fillArticles(chosen = "", headline = "") {
  const names = new Map(tasks.map((task) => [task.article, task.headline]));
  if (chosen && !names.has(chosen)) names.set(chosen, headline);
  const options = [...names].map(([path, name]) => new Option(name, path, false, path === chosen));
  at("article").replaceChildren(new Option(word("desk.all_articles"), ""), ...options);
}

function fillPeople(people, chosen) {
  const options = people.map((name) => new Option(name, name, false, name === chosen));
  at("person").replaceChildren(new Option(word("desk.anyone"), ""), ...options);
  at("of-person").hidden = !people.length;
}

function fillQueue() {
  if (at("person").options.length) at("person").options[0].text = word("desk.anyone");
  if (at("article").options.length) at("article").options[0].text = word("desk.all_articles");
  const parts = [];
  let list = null;
  let article = null;
  for (const task of tasks) {
    if (task.article !== article) {
      article = task.article;
      list = element("ol", {});
      parts.push(element("h3", spoken(task.lang), task.headline), list);
    }
    const why = task.finished ? "✓ " + word("desk.state_" + task.state) : [word("desk.state_" + task.state), doubts(task.flags)].filter(Boolean).join(": ");
    const button = element("button", { type: "button", "data-id": idOf(task) },
      element("span", { class: "snippet", ...spoken(task.lang) }, task.text), element("span", { class: "why" }, why));
    if (task.finished) button.classList.add("finished");
    if (current && idOf(task) === idOf(current)) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => open(task));
    list.append(element("li", {}, button));
  }
  at("tasks").replaceChildren(...parts);
  at("older").hidden = !unlisted;
  at("older").textContent = word("desk_older", { n: unlisted });
  const left = tasks.filter((task) => !task.finished).length + unlisted;
  at("progress").textContent = [word("desk_left", { n: left }), finished ? word("desk_done", { n: finished }) : ""].filter(Boolean).join(" · ");
}

function neighbour(step) {
  const here = tasks.findIndex((task) => current && idOf(task) === idOf(current));
  if (step < 0) return tasks[here - 1];
  return tasks.slice(here + 1).find((task) => !task.finished) ?? tasks.slice(0, Math.max(here, 0)).find((task) => !task.finished);
}

async function go(step) {
  const task = neighbour(step);
  if (task) await open(task);
  else if (step > 0 && (!current || tasks.every((task) => task.finished))) finish("desk.done");
}

function finish(key) {
  message = key;
  current = card = null;
  at("card").hidden = true;
  at("empty").hidden = false;
  at("empty-text").textContent = word(key);
  at("home").href = given.base;
  fillQueue();
  at("empty").focus();
}

// ---- A sentence ----

async function open(task) {
  busy = true;
  const told = await trying(ask("sentence", { article: task.article, key: task.key }));
  busy = false;
  if (!told) {
    if (task !== current) remove(task);
    return;
  }
  current = task;
  show(told);
  at("queue").classList.remove("open");
  at("show-queue").setAttribute("aria-expanded", "false");
}

/** Take a sentence that is gone out of the queue, and go on. */
function remove(task) {
  tasks = tasks.filter((one) => one !== task);
  fillQueue();
}

// What is typed and not saved yet, kept with the version of the entry that it is for.
const keptKey = () => "digest.desk.words\n" + idOf(current);
const kept = () => JSON.parse(stored(keptKey(), sessionStorage) ?? "null");
const forget = () => store(keptKey(), null, sessionStorage);
const inFile = () => (card.said === "here" ? card.words : SIGNS[card.said]);

function keep() {
  const [words, comments] = [at("words").value, at("comments").value];
  if (words === inFile() && comments === card.comments.join("\n")) return forget();
  store(keptKey(), JSON.stringify({ words, comments, version: kept()?.version ?? card.version }), sessionStorage);
}

function show(told) {
  card = told;
  message = "";
  matches = [];
  at("empty").hidden = true;
  at("card").hidden = false;
  at("conflict").hidden = true;
  const { task } = card;
  const source = spoken(task.lang);
  fill(at("headline"), task.headline, source);
  at("page").hidden = !card.page;
  at("page").href = card.page || "#";
  const here = card.paragraph.findIndex((one) => one.key === task.key);
  fill(at("source"), "", source);
  card.paragraph.forEach((one, place) => at("source").append(place === here ? element("mark", {}, one.source) : one.source, " "));
  at("changes").hidden = !card.changes.length;
  fill(at("changed"), "", source);
  const kinds = { gone: "del", new: "ins", same: "span" };
  for (const [kind, text] of card.changes) at("changed").append(element(kinds[kind], {}, text), " ");
  const target = spoken(card.target);
  const words = (all) => all.map((one) => one.counterpart).filter(Boolean).join(" ");
  fill(at("before"), words(card.paragraph.slice(0, here)), target);
  fill(at("after"), words(card.paragraph.slice(here + 1)), target);
  const box = at("words");
  Object.assign(box, { lang: card.target, dir: target.dir });
  const mine = kept();
  box.value = mine?.words ?? inFile();
  at("comments").value = mine?.comments ?? card.comments.join("\n");
  at("notes").open = at("comments").value !== "";
  at("file").textContent = card.line ? card.file + ":" + card.line : card.file;
  at("machine-part").hidden = !card.machine || (card.machine === card.words && card.said === "here");
  at("machine").replaceChildren(element("span", target, card.machine), " ", element("kbd", {}, "Alt 0"), element("small", { id: "machine-doubts" }));
  at("terms-part").hidden = !card.terms.length;
  at("terms").replaceChildren(...card.terms.map(([term, words], place) => {
    const button = element("button", { type: "button" }, element("bdi", source, term), " → ", element("bdi", target, words));
    if (place + FIRST_TERM <= 9) button.append(" ", element("kbd", {}, "Alt " + (place + FIRST_TERM)));
    button.addEventListener("click", () => insert(words));
    return button;
  }));
  at("matches-part").hidden = true;
  at("concordance-part").hidden = true;
  showLabels();
  const isKnown = card.task.flags.length > 0 && box.value === inFile();
  showChecks(isKnown ? card.task.flags : null, []);
  if (!isKnown) check();
  fillQueue();
  at("tasks").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  scrollTo({ top: 0 });
  (HAS_KEYS ? box : at("card")).focus({ preventScroll: true });
  box.setSelectionRange(box.value.length, box.value.length);
  if (mine && mine.version !== card.version) showConflict(card, true, mine.words);
  remember();
}

/** What of the sentence is said in the language of the page. */
function showLabels() {
  const { task } = card;
  at("badge").textContent = word("desk.state_" + task.state);
  at("badge").dataset.state = task.state;
  at("doubts").textContent = task.state === "doubtful" || task.state === "reviewed" ? doubts(task.flags) : "";
  at("translation-title").textContent = word("desk.into_" + card.target);
  at("words").setAttribute("aria-label", word("desk.into_" + card.target));
  const notes = [kept() && "desk.restored", card.said !== "here" && "desk.said_" + card.said, card.joined && "desk.joined"].filter(Boolean);
  at("note").hidden = !notes.length;
  at("note").textContent = notes.map((key) => word(key)).join(" ");
  at("machine-doubts").textContent = doubts(card.machine_flags);
  showMatches();
}

async function remember() {
  const asked = card;
  const told = await trying(ask("matches", { article: card.task.article, key: card.task.key }));
  if (!told || card !== asked) return;
  matches = told.list;
  showMatches();
}

function showMatches() {
  at("matches-part").hidden = !matches.length;
  at("matches").replaceChildren(...matches.map((match, place) => {
    const how = match.likeness === 1 ? word("desk.same") : word("desk.alike", { n: Math.round(match.likeness * 100) });
    const button = element("button", { type: "button", class: "match" }, ...said(match, how));
    button.lastChild.append(" ", element("kbd", {}, "Alt " + (place + 1)));
    button.addEventListener("click", () => take(match.counterpart));
    return button;
  }));
}

/** What the memory has: the sentence, its translation, and where that stands and who reviewed it. */
function said(match, how = "") {
  const facts = [how, match.by && word("desk.by", { name: match.by })].filter(Boolean).map((fact) => fact + " · ");
  return [
    element("span", { class: "from", ...spoken(card.task.lang) }, match.source),
    element("span", { class: "to", ...spoken(card.target) }, match.counterpart),
    element("small", {}, ...facts, element("bdi", { dir: "ltr" }, match.sidecar)),
  ];
}

let looking = 0;
function selected() {
  const box = at("words");
  const text = document.activeElement === box ? box.value.slice(box.selectionStart, box.selectionEnd) : String(getSelection());
  const inCard = document.activeElement === box || at("source").contains(getSelection().anchorNode);
  clearTimeout(looking);
  if (card && inCard && /\p{L}{2}/u.test(text) && text.length <= 80) looking = setTimeout(() => lookUp(text.trim()), 400);
}

/** Show how a selected word was translated elsewhere. */
async function lookUp(words) {
  const asked = card;
  const told = await trying(ask("concordance", { words, target: asked.target }));
  if (!told || card !== asked) return;
  at("concordance-part").hidden = !told.list.length;
  at("concordance-title").textContent = word("desk.concordance", { words });
  at("concordance").replaceChildren(...told.list.map((match) => element("div", { class: "match" }, ...said(match))));
}

function take(words) {
  at("words").value = words;
  typed();
  at("words").focus();
}

function insert(words) {
  const box = at("words");
  box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
  typed();
  box.focus();
}

let checking = 0;
function typed() {
  keep();
  clearTimeout(checking);
  checking = setTimeout(check, 250);
}

async function check() {
  const asked = card;
  if (!asked) return; // it was the last one, and is saved
  const words = at("words").value;
  if (!words.trim()) return showChecks(null, []);
  const told = await trying(tell("check", { article: card.task.article, key: card.task.key, words }));
  if (told && card === asked && at("words").value === words) showChecks(told.flags, told.lacking);
}

/** Show what looks wrong; null flags where nothing is known. */
function showChecks(flags, lacking) {
  const wrong = [...(flags ?? [])].map((flag) => word("doubt." + flag));
  if (lacking.length) wrong.push(word("desk.lacking", { words: lacking.join(lang === "ar" ? "، " : ", ") }));
  const line = at("checks");
  line.className = "checks " + (wrong.length ? "wrong" : "fine");
  line.textContent = wrong.length ? word("desk.wrong") + wrong.join(lang === "ar" ? "، " : ", ") : flags ? word("desk.fine") : "";
}

// ---- Saving ----

async function save(reviewed, words = at("words").value) {
  if (!card || busy) return;
  busy = true;
  const { article, key } = card.task;
  const comments = at("comments").value.split("\n").map((line) => line.trim()).filter(Boolean);
  const by = at("by").value.trim();
  const told = await trying(tell("save", { article, key, version: card.version, words, reviewed, comments, by }));
  busy = false;
  if (!told) return;
  if (told.status === 409) return showConflict(told, reviewed, words);
  forget();
  if (!current.finished) finished += 1;
  Object.assign(current, told.task, { finished: true });
  card = told;
  say(word(reviewed ? "desk.saved_reviewed" : "desk.saved_draft"));
  if (neighbour(1)) await go(1);
  else if (tasks.every((task) => task.finished) && unlisted) await load();
  else finish("desk.done");
}

/** Show what a sentence says by now beside the words that somebody was about to save. */
function showConflict(told, reviewed, words) {
  const target = spoken(told.target);
  const theirs = told.said === "here" ? told.words || word("desk.nothing") : word("desk.said_" + told.said);
  fill(at("theirs"), theirs, told.said === "here" && told.words ? target : spoken(lang));
  at("conflict").hidden = false;
  at("take-theirs").onclick = () => {
    forget();
    show(told);
  };
  at("keep-mine").onclick = () => {
    card = { ...card, version: told.version };
    at("conflict").hidden = true;
    save(reviewed, words);
  };
  at("conflict").scrollIntoView({ block: "center" });
  at("keep-mine").focus();
}

// ---- Small things ----

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function spoken(lang) {
  return { lang, dir: given.directions[lang] };
}

function fill(element, text, { lang, dir }) {
  element.textContent = text;
  element.lang = lang;
  element.dir = dir;
}

function stored(key, where = localStorage) {
  try {
    return where.getItem(key);
  } catch {
    return null;
  }
}

function store(key, value, where = localStorage) {
  try {
    if (value === null) where.removeItem(key);
    else where.setItem(key, value);
  } catch {
    // Forbidden or full: nothing is kept.
  }
}

// ---- What may be pressed ----

const press = {
  review: () => save(true),
  draft: () => save(false),
  skip: () => go(1),
  back: () => go(-1),
  join: () => save(true, SIGNS.before),
  "leave-out": () => save(true, SIGNS.nowhere),
  "as-it-is": () => save(true, SIGNS.as_written),
  machine: () => card?.machine && take(card.machine),
};

function chosen(event) {
  const control = event.ctrlKey || event.metaKey;
  if (control && !event.altKey && event.key === "Enter") return press.review;
  if (control && !event.altKey && event.code === "KeyS") return press.draft;
  if (!event.altKey || control) return null;
  const named = { ArrowDown: "skip", ArrowUp: "back", KeyM: "join", KeyO: "leave-out", KeyE: "as-it-is", Digit0: "machine" }[event.code];
  if (named) return press[named];
  const digit = Number(/^Digit([1-9])$/.exec(event.code)?.[1] ?? 0);
  if (digit >= FIRST_TERM) return () => card?.terms[digit - FIRST_TERM] && insert(card.terms[digit - FIRST_TERM][1]);
  if (digit) return () => matches[digit - 1] && take(matches[digit - 1].counterpart);
  return null;
}

addEventListener("keydown", (event) => {
  if (at("keys").open) return;
  const action = chosen(event);
  if (action) {
    event.preventDefault();
    if (!event.repeat) action();
  } else if (["?", "؟"].includes(event.key) && !event.target.matches("textarea, input")) {
    event.preventDefault();
    at("keys").showModal();
  }
});

for (const id of ["review", "draft", "skip", "join", "leave-out", "as-it-is", "machine"]) at(id).addEventListener("click", press[id]);
at("words").addEventListener("input", typed);
at("comments").addEventListener("input", keep);
document.addEventListener("selectionchange", selected);
at("state").addEventListener("change", () => load());
at("article").addEventListener("change", () => {
  if (at("article").value && !at("state").value) at("state").value = "all";
  load();
});
at("person").addEventListener("change", () => {
  at("article").value = "";
  load();
});
at("again").addEventListener("click", () => load());
at("show-keys").addEventListener("click", () => at("keys").showModal());
at("close-keys").addEventListener("click", () => at("keys").close());
at("show-queue").addEventListener("click", () => {
  const isOpen = at("queue").classList.toggle("open");
  at("show-queue").setAttribute("aria-expanded", String(isOpen));
});
at("language").addEventListener("click", () => {
  lang = lang === "ar" ? "en" : "ar";
  store("digest.desk.lang", lang);
  speak();
});
at("by").addEventListener("change", () => store("digest.desk.by", at("by").value));
at("commit").hidden = !given.commits;
at("commit").addEventListener("click", async () => {
  const done = await trying(tell("commit", {}));
  if (done) say(word("desk.committed", { words: done.message }));
});

at("by").value = stored("digest.desk.by") ?? given.by;
speak();

// A page of the preview leads here with the sentence that is to be shown.
const asked = new URLSearchParams(location.search);
if (asked.has("slug")) {
  const found = await trying(ask("find", { slug: asked.get("slug"), sentence: asked.get("sentence") ?? "" }));
  history.replaceState(null, "", HERE);
  if (found) {
    fillArticles(found.article, found.headline);
    at("state").value = "all";
  }
  await load(found && idOf(found));
} else {
  await load();
}
