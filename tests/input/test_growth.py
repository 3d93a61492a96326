from time import process_time

from odoo.tests import TransactionCase, tagged

from ...models.core.emails import find_email, parse_email
from ...models.core.lines import diff_lines
from ...models.core.text import html_to_text, normalize_text, text_to_html
from ...models.notes.format import revise_html
from ...models.notes.merge import NoteMerge
from ...models.transcript.fetched import without_fetched

# Text twice as long may take twice as long, not four times, of the time of this process alone.
MAX_RATIO = 3
TURNS = 5
ATTEMPTS = 3


def change_every_other(lines):
    return "\n".join(f"{line}, changed" if n % 2 else line for n, line in enumerate(lines))


def lines(count):
    return [f"Line {n}" for n in range(count)]


def diff(count):
    return diff_lines("\n".join(lines(count)), change_every_other(lines(count)))


def revise(count):
    blocks = "".join(f"<ul><li>{line}</li></ul>" for line in lines(count))
    return revise_html(blocks, change_every_other(f"- {line}" for line in lines(count)))


def merge(count):
    text = "\n".join(lines(count))
    return NoteMerge(text, change_every_other(lines(count)), f"{text}\nmore").resolve()


# What is done to a text of some length, and a length for which it takes some milliseconds.
PARSERS = {
    "blanks": (lambda n: html_to_text(f"a{' ' * n}b"), 20_000),
    "blanks and line ends": (lambda n: html_to_text("<p>a</p>" + " \n\t" * n), 20_000),
    "tags": (lambda n: html_to_text("<b>abc</b> " * n), 5_000),
    "line breaks": (lambda n: html_to_text("a<br>" * n), 5_000),
    "lines that are kept": (lambda n: html_to_text(f"<pre>{'a<b>b</b>' * n}</pre>"), 5_000),
    "links": (lambda n: html_to_text("<a href='http://a.b'>x</a>" * n), 3_000),
    "control characters": (lambda n: normalize_text("\x01\r\n\ud800 " * n), 5_000),
    "addresses": (lambda n: text_to_html("http://" * n), 5_000),
    "addresses with ends": (lambda n: text_to_html("http://a.b?.:,.:" * n), 3_000),
    "brackets for an email address": (lambda n: find_email("(" * n + "@" * n), 20_000),
    "email addresses": (lambda n: find_email("a@b.cc, " * n), 1_000),
    "name before an email address": (lambda n: parse_email(f'"{" (" * n} @ <a@b.cc>'), 20_000),
    "images without an end": (lambda n: without_fetched("<img " * n), 20_000),
    "images of others": (
        lambda n: without_fetched('<img src="https://a.bc/d" alt="E">' * n),
        2_000,
    ),
    "lines of which every other one changed": (diff, 1_500),
    "blocks of which every other one changed": (revise, 600),
    "lines that two agents changed": (merge, 1_500),
}


@tagged("post_install", "-at_install")
class TestGrowth(TransactionCase):
    """What reads a text that somebody wrote takes twice as long for one twice as long."""

    def time(self, parse, size):
        start = process_time()
        parse(size)
        return process_time() - start

    def ratio(self, parse, size):
        # By turns, for a busy moment not to be that of one size alone.
        times = [(self.time(parse, size), self.time(parse, 2 * size)) for _turn in range(TURNS)]
        once, twice = map(min, zip(*times, strict=True))
        return twice / once

    def test_of_twice_as_much(self):
        for name, (parse, size) in PARSERS.items():
            with self.subTest(name):
                for _attempt in range(ATTEMPTS):
                    ratio = self.ratio(parse, size)
                    if ratio < MAX_RATIO:
                        break
                self.assertLess(ratio, MAX_RATIO)
