// The bar at the foot of a previewed page: how the last build went, what the machine has yet to say, what is doubtful
// here, and ways to the editor and to another time. Others may put something into it: <a slot="desk">.

const WORDS = {
  en: {
    bar: "Preview", ready: "Up to date", failed: "The build failed", seconds: "Built in {n} s",
    left: "Translating: {n} left", rate: "{n} a second", time: "about {n}", stopped: "Translation has stopped",
    doubtful: "Doubtful: {n}", next: "Next doubtful (N)", edit: "Open article (O)", sidecar: "Open translation",
    follow: "Follow what is saved", now: "As of", back: "Back to now", hide: "Hide (B)",
    draft: "Draft: not published", scheduled: "Scheduled: not published yet", expired: "Expired: no longer published",
    other: "You are looking at another time", at: "{n} of {m}", lost: "No connection",
    dead: "Broken links and files: {n}", waiting: "Being written: {n}",
  },
  ar: {
    bar: "المعاينة", ready: "محدّثة", failed: "فشل البناء", seconds: "بُنيت في {n} ث",
    left: "تُترجَم، بقي {n}", rate: "{n} في الثانية", time: "نحو {n}", stopped: "توقفت الترجمة",
    doubtful: "مشكوك فيها: {n}", next: "التالية (N)", edit: "فتح المقال (O)", sidecar: "فتح الترجمة",
    follow: "اتبع ما يُحفظ", now: "كما في", back: "العودة إلى الآن", hide: "إخفاء (B)",
    draft: "مسودة لا تُنشر", scheduled: "مجدول لم يُنشر بعد", expired: "انتهت مدته فلا يُنشر",
    other: "تنظر إلى وقت آخر", at: "{n} من {m}", lost: "انقطع الاتصال",
    dead: "روابط وملفات معطلة: {n}", waiting: "قيد الكتابة: {n}",
  },
};
const DOUBTFUL =
  "main [data-flags], main [data-origin=draft], main [data-origin=stale], main [data-origin=untranslated]:not([data-owed])";

const ROOM = new CSSStyleSheet(); // below the page, so that the bar hides nothing of it

const QUIET = 500; // milliseconds without a newer page before its links are looked at, so that no build waits for that

/**
 * The bar. `ask(path, what)` asks the server to do something and returns what was `found`, and a `problem` if there was one.
 * `list(problems)` shows what is wrong with the page.
 */
export class Bar {
  #parts = {};
  #place = -1;
  #page = null;
  #dead = [];
  #refused = new Map(); // by the policy of the site: what was, each once
  #looking = 0;
  #generation = null;

  constructor({ ask, follows, follow, list }) {
    this.ask = ask;
    this.list = list;
    this.lang = document.documentElement.lang === "ar" ? "ar" : "en";
    this.element = element("digest-bar", { lang: this.lang, dir: this.lang === "ar" ? "rtl" : "ltr" });
    const root = this.element.attachShadow({ mode: "open" }); // out of reach of the site's styles
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    root.append(this.#build(follows, follow));
    document.documentElement.append(this.element);
    new ResizeObserver(([{ target }]) => {
      const height = `${target.offsetHeight}px`;
      ROOM.replaceSync(`@media screen { html { padding-block-end: ${height}; scroll-padding-block-end: ${height}; } }`);
    }).observe(root.querySelector("section"));
    this.#show(stored("digest.bar") !== "hidden");
    addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("digest:changed", () => this.#count());
    document.addEventListener("securitypolicyviolation", (event) => this.#refuse(event));
    if (window.ReportingObserver) {
      const observer = new ReportingObserver((all) => all.forEach(({ body }) => this.#refuse(body)), {
        types: ["csp-violation"],
        buffered: true, // also what was refused before this script ran
      });
      observer.observe();
    }
  }

  /** Show a state of the preview. */
  update({ generation, problems, seconds, translating, waiting, page }) {
    const { state, built, progress, written, ribbon, article, sidecar, time, back } = this.#parts;
    this.#page = page;
    state.textContent = this.#say(problems.length ? "failed" : "ready");
    state.dataset.state = problems.length ? "failed" : "ready";
    built.textContent = this.#say("seconds", { n: seconds.toFixed(2) });
    progress.hidden = !translating;
    if (translating) progress.textContent = this.#progressOf(translating);
    written.hidden = !waiting?.length;
    written.textContent = waiting?.length ? this.#say("waiting", { n: `\u2068${waiting.join(", ")}\u2069` }) : "";
    if (generation !== this.#generation) this.#look();
    this.#generation = generation;
    const shown = page?.shown || (page?.time ? "other" : "");
    ribbon.hidden = !shown;
    ribbon.textContent = shown && this.#say(shown);
    article.hidden = !page?.article;
    sidecar.hidden = !page?.sidecar;
    back.hidden = !page?.time;
    if (time !== time.getRootNode().activeElement) time.value = page?.time ?? "";
    this.#count();
  }

  /** Say that the server does not answer. */
  lose() {
    this.#parts.state.textContent = this.#say("lost");
    this.#parts.state.dataset.state = "lost";
  }

  #build(follows, follow) {
    const button = (text, action) => {
      const made = element("button", { type: "button" }, this.#say(text));
      made.onclick = action;
      return made;
    };
    const box = element("input", { type: "checkbox" });
    box.checked = follows();
    box.onchange = () => follow(box.checked);
    const label = element("label", {});
    label.append(box, this.#say("follow"));
    const when = element("label", {}, this.#say("now"));
    const time = element("input", { type: "datetime-local" });
    time.onchange = () => this.#do("/__digest/now", { time: time.value });
    when.append(time);
    const parts = (this.#parts = {
      ribbon: element("strong", { class: "ribbon" }),
      state: element("span", { class: "state", role: "status" }),
      built: element("span", { class: "built" }),
      progress: element("span", { class: "progress" }),
      written: element("span", { class: "progress" }),
      wrong: button("dead", () => this.list(this.#wrong())),
      doubtful: element("span", { class: "doubtful" }),
      next: button("next", () => this.next()),
      article: button("edit", () => this.edit("article")),
      sidecar: button("sidecar", () => this.edit("sidecar")),
      desk: element("slot", { name: "desk" }),
      follow: label,
      when,
      back: button("back", () => this.#do("/__digest/now", { time: "" })),
      hide: button("hide", () => this.#toggle()),
      problem: element("span", { class: "problem", role: "alert" }),
    });
    const bar = element("section", { "aria-label": this.#say("bar") });
    for (const part of [parts.ribbon, parts.progress, parts.written, parts.wrong, parts.article, parts.sidecar, parts.back]) part.hidden = true;
    bar.append(...Object.values(parts));
    parts.time = time;
    return bar;
  }

  /** Go to the next sentence that is doubtful, after the last the first. */
  next() {
    const all = this.#doubtful();
    if (!all.length) return;
    this.#place = (this.#place + 1) % all.length;
    const sentence = all[this.#place];
    sentence.scrollIntoView({ block: "center", behavior: "instant" });
    if (!sentence.hasAttribute("tabindex")) sentence.tabIndex = -1;
    sentence.focus({ preventScroll: true });
    this.#count();
  }

  /** Open the article or its sidecar in the editor, at the sentence that is marked, else at the first in view. */
  edit(side) {
    if (!this.#page?.[side]) return;
    const inView = (each) => each.offsetParent && each.getBoundingClientRect().bottom > 8;
    const sentence =
      document.querySelector("main .paired") ?? [...document.querySelectorAll("main [data-s]")].find(inView);
    this.#do("/__digest/edit", { side, sentence: Number(sentence?.dataset.s ?? 1) });
  }

  async #do(path, what) {
    this.#parts.problem.textContent = (await this.ask(path, what)).problem;
  }

  // Looks where the page leads nowhere, once it has been left alone for a moment.
  #look() {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(async () => {
      this.#dead = (await this.ask("/__digest/links")).found ?? [];
      this.#warn();
    }, QUIET);
  }

  #refuse({ blockedURI, blockedURL, effectiveDirective, sourceFile }) {
    const blocked = blockedURI ?? blockedURL;
    if (/^[a-z-]*extension:/.test(sourceFile ?? "") || /^[a-z-]*extension/.test(blocked)) return;
    const problem = `the content security policy refuses \`${blocked}\` (\`${effectiveDirective}\`)`;
    const hint = "name its site in `csp_sources` of `site.toml`, or where the policy is written; or leave it out";
    this.#refused.set(problem, { problem, hint });
    this.#warn();
  }

  #wrong() {
    return [...this.#dead, ...this.#refused.values()];
  }

  #warn() {
    const { wrong } = this.#parts;
    wrong.hidden = !this.#wrong().length;
    wrong.textContent = this.#say("dead", { n: this.#wrong().length });
  }

  #doubtful() {
    return [...document.querySelectorAll(DOUBTFUL)].filter((each) => each.offsetParent);
  }

  #count() {
    const all = this.#doubtful();
    const { doubtful, next } = this.#parts;
    doubtful.hidden = next.hidden = !all.length;
    if (this.#place >= all.length) this.#place = -1;
    const sentence = all[this.#place];
    const why = sentence?.parentElement.querySelector(`#why-${sentence.dataset.s}`)?.textContent ?? "";
    const place = sentence ? this.#say("at", { n: this.#place + 1, m: all.length }) : "";
    doubtful.textContent = [this.#say("doubtful", { n: all.length }), place, why].filter(Boolean).join(" · ");
  }

  #progressOf({ left, rate, problem }) {
    if (problem) return `${this.#say("stopped")}: ${problem.problem}`;
    const seconds = rate ? Math.ceil(left / rate) : 0;
    const clock = seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
    const parts = [this.#say("left", { n: left })];
    if (rate) parts.push(this.#say("rate", { n: rate.toFixed(1) }), this.#say("time", { n: `\u2068${clock}\u2069` }));
    return parts.join(" · ");
  }

  #say(key, values = {}) {
    return WORDS[this.lang][key].replace(/\{(\w)\}/g, (_, name) => values[name]);
  }

  #press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const [target] = event.composedPath();
    if (target instanceof Element && target.matches("input, textarea, select, [contenteditable]")) return;
    // By the place of the key, so that they are the same on an Arabic keyboard.
    if (event.code === "KeyB") this.#toggle();
    if (event.code === "KeyN") this.next();
    if (event.code === "KeyO") this.edit("article");
  }

  #toggle() {
    this.#show(this.element.hidden);
    store("digest.bar", this.element.hidden ? "hidden" : "shown");
  }

  #show(visible) {
    this.element.hidden = !visible;
    const others = document.adoptedStyleSheets.filter((sheet) => sheet !== ROOM);
    document.adoptedStyleSheets = visible ? [...others, ROOM] : others;
  }
}

function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is forbidden
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forbidden or full: the choice holds for this page.
  }
}

/** Return an element with attributes and a text. */
export function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

const STYLE = `
  :host { all: initial !important; }
  :host([hidden]) { display: none !important; }
  section {
    position: fixed; inset: auto 0 0 0; z-index: 2147483000; box-sizing: border-box; max-height: 40vh; overflow: auto;
    display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; padding: .25rem .75rem;
    background: Canvas; color: CanvasText; color-scheme: light dark; border-top: 1px solid GrayText;
    font: .8125rem/1.5 system-ui, sans-serif;
  }
  [hidden] { display: none !important; }
  .state::before { content: "●"; margin-inline-end: .25em; color: #2e7d32; }
  .state[data-state=failed]::before, .state[data-state=lost]::before { color: #b3261e; }
  .built, .progress { opacity: .8; font-variant-numeric: tabular-nums; }
  .ribbon { padding: 0 .5rem; border-radius: .25rem; background: #b3261e; color: #fff; }
  .problem:empty { display: none; }
  .problem { color: #b3261e; }
  label { display: inline-flex; align-items: center; gap: .25rem; }
  button, input { font: inherit; min-height: 1.75rem; }
  button { padding: 0 .5rem; }
  @media (pointer: coarse) { button, input { min-height: 2.75rem; } }
  @media print { section { display: none; } }
`;
