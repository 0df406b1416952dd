"""The formats in which every feed is published."""

from digest.render.feed_json import JSON
from digest.render.feed_xml import ATOM, RSS

FORMATS = (ATOM, RSS, JSON)
"""The best first: pages announce only that one, or a reader's program would offer each feed several times."""
