"""What becomes of a note with lists, bold text or images that an agent changes as plain text."""

from lxml import etree, html
from markupsafe import Markup

from ..core.lines import find_kept, split_lines
from ..core.text import BLOCKS, html_to_lines, html_to_text, text_to_html

# Of which `text_to_html` makes a note.
TEXT_TAGS = ("a", "br", "p")


def revise_html(note, text):
    """Return the HTML of what a note became; of blocks that did not change, as it was.

    :param note: the sanitized HTML of the note before; false for none
    :param str text: the whole note now, as ``normalize_text`` returns it
    :rtype: Markup
    """
    lines = split_lines(text)
    parts, start = [], 0
    for block, place, count in _find_blocks(note, lines):
        parts += [_to_paragraph(lines[start:place]), block]
        start = place + count
    revised = Markup("").join([*parts, _to_paragraph(lines[start:])])
    return revised if parts and html_to_text(revised) == text else text_to_html(text)


def _find_blocks(note, lines):
    """Yield each block of which all lines are still there, its place among them, and how many."""
    blocks = [(block, html_to_lines(block)) for block in _split_blocks(note)]
    old_lines = [line for _block, block_lines in blocks for line in block_lines]
    places = dict(find_kept(old_lines, lines))
    start = 0
    for block, block_lines in blocks:
        count = len(block_lines)
        place = places.get(start)
        if (
            count
            and place is not None
            and all(places.get(start + n) == place + n for n in range(count))
        ):
            yield block, place, count
        start += count


def _split_blocks(note):
    """Return the HTML of each block of a note, of none if there is nothing but its text."""
    if not note:
        return []
    root = html.fragment_fromstring(str(note), create_parent="div")
    has_text_only = len(root) == 1 and all(el.tag in TEXT_TAGS for el in root.iterdescendants())
    has_text_between = (root.text or "").strip() or any(
        child.tag not in BLOCKS or (child.tail or "").strip() for child in root
    )
    if has_text_only or has_text_between:
        return []
    return [
        Markup(etree.tostring(child, encoding="unicode", method="html", with_tail=False))
        for child in root
    ]


def _to_paragraph(lines):
    return text_to_html("\n".join(lines)) or Markup("<p><br></p>") * len(lines)
