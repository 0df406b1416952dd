// Follows the preview server: reloads the page after a good build, lays the problems of a failed one over it.
// Added to a page when it is served, never when it is built.
(() => {
  "use strict";
  const generation = document.currentScript.dataset.generation;
  let source = null;
  let overlay = null;

  // A browser opens six connections to a server at most, so a hidden tab lets go of its own. The server tells its
  // state to whoever connects: nothing is missed meanwhile.
  function follow() {
    source?.close();
    source = null;
    if (document.visibilityState === "visible") {
      source = new EventSource("/__digest/events");
      source.onmessage = (event) => hear(JSON.parse(event.data));
    }
  }

  function hear(state) {
    if (String(state.generation) !== generation) {
      source.close();
      location.reload(); // the browser keeps the scroll position
    } else {
      show(state.problems);
    }
  }

  function show(problems) {
    overlay?.remove();
    overlay = null;
    if (!problems.length) return;
    overlay = element("digest-problems", { lang: "en", dir: "ltr" });
    const root = overlay.attachShadow({ mode: "open" }); // out of reach of the site's styles
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    const dialog = element("dialog", { "aria-labelledby": "title" });
    const close = element("button", { type: "button" }, "Show the page");
    close.onclick = () => dialog.close();
    dialog.append(
      element("h1", { id: "title" }, "The build failed"),
      element("p", {}, "This is the site as it was before. It is built again as soon as you save."),
      list(problems),
      close,
    );
    root.append(dialog);
    document.documentElement.append(overlay);
    dialog.showModal();
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

  function element(name, attributes, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
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

  document.addEventListener("visibilitychange", follow);
  addEventListener("pageshow", follow); // also when it comes back from the browser's history
  addEventListener("pagehide", () => source?.close());
})();
