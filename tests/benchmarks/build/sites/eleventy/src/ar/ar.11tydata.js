export default {
  lang: "ar",
  tags: "ar",
  layout: "article.njk",
  permalink: ({ page }) => `/ar/articles/${page.fileSlug}/`,
};
