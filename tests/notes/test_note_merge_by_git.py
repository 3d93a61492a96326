"""What ``NoteMerge`` makes of texts drawn at random, beside what git makes of them."""

import contextlib
import itertools
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ...models.notes.merge import NoteMerge
from ..support.common import IS_SLOW

TRIPLES = 2000 if IS_SLOW else 150
GIT_OPTIONS = {"theirs": "--ours", "mine": "--theirs", "both": "--union"}
# Lines that stay between two places. git takes conflicts three lines apart for one.
FAR = ["first", "", "", "last"]
LETTERS = [chr(0x4E00 + n) for n in range(3000)]
# Calls of functions, difflib's included, to merge the texts of `hostile_texts`.
MAX_CALLS = 500_000


def draw(rand, places, sizes=(0, 2), far=()):
    """Return a text and two that grew out of it. No line is there twice, but blank ones.

    :param places: the lines of the text in each place where some may be changed or added
    :param sizes: how many lines come there, at least and at most
    :param far: lines that stay between two places
    """
    share, kinds = rand.choice([0.1, 0.7]), rand.choice([2, 2, 4 if sizes == (1, 1) else 6])
    texts = [], [], []
    for number, old in enumerate(places):
        theirs, mine, both = (
            [f"{who} {number} {n}" for n in range(rand.randint(*sizes))]
            for who in ("theirs", "mine", "both")
        )
        changes = [(theirs, old), (old, mine), (theirs, mine), (both, both)]
        changes += [(both + theirs, both + mine), (theirs + both, mine + both)]
        new = rand.choice(changes[:kinds]) if rand.random() < share else (old, old)
        between = [line and f"{line} {number}" for line in far] if number else []
        for text, lines in zip(texts, (old, *new), strict=True):
            text += [*between, *lines]
    return texts


def spread(base, lines):
    """Return lines that grew out of others, each so far from the next that none has a neighbour.

    Lines that became as many other ones were changed one by one.
    """
    places = [[] for _place in range(2 * len(base) + 1)]
    start, new_start = 0, 0
    for end in [*(n for n, line in enumerate(base) if line in lines), len(base)]:
        new_end = lines.index(base[end]) if end < len(base) else len(lines)
        new = lines[new_start:new_end]
        if len(new) == end - start:
            places[2 * start + 1 : 2 * end : 2] = [[line] for line in new]
        else:
            places[2 * start + (end > start)] = new
        if end < len(base):
            places[2 * end + 1] = [base[end]]
        start, new_start = end + 1, new_end + 1
    return [line for number, place in enumerate(places) for line in (f"mark {number}", *place)]


def draw_repeating(rand):
    """Return such texts of few different lines, blank ones among them."""
    words = ["", *rand.choice(["a", "ab", "abcdef", LETTERS[:150]])]
    base = [rand.choice(words) for _line in range(rand.choice([0, 1, 3, 6, 12, 150]))]
    return base, change(rand, base, [*words, "theirs"]), change(rand, base, [*words, "mine"])


def change(rand, lines, words):
    changed = []
    for line in lines:
        new = rand.choice(words)
        changed += rand.choices([[line], [], [new], [new, line]], [len(lines) + 2, 2, 1, 2])[0]
    return changed + rand.choices([[], [rand.choice(words)]], [3, 1])[0]


def hostile_texts():
    """Yield texts of up to 10,000 characters for which difflib alone would take minutes."""
    yield [""] * 9000, ["x", *[""] * 9000, "y"], ["z", *[""] * 8000, "z"]
    yield ["a"] * 5000, ["b", "a"] * 2500, ["c", *["a", "c"] * 2499]
    yield LETTERS, *([LETTERS[n] + who * (n % 2) for n in range(3000)] for who in "tm")
    yield LETTERS, [LETTERS[n ^ 1] for n in range(3000)], LETTERS[::-1]
    stretches = ["a"] * 96, ["b", "a"] * 48, ["c", *["a", "c"] * 48]
    yield [[line for letter in LETTERS[:50] for line in (letter, *part)] for part in stretches]


@contextlib.contextmanager
def limited_calls():
    """Let no more functions be called than ``MAX_CALLS``: the work, however fast it is done."""
    calls = itertools.count()

    def see(_frame, event, _arg):
        if event in ("call", "c_call") and next(calls) > MAX_CALLS:
            raise AssertionError("It takes too long.")

    sys.setprofile(see)
    try:
        yield
    finally:
        sys.setprofile(None)


def draws():
    return ((seed, random.Random(seed)) for seed in range(TRIPLES))


def merge(*texts):
    return NoteMerge(*map("\n".join, texts))


def find_typed(text):
    """Return the lines of a text that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


def is_part(text, whole):
    """Whether all lines that are not blank are there, in their order."""
    rest = iter(whole.split("\n"))
    return all(line in rest for line in find_typed(text))


@tagged("post_install", "-at_install", "long")
class TestNoteMergeByGit(BaseCase):
    def git(self, base, theirs, mine, *options):
        """Return the text that git makes of three, and whether it is in conflict."""
        if not shutil.which("git"):
            self.skipTest("git is not installed.")
        command = ["git", "merge-file", "--stdout", "--quiet", *options, "theirs", "base", "mine"]
        with tempfile.TemporaryDirectory() as folder:
            for name, lines in (("base", base), ("theirs", theirs), ("mine", mine)):
                Path(folder, name).write_text("".join(f"{line}\n" for line in lines))
            done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        self.assertLess(done.returncode, 128, "git failed.")
        return done.stdout.removesuffix("\n"), bool(done.returncode)

    def git_spread(self, base, *texts):
        """Do so with texts in which no line has a neighbour."""
        text, is_conflict = self.git(*(spread(base, lines) for lines in (base, *texts)))
        lines = [line for line in text.split("\n") if not line.startswith("mark ")]
        return "\n".join(lines), is_conflict

    def assertMerged(self, texts, expected):
        merged = merge(*texts)
        self.assertFalse(merged.conflicts)
        for resolution in GIT_OPTIONS:
            self.assertEqual(merged.resolve(resolution), expected)

    def assertSeen(self, seen, *names):
        for name in names:
            self.assertGreater(seen[name], TRIPLES / 40, f"{name}: {seen}")

    def check_no_line_is_lost(self, *texts):
        both = Counter(merge(*texts).resolve("both").split("\n"))
        base, theirs, mine = map(Counter, texts)
        self.assertLessEqual(set(both), {*theirs, *mine, ""})
        for line, number in (theirs | mine).items():
            if line and line not in base:
                self.assertGreaterEqual(both[line], number, "An added line is lost.")
            elif line and base[line] == 1 and line in theirs and line in mine:
                self.assertTrue(both[line], "A line that both kept is lost.")

    def check_resolutions(self, base, theirs, mine):
        merged, mirrored = merge(base, theirs, mine), merge(base, mine, theirs)
        self.assertEqual(bool(merged.conflicts), bool(mirrored.conflicts))
        both = merged.resolve("both")
        if not merged.conflicts:
            self.assertEqual(find_typed(both), find_typed(mirrored.resolve()))
        for name, other, text in (("theirs", "mine", theirs), ("mine", "theirs", mine)):
            disputed, dropped = (
                "\n".join(conflict[key] for conflict in merged.conflicts) for key in (name, other)
            )
            self.assertTrue(is_part(disputed, "\n".join(text)))
            taken = merged.resolve(name)
            self.assertTrue(is_part(taken, both))
            self.assertCountEqual(find_typed(taken) + find_typed(dropped), find_typed(both))

    def test_changes_far_from_one_another(self):
        seen = Counter()
        for seed, rand in draws():
            places = [rand.choice([[], [f"line {n}"]]) for n in range(rand.choice([1, 3, 6, 40]))]
            texts = draw(rand, places, far=FAR)
            text, is_conflict = self.git(*texts)
            seen[is_conflict] += 1
            with self.subTest(seed=seed):
                merged = merge(*texts)
                self.assertEqual(bool(merged.conflicts), is_conflict)
                for resolution, option in GIT_OPTIONS.items():
                    expected = self.git(*texts, option)[0] if is_conflict else text
                    self.assertEqual(merged.resolve(resolution), expected)
        self.assertSeen(seen, True, False)

    def test_neighbouring_lines(self):
        """What git merges is merged alike; more is only if git does it with lines further apart."""
        seen = Counter()
        for seed, rand in draws():
            lines = [f"line {n}" for n in range(rand.choice([0, 1, 1, 2, 3, 150]))]
            places = [[], *(place for line in lines for place in ([line], []))]
            texts = draw(rand, places, rand.choice([(0, 2), (1, 1), (1, 1)]))
            text, is_conflict = self.git(*texts)
            with self.subTest(seed=seed):
                if not is_conflict:
                    seen["by git"] += 1
                    self.assertMerged(texts, text)
                elif merge(*texts).conflicts:
                    seen["by none"] += 1
                else:
                    seen["by us"] += 1
                    text, is_conflict = self.git_spread(*texts)
                    self.assertFalse(is_conflict)
                    self.assertMerged(texts, text)
        self.assertSeen(seen, "by git", "by none", "by us")

    def test_neighbouring_lines_changed_one_by_one(self):
        seen = Counter()
        for seed, rand in draws():
            texts = draw(rand, [[f"line {n}"] for n in range(rand.choice([1, 2, 4, 8]))], (1, 1))
            text, is_conflict = self.git_spread(*texts)
            seen[is_conflict] += 1
            seen["by us"] += not is_conflict and self.git(*texts)[1]
            with self.subTest(seed=seed):
                self.assertEqual(bool(merge(*texts).conflicts), is_conflict)
                if not is_conflict:
                    self.assertMerged(texts, text)
        self.assertSeen(seen, True, False, "by us")

    def test_lines_added_beside_changed_ones(self):
        """Above or below all lines that the other one changed, into as many."""
        for seed, rand in draws():
            old, added = ([f"{name} {n}" for n in range(rand.randint(1, 3))] for name in "oa")
            changed = [f"changed {line}" for line in old]
            other, order = rand.choice([added + old, old + added]), rand.choice([1, -1])
            above, below = (rand.choice([[], [line]]) for line in ("above", "below"))
            for one in (changed, changed[1:], [*changed, "more"]):
                texts = [above + lines + below for lines in (old, *(one, other)[::order])]
                with self.subTest(seed=seed, lines=one):
                    self.assertTrue(self.git(*texts)[1])
                    if one is changed:
                        self.assertMerged(texts, self.git_spread(*texts)[0])
                    else:
                        self.assertTrue(merge(*texts).conflicts)

    def test_new_lines_on_which_nothing_is_typed_yet(self):
        for seed, rand in draws():
            blank = [rand.choice(["", " "]) for _line in range(rand.randint(1, 2))]
            typed = [f"typed {n}" for n in range(rand.randint(1, 3))]
            order = rand.choice([1, -1])
            with self.subTest(seed=seed):
                texts = [["above", *lines] for lines in ([], *(blank, typed)[::order])]
                self.assertTrue(self.git(*texts)[1])
                self.assertMerged(texts, self.git(*texts, "--union")[0])
                # And in place of a blank line, to which one of them added another.
                texts = [["above", *lines] for lines in ([""], *(["", *blank], typed)[::order])]
                merged = merge(*texts)
                self.assertFalse(merged.conflicts)
                self.assertEqual(find_typed(merged.resolve()), ["above", *typed])

    def test_lines_that_repeat(self):
        """Which of them stayed is not certain; this is, whichever they are."""
        seen = Counter()
        for seed, rand in draws():
            base, theirs, mine = texts = draw_repeating(rand)
            with self.subTest(seed=seed):
                self.assertMerged((base, theirs, base), "\n".join(theirs))
                self.assertMerged((base, base, mine), "\n".join(mine))
                self.assertMerged((base, mine, mine), "\n".join(mine))
                self.check_no_line_is_lost(*texts)
                self.check_resolutions(*texts)
                seen[bool(merge(*texts).conflicts)] += 1
        self.assertSeen(seen, True, False)

    def test_moved_line_of_a_long_text(self):
        lines = [f"line {n}" for n in range(100)]
        base = [line for text in lines for line in (text, "", "")]
        for seed, rand in draws():
            first = rand.randrange(99)
            moved, changed = rand.sample(lines[first : first + 2], 2)
            theirs = [line for line in base if line != moved]
            theirs.insert(theirs.index(rand.choice(lines[:first] + lines[first + 2 :])) + 1, moved)
            mine, both = ([{changed: "new"}.get(line, line) for line in t] for t in (base, theirs))
            with self.subTest(seed=seed):
                self.assertMerged((base, theirs, mine), "\n".join(both))

    def test_many_lines(self):
        for number, (base, theirs, mine) in enumerate(hostile_texts()):
            for texts in ((base, theirs, mine), (theirs, base, mine), (mine, theirs, base)):
                with self.subTest(number=number):
                    with limited_calls():
                        merge(*texts).resolve()
                    self.assertMerged((base, theirs, base), "\n".join(theirs))
                    self.check_no_line_is_lost(*texts)
