"""Files that other programs for translators read and write, and what they say: rows of work, pairs, terms."""
