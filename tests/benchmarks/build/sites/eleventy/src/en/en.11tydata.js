export default {
  lang: "en",
  tags: "en",
  layout: "article.njk",
  permalink: ({ page }) => `/en/articles/${page.fileSlug}/`,
};
