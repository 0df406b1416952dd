// A pencil at the sentence of a previewed article that is pointed at, tapped or focused: it leads to the editors' desk,
// and so does the key E. Asked for by the page's script where the preview has a desk.
const DESK = "/__digest/desk/";
const LABELS = { ar: "راجع ترجمة هذه الجملة", en: "Review the translation of this sentence" };
const STYLE = `
  :host { all: initial !important; }
  a {
    position: absolute; z-index: 9; box-sizing: border-box; width: 2.75rem; height: 2.75rem; padding: .375rem;
    translate: -50% -100%; color: CanvasText; color-scheme: light dark; text-decoration: none;
  }
  span {
    display: grid; place-content: center; width: 2rem; height: 2rem; border: 1px solid; border-radius: 50%;
    background: Canvas; font: 1rem/1 system-ui, sans-serif; opacity: .85;
  }
  a:hover span, a:focus-visible span { opacity: 1; outline: 2px solid; outline-offset: 1px; }
`;

const slug = /\/articles\/([^/]+)\//.exec(decodeURIComponent(location.pathname))?.[1];
const host = document.createElement("digest-pencil");
const link = document.createElement("a");

const sentenceOf = (target) => (target instanceof Element ? target.closest("main [data-s]") : null);
const addressOf = (sentence) => DESK + "?" + new URLSearchParams({ slug, sentence: sentence.dataset.s });

function showAt(sentence) {
  const rect = [...sentence.getClientRects()].at(-1);
  if (!rect) return;
  const end = getComputedStyle(sentence).direction === "rtl" ? rect.left : rect.right;
  link.style.left = Math.min(Math.max(end, 22), document.documentElement.clientWidth - 22) + scrollX + "px";
  link.style.top = rect.top + scrollY + 8 + "px";
  link.href = addressOf(sentence);
  link.hidden = false;
}

if (slug) {
  const root = host.attachShadow({ mode: "open" }); // out of reach of the site's styles
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style];
  const sign = document.createElement("span");
  sign.textContent = "✎";
  sign.setAttribute("aria-hidden", "true");
  link.append(sign);
  link.target = "digest-desk"; // one tab for all sentences
  link.hidden = true;
  link.setAttribute("aria-label", LABELS[document.documentElement.lang] ?? LABELS.en);
  root.append(link);
  document.documentElement.append(host);
  for (const kind of ["pointerover", "focusin", "click"]) {
    document.addEventListener(kind, (event) => {
      const sentence = sentenceOf(event.target);
      if (sentence) showAt(sentence);
    });
  }
  document.addEventListener("keydown", (event) => {
    const sentence = sentenceOf(event.target);
    if (!sentence || event.code !== "KeyE" || event.altKey || event.ctrlKey || event.metaKey) return;
    open(addressOf(sentence), "digest-desk");
  });
}
