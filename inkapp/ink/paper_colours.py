"""The colours of a page in light, which what is printed has as well, as #rrggbb."""

from inkapp.ink.document import Author

INK = {Author.PERSON: "#14213d", Author.MODEL: "#0e4653"}
RULE = "#dbe3ec"
MARGIN_LINE = "#efd3cf"
