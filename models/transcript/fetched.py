"""What a message holds that whoever reads it, or prints it, would fetch from anywhere."""

import re

from lxml import etree, html

ELEMENTS = {"audio", "bgsound", "image", "img", "picture", "source", "track", "video"}
ATTRIBUTES = {
    *("background", "data", "dynsrc", "href", "imagesrcset", "longdesc", "lowsrc", "poster", "src"),
    *("srcset", "style", "xlink:href"),
}
WITHIN_TEXT = {"imagesrcset", "srcset", "style"}
ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'()<>\\]+", re.IGNORECASE)
PICTURE_ITSELF = re.compile(
    r"data:image/(?:gif|jpeg|png|webp);base64,[a-z0-9+/=\s]*", re.IGNORECASE
)


def without_fetched(body):
    """Return HTML with a link, its address as text, for each thing that would be fetched.

    Links themselves stay, and pictures that hold what they show.

    :param str body: HTML
    :rtype: str
    """
    if not body:
        return ""
    root = html.fragment_fromstring(str(body), create_parent="div")
    # From the end: what is in an element is replaced before the element is.
    for element in reversed(list(root.iterdescendants(etree.Element))):
        _replace(element)
    text = html.tostring(root, encoding="unicode")
    return text.removeprefix("<div>").removesuffix("</div>")


def _replace(element):
    if element.tag == "img" and PICTURE_ITSELF.fullmatch(element.get("src", "").strip()):
        kept = {"src": element.get("src"), "alt": element.get("alt", "")}
        element.attrib.clear()
        element.attrib.update(kept)
        return
    addresses = _take_addresses(element)
    alt = element.get("alt")
    if element.tag in ELEMENTS:
        is_in_link = next(element.iterancestors("a"), None) is not None
        links = addresses if is_in_link else map(_make_link, addresses)
        _insert_before(element, [*([alt] if alt else []), *links])
        _drop_tag(element)
    else:
        for address in reversed(addresses):
            link = _make_link(address)
            link.tail, element.text = element.text, None
            element.insert(0, link)


def _take_addresses(element):
    """Take the attributes off an element that are fetched, and return the addresses in them."""
    addresses = []
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES or (name == "href" and element.tag in ("a", "area")):
            continue
        del element.attrib[name]
        if name in WITHIN_TEXT:
            addresses += [address.rstrip(",;") for address in ADDRESS.findall(value)]
        elif ADDRESS.fullmatch(value.strip()):
            addresses.append(value.strip())
    return list(dict.fromkeys(addresses))


def _make_link(address):
    link = etree.Element("a", href=f"https:{address}" if address.startswith("//") else address)
    link.text = link.get("href")
    return link


def _drop_tag(element):
    """As lxml does, which looks for the place of each among all others."""
    _add_text(element, element.text or "")
    for child in list(element):
        element.addprevious(child)
    _add_text(element, element.tail or "")
    element.tail = None
    element.getparent().remove(element)


def _insert_before(element, parts):
    """Insert texts and links before an element, with blanks between them."""
    for part in parts:
        if isinstance(part, str):
            _add_text(element, f"{part} ")
        else:
            part.tail = " "
            element.addprevious(part)


def _add_text(element, text):
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        element.getparent().text = (element.getparent().text or "") + text
