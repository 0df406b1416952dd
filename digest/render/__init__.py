"""`Site` → HTML pages and the files of the theme. Start reading in `pages`.

Nothing is imported here: feeds need `story_html` without Jinja, which takes long to import.
"""
