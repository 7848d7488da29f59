"""The fixed words around a report's content: page numbers, links, names of sheets. Content brings its own words."""

from borgerpuls.text import Text

PAGE = Text(da="Side {page} af {pages}", en="Page {page} of {pages}")
ABOVE = Text(da="højere", en="higher")
BELOW = Text(da="lavere", en="lower")
