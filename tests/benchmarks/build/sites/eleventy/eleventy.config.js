import { readFileSync } from "node:fs";
import pluginRss from "@11ty/eleventy-plugin-rss";

const LANGS = ["ar", "en"];
const PAGE_SIZE = 20;
const FEED_SIZE = 30;

const terms = JSON.parse(readFileSync("src/_data/terms.json", "utf-8"));
const longDates = Object.fromEntries(
  LANGS.map((lang) => [
    lang,
    new Intl.DateTimeFormat(lang === "ar" ? "ar-u-nu-latn" : "en", { dateStyle: "long", timeZone: "UTC" }),
  ]),
);

function group(items, keysOf) {
  const groups = new Map();
  for (const item of items) {
    for (const key of keysOf(item)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
  }
  return groups;
}

function* lists(lang, items) {
  yield { lang, kind: "home", path: `/${lang}/`, items };
  for (const [slug, found] of group(items, (item) => [item.data.section])) {
    yield { lang, kind: "sections", path: `/${lang}/sections/${slug}/`, title: terms[slug][lang], items: found };
  }
  for (const [slug, found] of group(items, (item) => item.data.topics)) {
    yield { lang, kind: "tags", path: `/${lang}/tags/${slug}/`, title: terms[slug][lang], items: found };
  }
}

function* paginate(list) {
  const count = Math.ceil(list.items.length / PAGE_SIZE);
  const path = (number) => (number === 1 ? list.path : `${list.path}page/${number}/`);
  for (let number = 1; number <= count; number++) {
    yield {
      ...list,
      url: path(number),
      number,
      count,
      newer: number > 1 ? path(number - 1) : "",
      older: number < count ? path(number + 1) : "",
      items: list.items.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE),
    };
  }
}

export default function (eleventyConfig) {
  eleventyConfig.addPlugin(pluginRss);
  eleventyConfig.addPassthroughCopy({ "src/images": "images", "src/style.css": "style.css" });
  eleventyConfig.addFilter("longDate", (date, lang) => longDates[lang].format(date));
  eleventyConfig.addFilter("iso", (date) => date.toISOString());

  const newestFirst = (api, lang) => api.getFilteredByTag(lang).sort((a, b) => b.date - a.date);
  const allLists = (api) => LANGS.flatMap((lang) => [...lists(lang, newestFirst(api, lang))]);

  // What an article's page needs of others, by address: its translation, and the articles before and after it.
  eleventyConfig.addCollection("around", (api) => {
    const around = {};
    const sides = LANGS.map((lang) => newestFirst(api, lang));
    sides.forEach((items, side) => {
      const facing = new Map(sides[1 - side].map((item) => [item.page.fileSlug, item]));
      items.forEach((item, place) => {
        around[item.page.inputPath] = {
          facing: facing.get(item.page.fileSlug),
          newer: items[place - 1],
          older: items[place + 1],
        };
      });
    });
    return around;
  });
  eleventyConfig.addCollection("pages", (api) => allLists(api).flatMap((list) => [...paginate(list)]));
  eleventyConfig.addCollection("feeds", (api) =>
    allLists(api)
      .filter((list) => list.kind !== "tags")
      .map((list) => ({ ...list, items: list.items.slice(0, FEED_SIZE) })),
  );

  return {
    dir: { input: "src", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
