// Searching the site: what is typed is looked up in the index that the build made (digest/search/), in the browser. A
// result is read from its own page, so that it says what the page says, in the languages of this view.

const place = document.querySelector(".search");
const field = place.querySelector("input");
const results = document.querySelector(".results");
const archive = document.querySelector(".catalogue");
const more = [...document.querySelectorAll(".further button")];
const { digits } = document.body.dataset; // of Arabic, where they are not Latin
const AT_ONCE = 10; // results
const TOGETHER = 12; // volumes that are asked at the same time, the newest first
const SENTENCES = 3; // shown of a story

// ---- Words: the steps of digest/search/words.py, by its tables ----

const WORD = /[\p{L}\p{N}\p{M}_\u200c\u200d'’]+/gu;

/** Return a word without marks and case, with one letter for those that people mix up. */
function fold(word, rules) {
  let plain = [...word.normalize("NFKC")].map((letter) => rules.letters[letter] ?? letter).join("");
  for (const [spelling, instead] of rules.spellings) plain = plain.replaceAll(spelling, instead);
  return plain.normalize("NFKD").toLowerCase().replace(/[\p{Mn}\p{Cf}]/gu, "");
}

/** Return what a word is found by; nothing for one that is in every text. */
function keysOf(word, rules) {
  const folded = fold(word, rules);
  if (rules.common.includes(folded) || (folded.startsWith(rules.and) && rules.common.includes(folded.slice(1)))) return [];
  const bare = folded.replaceAll(rules.silent, "");
  if (!bare) return [];
  if (bare[0] < "\u0620" || bare[0] > "\u06d3") return [withoutEndings(bare, "en", rules)];
  return [...new Set(withoutParticles(bare, rules).map((form) => arabicKey(form, rules)))];
}

function withoutParticles(word, rules) {
  const forms = rules.conjunctions.includes(word[0]) && word.length > rules.least ? [word, word.slice(1)] : [word];
  return forms.flatMap((form) => {
    const bare = withoutArticle(form, rules);
    if (bare) return [bare];
    if (!rules.prepositions.includes(form[0]) || form.length <= rules.least) return [form];
    return [form, withoutArticle(form.slice(1), rules) || form.slice(1)];
  });
}

function withoutArticle(word, rules) {
  const fits = (each) => word.startsWith(each) && word.length > each.length + 1 && !word.endsWith(rules.god);
  const article = rules.articles.find(fits);
  return article ? word.slice(article.length) : "";
}

function arabicKey(word, rules) {
  const stem = withoutEndings(word, "ar", rules);
  return rules.singulars[word in rules.singulars || stem.length <= rules.least ? word : stem] ?? stem;
}

function withoutEndings(word, lang, rules) {
  for (;;) {
    const length = (ending, instead) => word.length - ending.length + instead.length;
    const rule = rules.endings[lang].find(([ending, instead]) => word.endsWith(ending) && length(ending, instead) >= rules.least);
    if (!rule || rule[0] === rule[1]) break;
    word = word.slice(0, word.length - rule[0].length) + rule[1];
  }
  const doubled = lang === "en" && word.length > rules.least && word.at(-1) === word.at(-2) && !"aeiouls".includes(word.at(-1));
  return doubled ? word.slice(0, -1) : word;
}

// ---- The index ----

const loaded = new Map();

/** Return the promise of a file of the index. A file keeps its address as long as it says the same. */
function load(path, version) {
  const address = place.dataset.index + path + (version ? `?v=${version}` : "");
  if (!loaded.has(address)) {
    const answer = fetch(address, version ? {} : { cache: "no-cache" }).then((each) => {
      if (!each.ok) throw new Error(`${each.status} ${address}`);
      return each.json();
    });
    answer.catch(() => loaded.delete(address));
    loaded.set(address, answer);
  }
  return loaded.get(address);
}

function shardOf(key, shards) {
  let number = 0;
  for (const letter of [...key].slice(0, 3)) number = (31 * number + letter.codePointAt(0)) % 65521;
  return number % shards;
}

/** Return the numbers of the sentences of a volume that hold a word, each with how well: the word, or its beginning. */
async function sentencesOf(word, [name, shards, version]) {
  const sentences = new Map();
  for (const key of word.keys) {
    const shard = await load(`${name}/${shardOf(key, shards)}.json`, version);
    const begun = word.open ? Object.keys(shard).filter((each) => each.startsWith(key)) : [];
    for (const each of new Set([key, ...begun])) {
      let number = 0;
      for (const distance of shard[each] ?? []) {
        number += distance;
        sentences.set(number, Math.max(sentences.get(number) ?? 0, each === key ? 1 : 0.5));
      }
    }
  }
  return sentences;
}

/** Return the stories of a volume that hold some of the words: path, the best sentences, how many words, how well. */
async function storiesOf(words, volume) {
  const [name, , version] = volume;
  const found = await Promise.all(words.map((word) => sentencesOf(word, volume)));
  if (!found.some((sentences) => sentences.size)) return [];
  const stories = await load(`${name}/stories.json`, version);
  const scores = new Map();
  for (const sentences of found) {
    for (const [number, score] of sentences) scores.set(number, (scores.get(number) ?? 0) + score);
  }
  const numbers = [...scores.keys()].sort((a, b) => a - b);
  const results = [];
  let [start, next] = [0, 0];
  for (const [path, length] of stories) {
    const own = [];
    for (; numbers[next] < start + length; next++) own.push(numbers[next]);
    if (own.length) {
      const best = own.toSorted((a, b) => scores.get(b) - scores.get(a) || a - b).slice(0, SENTENCES + 1);
      results.push({
        path,
        sentences: best.map((number) => number - start + 1),
        words: found.filter((sentences) => own.some((number) => sentences.has(number))).length,
        score: scores.get(best[0]) + (scores.has(start) ? 1 : 0),
      });
    }
    start += length;
  }
  return results;
}

// ---- The page ----

/** Return a story as a result, from its page, with the words in it marked. */
async function resultOf(story, words, rules) {
  const address = place.dataset.pages + story.path.split("/").map(encodeURIComponent).join("/");
  const answer = await fetch(address);
  if (!answer.ok) return null; // It was taken away since the index was loaded.
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const result = document.querySelector("#result").content.cloneNode(true);
  for (const side of result.querySelectorAll("article")) {
    const lang = side.className;
    const sentenceAt = (number) => {
      const all = [...page.querySelectorAll(`main [data-s="${number}"]`)];
      return all.find((each) => !each.closest(".row > .ar, .row > .en") || each.closest(`.row > .${lang}`));
    };
    const [title, sentence, when] = side.children;
    const headline = sentenceAt(1);
    if (headline) fill(title, headline, address, words, rules);
    else title.remove();
    const numbers = story.sentences.filter((number) => number > 1).slice(0, SENTENCES);
    for (const number of numbers.length ? numbers : [2]) {
      const from = sentenceAt(number);
      if (!from) continue;
      const line = sentence.cloneNode(true);
      fill(line, from, `${address}#s${number}`, words, rules);
      when.before(line);
    }
    sentence.remove();
    const time = page.querySelector(`.byline .${lang} time`);
    if (time) when.append(document.importNode(time, true));
  }
  return result;
}

/** Put a sentence of a page into the link of an element, in its own language. */
function fill(element, sentence, address, words, rules) {
  const link = element.querySelector("a");
  const copy = document.importNode(sentence, true);
  for (const inner of copy.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
  for (const inner of copy.querySelectorAll("sup, [id]")) inner.remove();
  link.href = address;
  link.append(...copy.childNodes);
  [element.lang, element.dir] = [sentence.lang, sentence.dir];
  mark(link, words, rules);
}

/** Mark the words of a text that are those searched for, in whatever form. */
function mark(element, words, rules) {
  const isMeant = (key) => words.some((word) => word.keys.some((each) => key === each || (word.open && key.startsWith(each))));
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (texts.nextNode()) nodes.push(texts.currentNode);
  for (const node of nodes) {
    const parts = [];
    let end = 0;
    for (const { 0: word, index } of node.data.matchAll(WORD)) {
      if (!keysOf(word, rules).some(isMeant)) continue;
      const marked = document.createElement("mark");
      marked.textContent = word;
      parts.push(node.data.slice(end, index), marked);
      end = index + word.length;
    }
    node.replaceWith(...parts, node.data.slice(end));
  }
}

/** Return what gives further stories that hold the words, newest volumes first: those with all words, else with most. */
function findingOf(words, volumes) {
  const left = [...volumes];
  const stories = [];
  return async (from, to) => {
    const withMost = (most) => stories.filter((story) => story.words === most);
    while (left.length && withMost(words.length).length < to) {
      const asked = await Promise.all(left.splice(0, TOGETHER).map((volume) => storiesOf(words, volume)));
      stories.push(...asked.flat().sort((a, b) => b.score - a.score));
    }
    return withMost(Math.max(...stories.map((story) => story.words))).slice(from, to);
  };
}

let latest = 0;

/** Search for a text, and show the first results. */
async function search(text) {
  const turn = ++latest;
  const typed = text.match(WORD) ?? [];
  if (!typed.length) return show("");
  try {
    const { rules, volumes } = await load("index.json");
    const words = typed.map((word, at) => ({ keys: keysOf(word, rules), open: at === typed.length - 1 }));
    const sought = words.filter((word) => word.keys.length);
    const find = findingOf(sought, volumes);
    let count = 0;
    const next = async () => {
      const stories = sought.length ? await find(count, count + AT_ONCE + 1) : [];
      const shown = await Promise.all(stories.slice(0, AT_ONCE).map((story) => resultOf(story, sought, rules)));
      if (turn !== latest) return;
      if (!count) results.replaceChildren();
      results.append(...shown.filter(Boolean));
      count += shown.length;
      const isAll = stories.length <= AT_ONCE;
      show(count ? "found" : sought.length ? "none" : "common", isAll ? `${count}` : `${count}+`, isAll ? null : next);
    };
    await next();
  } catch {
    if (turn === latest) show("broken");
  }
}

/** Show the state of the search: a text, how many results there are, and what shows further ones, if any. */
function show(state, count = "", next = null) {
  for (const line of document.querySelectorAll("[data-state]")) {
    line.dataset.text ??= line.textContent;
    line.textContent = line.dataset.text.replace("{n}", digits && line.closest(".ar") ? count.replace(/\d/g, (each) => digits[each]) : count);
    line.hidden = line.dataset.state !== state;
  }
  for (const button of more) {
    button.hidden = !next;
    button.onclick = next;
  }
  if (state !== "found") results.replaceChildren();
  if (archive) archive.hidden = state === "found";
  delete document.documentElement.dataset.asked;
}

/** Search for what is in the field; the address leads back to it. */
function searchTyped() {
  const address = new URL(location.href);
  address.search = field.value.trim() ? new URLSearchParams({ q: field.value.trim() }) : "";
  if (address.href !== location.href) history.replaceState(history.state, "", address);
  search(field.value);
}

let waiting;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(searchTyped, 200);
});
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  searchTyped();
});
field.value ||= new URLSearchParams(location.search).get("q") ?? "";
if (field.value) search(field.value);
else field.focus();
