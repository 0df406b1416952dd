// What a reader has set: the theme, the size of the text, and how the two languages are shown. It runs before the
// first paint, so that nothing flashes or moves, and again when another tab, or another page before Back, has changed it.
// Each choice is an attribute of the root, as in `data-theme="dark"`; without one, the theme decides by system and width.

const CHOICES = {
  theme: ["light", "dark", "sepia", "contrast"],
  size: ["small", "large", "larger"],
  reading: ["side", "stacked", "reveal", "ar", "en"],
};

/** Return what is chosen of a kind; empty where the default is, or where the browser forbids storage. */
function choice(kind) {
  try {
    const value = localStorage.getItem(`digest.${kind}`);
    return CHOICES[kind].includes(value) ? value : "";
  } catch {
    return document.documentElement.dataset[kind] ?? "";
  }
}

function showChoices() {
  for (const kind of Object.keys(CHOICES)) showChoice(kind, choice(kind));
}

/** Let the browser's own bar follow the paper of a theme that was chosen. */
function colourBar() {
  const { theme } = document.documentElement.dataset;
  const paper = theme ? getComputedStyle(document.documentElement).getPropertyValue("background-color") : "";
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    meta.dataset.own ??= meta.content;
    meta.content = paper || meta.dataset.own;
  }
}

function showChoice(kind, value) {
  if (value) document.documentElement.dataset[kind] = value;
  else delete document.documentElement.dataset[kind];
  if (kind === "theme") colourBar();
}

/** Choose, for this page and the next ones; an empty value is the default. */
function choose(kind, value) {
  showChoice(kind, value);
  try {
    if (value) localStorage.setItem(`digest.${kind}`, value);
    else localStorage.removeItem(`digest.${kind}`);
  } catch {
    // Forbidden or full: the choice holds for this page.
  }
}

// An address with a query shows what is found, and not the archive before.
if (new URLSearchParams(location.search).get("q")) document.documentElement.dataset.asked = "";

showChoices();
addEventListener("storage", showChoices);
addEventListener("pageshow", showChoices);
