"""Which languages a message can be in, by the script that it is written in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

LATIN, ARABIC = "LATIN", "ARABIC"

LANGUAGES_OF_SCRIPT = {
    LATIN: tuple(
        "nl fr en de es pt it ro pl tr sq so hu cs sk hr bs sl lt lv et fi sv no da vi id tl sw ca ku az".split()
    ),
    ARABIC: ("ar", "fa", "ps", "ur", "ckb"),
    "CYRILLIC": ("uk", "ru", "bg", "sr", "mk", "be"),
    "ETHIOPIC": ("ti", "am"),
    "GREEK": ("el",),
    "HEBREW": ("he",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "DEVANAGARI": ("hi", "ne"),
    "GURMUKHI": ("pa",),
    "BENGALI": ("bn",),
    "TAMIL": ("ta",),
    "THAI": ("th",),
    "CJK": ("zh",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "TIFINAGH": ("zgh",),
}
"""Where nothing else tells, the first is the likeliest here."""

LETTERS_OF = {
    "pl": "ąęłńśźż",
    "tr": "ğı",
    "ro": "ățţ",
    "cs": "ěřů",
    "hu": "őű",
    "uk": "іїєґ",
    "ru": "ыэё",
    "bg": "ъ",
    "mk": "ѓќѕ",
    "be": "ў",
    "sr": "ђћџљњј",
    "ps": "ټډړښګېۍځڅڼ",
    "ckb": "ەڕڵێۆ",
    "ur": "ٹڈےں",
    "ti": "ኣቐቑቒቓቔቕቖኸኹኺኻኼኽኾ",
}
"""Letters that, of the languages written alike, one alone has; enough of them settle it."""

NOT_ARABIC = frozenset("یک")
"""Persian forms of two of the commonest letters: who types them does not type Arabic."""

WORDS_OF = {
    "so": frozenset(
        "waa waxaan waxaa waxay waan ayaa ayay iyo inaan inuu inay baan aan aad uu ayuu yahay tahay ahay karo karaa "
        "rabaa doonayaa caawimaad caawimo guri guriga lacag shaqo carruurta sidee maxaa halkan waxba leh oo ee ka ku "
        "uga kale qof ah kuna lagu".split()
    ),
    "ro": frozenset(
        "buna bună ziua seara salut vreau vrem nevoie ajutor ajutati bani banii chirie chiria copii copil copiii doi "
        "casa locuiesc lucru lucrez munca sunt suntem avem pentru este nimic unde cand imi îmi vă rog multumesc "
        "mulţumesc romana vorbesc inteleg știu stiu sotul sotia foarte singur singura".split()
    ),
    "sq": frozenset(
        "unë jam kam nuk ndihmë ndihme dua duhet shtëpi shtepi fëmijë femije është eshte shkollë shkolle qira burri "
        "gruaja faleminderit mirëdita miredita flas shqip jemi kemi asgjë asgje".split()
    ),
    "hr": frozenset(
        "trebam trebamo treba pomoc pomoć stan kuca kuća novac novca posao nemam imam dijete djeca djecu molim hvala "
        "zdravo dobar smo nisam mogu zivim živim gdje kako nista ništa govorim hrvatski srpski muz".split()
    ),
    "hu": frozenset(
        "jó napot segitseg segítség segitsegre segítségre szuksegem szükségem nincs penz pénz penzem pénzem lakas "
        "lakás munka munkát gyerek gyerekek kérem kerem koszonom köszönöm vagyok tudok hogyan férjem ferjem magyar "
        "magyarul beszelek beszélek lakom nagyon".split()
    ),
    "cs": frozenset(
        "dobry dobrý potrebuji potřebuji pomoc pomoct hledam hledám praci práci byt bydleni bydlení penize peníze "
        "nemam nemám mám deti děti dite dítě prosim prosím dekuji děkuji jsem jsme nevim nevím kde mluvim mluvím "
        "cesky česky manzel manžel najem nájem".split()
    ),
    "ti": frozenset("እየ እዩ እያ ኢዩ ኣሎ አለኒ ናይ ምስ ካብ ናብ ከም ድማ እንታይ ደልየ የብለይን አነ ንስኻ".split()),
    "ps": frozenset("د ته زه زما چې کې دی دي يم هر مې یې".split()),
}
"""Common words of languages that fastText hardly knows."""


def script_of(text: str) -> str | None:
    """The script of most letters; None where there are no letters."""
    scripts = Counter(_script(letter) for letter in text if letter.isalpha())
    return scripts.most_common(1)[0][0] if scripts else None


def told_by_letters(text: str, candidates: Sequence[str]) -> str | None:
    """The one of ``candidates`` whose own letters occur; None where that is none, or more than one as often."""
    counts = {code: sum(text.casefold().count(letter) for letter in LETTERS_OF.get(code, "")) for code in candidates}
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    clear = ranked[0][1] > 0 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return ranked[0][0] if clear else None


def told_by_words(words: Sequence[str], candidates: Sequence[str]) -> str | None:
    """The one of ``candidates`` whose common words are most: two at least, and a third of the words."""
    hits = {code: sum(word in WORDS_OF.get(code, ()) for word in words) for code in candidates}
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] >= 2 and 3 * hits[best] >= len(words) else None


def _script(letter: str) -> str:
    return unicodedata.name(letter, LATIN).split()[0]
