"""Which installed language a visitor would read, by what CLDR knows of languages."""

from babel.core import get_global

SCRIPTS = {"cyrillic": "Cyrl", "latin": "Latn"}  # as in the code sr@latin
NO_KINSHIP = 100


def find_language(tag, codes):
    """Return which of several languages is nearest to the one that a browser asks for.

    The same script comes first, then the same country, then the country from which a language is
    inherited (es_MX from es_419, en_AU from what is common to all but America), then the language's
    own country.

    :param str tag: a language tag (``zh-Hant-HK``) or a code (``pt_BR``)
    :param codes: codes of languages as Odoo has them (``sr@latin``)
    :return: one of the codes; ``None`` if nobody who reads the language would read one of them
    """
    wanted = _get_lineage(tag)
    own_country = _get_lineage(_split(tag)[0])[0]

    def get_distance(code):
        lineage = _get_lineage(code)
        common = next((name for name in wanted if name in lineage), None)
        steps = (
            (wanted.index(common), lineage.index(common)) if common else (NO_KINSHIP, NO_KINSHIP)
        )
        return *steps, lineage[0] != own_country, code

    languages = {name.split("_")[0] for name in wanted}
    kin = [c for c in codes if languages & {name.split("_")[0] for name in _get_lineage(c)}]
    return min(kin, key=get_distance, default=None)


def _split(tag):
    """Return the language, the script and the territory of a tag; empty where it does not say."""
    tag, _at, modifier = tag.replace("-", "_").partition("@")
    language, *others = tag.split("_")
    language = language.lower()
    language = get_global("language_aliases").get(language, language).split("_")[0]
    script = next((part.title() for part in others if len(part) == 4 and part.isalpha()), "")
    territory = next(
        (part.upper() for part in others if len(part) == 2 or (len(part) == 3 and part.isdigit())),
        "",
    )
    return language, script or SCRIPTS.get(modifier.lower(), modifier.title()), territory


def _complete(language, script="", territory=""):
    """Return them with what is likely where something is missing."""
    likely = get_global("likely_subtags")
    for parts in (
        (language, script, territory),
        (language, territory),
        (language, script),
        (language,),
    ):
        if found := likely.get("_".join(filter(None, parts))):
            found = _split(found)
            return language, script or found[1], territory or found[2]
    return language, script, territory


def _get_lineage(tag):
    """Return the names, in CLDR, of a language in its country and of what it inherits from."""
    language, script, territory = _complete(*_split(tag))
    usual_script = _complete(language)[1]
    name = language if script == usual_script else f"{language}_{script}"
    lineage = [f"{name}_{territory}" if territory else name]
    parents = get_global("parent_exceptions")
    while parent := parents.get(lineage[-1], lineage[-1].rpartition("_")[0]):
        if parent == "root":
            break
        lineage.append(parent)
    return lineage
