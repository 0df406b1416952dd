"""One site a language, told by `SITE_LANG`: Pelican lists articles of its default language only."""

import json
import os
from pathlib import Path

DEFAULT_LANG = os.environ["SITE_LANG"]
OTHER_LANG = {"ar": "en", "en": "ar"}[DEFAULT_LANG]

SITE = "https://news.example"
SITEURL = f"{SITE}/{DEFAULT_LANG}"
SITENAME = {"ar": "أخبار الساحل", "en": "Coast News"}[DEFAULT_LANG]
DESCRIPTION = {
    "ar": "أخبار بالعربية والإنجليزية جنباً إلى جنب.",
    "en": "News in Arabic and English side by side.",
}[DEFAULT_LANG]
TIMEZONE = "UTC"

PATH = "content"
OUTPUT_PATH = f"public/{DEFAULT_LANG}"
CACHE_PATH = f"cache/{DEFAULT_LANG}"
ARTICLE_PATHS = ["articles"]
STATIC_PATHS = ["images"]
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["sentences"]

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
GZIP_CACHE = False

ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
ARTICLE_LANG_URL = "../{lang}/articles/{slug}/"
ARTICLE_LANG_SAVE_AS = ""
CATEGORY_URL = "sections/{slug}/"
CATEGORY_SAVE_AS = "sections/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap", "robots"]
SITEMAP_SAVE_AS = "sitemap.xml"
ROBOTS_SAVE_AS = "robots.txt"

DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_MAX_ITEMS = 30
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = "sections/{slug}/feed.xml"
FEED_DOMAIN = SITEURL
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None

TERMS = json.loads(Path("terms.json").read_text("utf-8"))
DIRECTION = {"ar": "rtl", "en": "ltr"}
NAMES = {"ar": "العربية", "en": "English"}
NEWER, OLDER = {"ar": ("أحدث", "أقدم"), "en": ("Newer", "Older")}[DEFAULT_LANG]
