"""A note as agents type it, plain text, and as Odoo keeps it, HTML."""

import re

from lxml import etree, html
from markupsafe import Markup, escape

from odoo.tools.mail import TEXT_URL_REGEX, create_link

from .clean import storable

BLOCKS = {
    *("address", "article", "blockquote", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"),
}
BULLET = "- "
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85]")
# In HTML a line end is a space. What is typed as several spaces stays: `text_to_html` keeps them.
# Of many blanks it looks at the first one only, or it would take the square of their number.
SOURCE_LINE_END = re.compile(r"(?<![ \t])[ \t]*[\r\n]+\s*")
URL = re.compile(TEXT_URL_REGEX)
# As much of a note as its first line is looked for in, and as much of that as is shown.
NOTE_BEGINNING_LENGTH = 2_000
NOTE_LINE_MAX_LENGTH = 200
PLAIN_FIRST_LINE = re.compile(r"<p>([^<>&\s][^<>&\r\n]*)<(?:/p|br/?)>")


def normalize_text(text):
    """Return a text with one kind of line ends, without what is no text.

    A text of white space alone is none.
    """
    text = storable(LINE_ENDS.sub("\n", text))
    return text if text.strip() else ""


def text_to_html(text):
    """Return the HTML that shows a text, with links that can be clicked.

    ``html_to_text`` makes of it that very text.

    :param str text: as ``normalize_text`` returns it
    :rtype: Markup
    """
    if not text:
        return Markup("")
    return Markup("<p>%s</p>") % Markup("<br>").join(map(_line_to_html, text.split("\n")))


def _line_to_html(line):
    parts, end = [], 0
    for match in URL.finditer(line):
        url = escape(match[0].rstrip(".,:"))
        parts += [escape(line[end : match.start()]), Markup(create_link(url, url))]
        end = match.start() + len(match[0].rstrip(".,:"))
    return Markup("").join([*parts, escape(line[end:])])


def html_to_text(note, with_addresses=True):
    """Return what a note, or a message, says, line by line, blank lines included.

    :param note: sanitized HTML, of ``text_to_html`` or of whoever else wrote it; false for none
    :param bool with_addresses: whether the address follows the text of a link that is another one
    :rtype: str
    """
    return "\n".join(html_to_lines(note, with_addresses))


def html_to_lines(note, with_addresses=True):
    """Return what ``html_to_text`` does, as a list of lines."""
    if not note:
        return []
    text = _Text(with_addresses)
    for event, element in etree.iterwalk(
        html.fragment_fromstring(str(note), create_parent="div"), events=("start", "end", "comment")
    ):
        if event == "start":
            text.start(element)
        elif event == "end":
            text.end(element)
        text.add((element.text if event == "start" else element.tail) or "")
    return text.lines


def get_note_line(note):
    """Return the first line of a note as plain text, empty where there is none.

    :param note: sanitized HTML, false for none
    :rtype: str
    """
    note = str(note or "")[:NOTE_BEGINNING_LENGTH]
    if match := PLAIN_FIRST_LINE.match(note):  # as most are, without reading all of it
        return match[1].strip()[:NOTE_LINE_MAX_LENGTH]
    lines = html_to_lines(note, with_addresses=False)
    return next((line.strip() for line in lines if line.strip()), "")[:NOTE_LINE_MAX_LENGTH]


class _Text:
    """The text of HTML elements as they follow one another."""

    def __init__(self, with_addresses):
        self.with_addresses = with_addresses
        self.lines = []
        self.line = None  # the parts of the line that is being written
        self.is_after_first_break = False  # so far its block holds a line break, nothing else
        self.pre_depth = 0

    def start(self, element):
        if element.tag in BLOCKS and self.line != [BULLET]:
            self.close_line()
        if element.tag == "li":
            self.line = [BULLET]
        elif element.tag == "br":
            self.is_after_first_break = self.line is None
            self.break_line()
        elif element.tag in ("td", "th") and self.line:
            self.line.append(" ")
        self.pre_depth += element.tag == "pre"

    def end(self, element):
        self.pre_depth -= element.tag == "pre"
        if element.tag in BLOCKS:
            self.close_line()
        elif element.tag == "a" and self.with_addresses:
            self.add_address(element)
        elif element.tag == "img":
            self.add_image(element)

    def add(self, text):
        if self.pre_depth:
            *lines, text = text.split("\n")
            for line in lines:
                self.break_line(line)
        else:
            text = SOURCE_LINE_END.sub(" ", text)
            if self.line is None and not text.strip():
                return
        if text:
            self.line = self.line or []
            self.line.append(text)
            self.is_after_first_break = False

    def add_address(self, link):
        href = link.get("href") or ""
        if href.startswith("http") and "".join(link.itertext()) != href:
            self.add(f" ({href})")

    def add_image(self, image):
        alt, src = image.get("alt") or "", image.get("src") or ""
        self.add(alt)
        if self.with_addresses and src and not src.startswith("data:"):
            self.add(f" ({src})" if alt else src)

    def break_line(self, end=""):
        self.lines.append("".join(self.line or ()) + end)
        self.line = []

    def close_line(self):
        # A paragraph of a line break alone is one blank line.
        if self.line is not None and not self.is_after_first_break:
            self.break_line()
        self.line = None
        self.is_after_first_break = False
