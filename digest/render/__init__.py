"""`Site` → HTML pages and the files of the theme. Start reading in `pages`.

Nothing is imported here: feeds want the text of a story (`rows`) without Jinja, which takes long to import.
"""
