// Runs before the first paint, so that a reader's choice of light or dark never flashes.
try {
  const mode = localStorage.getItem("digest.mode");
  if (mode === "light" || mode === "dark") document.documentElement.dataset.mode = mode;
} catch {
  // Storage may be forbidden; the system's choice then holds.
}
