// Keeps the page as it was served, before any other script has changed it, with the node of the living page that each
// node of the copy stands for. The first of the two scripts that are added to a page when it is served.
(() => {
  "use strict";
  const copy = document.documentElement.cloneNode(true);
  const live = new WeakMap();
  const [copied, living] = [copy, document.documentElement].map((root) => document.createTreeWalker(root));
  do live.set(copied.currentNode, living.currentNode);
  while (copied.nextNode() && living.nextNode());
  window.digestServed = { copy, live, told: { ...document.currentScript.dataset } };
})();
