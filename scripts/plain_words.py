"""Words that no text may hold, and words that a text may only hold when it explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator

FORBIDDEN = {
    "nl": (
        "(je|jij|u|jullie)( (het|dat|er|dan|nu|ook|eerst|echt|zelf))? (moet|moeten|dient|dienen)",
        "(moet|moeten|dient|dienen) (je|jij|u|jullie)",
        "zou(den)? (je |jij |u |jullie )?moeten",
        "(je|jij|u|jullie) (bent|zijn|wordt) (verplicht|genoodzaakt)",
        "(er|men) moet",
    ),
    "fr": (
        "(vous|tu) (ne )?(devez|devrez|devriez|dois|devras|devrais)",
        "(devez|devriez)-vous|(dois|devrais)-tu",
        "on (ne )?(doit|devrait)",
        "il ((ne|vous|te|nous) )*fau(t|dra|drait)",
        "(vous êtes|tu es) (obligée?|tenue?|forcée?)s?",
        "il (vous )?est obligatoire",
    ),
    "en": (
        "you(['’](ll|d|ve))?( \\w+)? (must|should)(n['’]t)?",
        "you(['’](ll|d|ve))?( \\w+)? (have to|got to|need to|ought to|had better)",
        "you['’]d better",
        "you( are|['’]re) (required|obliged|supposed|expected) to",
        "(must|should) you|(one|people) (must|should)",
    ),
    "ar": (
        "(يجب|ينبغي|يتوجب|يتعين|يفترض)",
        "(يلزم|لازم|مضطر|ملزم)\\w*",
        "علي(ك|كم) [أا]ن",
        "(لا ?بد|لابد)",
        "(من )?(الضروري|الواجب) (عليك|عليكم|[أا]ن)",
    ),
}
"""What the bot never says: the resident decides (docs/architecture.md, stance)."""

HARMLESS = (
    "never (have|need) to|not (have|need) to",
    "(لا|ما|لا شيء) (يلزم|ملزم)|(ليس|ما) علي(ك|كم)|(ليس|مش|مو|غير) (لازم|ملزم)|ليس من الضروري|(لست|لستم) (مضطر|ملزم)",
    "(ي?صعب|ي?سهل|ثقيل|كثير) عليك|أكثر من اللازم|ملزم بسر",
)
"""What looks like the forbidden and says the reverse, or something else."""

JARGON = {
    "OCMW|CPAS": "gemeente|commune|municipality|بلدي",
    "CAW": "centrum|centre|center|dienst|service|مركز|مكتب",
    "CGG|SSM": "praten|gesprek|parler|talk|حديث|تتحدث",
    "VAPH|AVIQ|PHARE": "beperking|handicap|disability|إعاقة",
    "VDAB|Forem|Actiris": "job|werk|emploi|travail|work|عمل",
    "RVA|ONEM|HVW|CAPAC": "geld|argent|money|مال",
    "SVK|AIS|sociaal verhuurkantoor|agence immobilière sociale": "huren|huis|louer|maison|rent|home|سكن|بيت",
    "leefloon|revenu d'intégration|integration income|دخل (الاندماج|المعيشة)": "geld|argent|money|مال",
    "groeipakket|kinderbijslag|allocations familiales|child benefit|علاوة الأطفال": "geld|argent|money|مال",
    "mutualiteit|ziekenfonds|mutuelle|mutuality|health insurance fund|تعاضدية": "dokter|médecin|doctor|طبيب",
    "budget(beheer|begeleiding)|gestion (du budget|budgétaire)|budget management|إدارة الميزانية": (
        "geld|argent|money|مال"
    ),
    "(schuld|budget)bemiddeling|médiation de dettes|debt mediation|وساطة الديون": "betalen|payer|pay|دفع|تدفع",
    "bewindvoerder|administrateur de biens|legal administrator|قيم قضائي": "geld|argent|money|مال",
    "beroepsgeheim|secret professionnel|professional secrecy|سر المهنة|السر المهني": (
        "zwijgt|(niets|niet) verder|voor zich|garde pour|répète|keeps|tells no|لا (ينقل|يخبر|يقول)"
    ),
    "versleuteld|chiffrée?s?|cryptée?s?|encrypted|مشفر[ةا]?": "leest|lezen|lit|lire|sous clé|reads?|locked|يقرأ",
}
"""Words of offices and laws, each with words of which one has to stand in the same text: what it is or brings."""

_VOWEL_SIGNS = re.compile("[\u064b-\u0652]")
# And, so, will, with, like, for, the: Arabic writes them as one word with the next.
_START = r"\b[وفسبكل]{0,2}(?:ال)?"


def _either(*patterns: str, end: str = r"\b") -> re.Pattern[str]:
    return re.compile(rf"{_START}(?:{'|'.join(patterns)}){end}", re.IGNORECASE)


_FORBIDDEN = {language: _either(*patterns) for language, patterns in FORBIDDEN.items()}
_HARMLESS = _either(*HARMLESS, end=r"\w*")
_EXPLAINED = {_either(term): _either(words, end="") for term, words in JARGON.items()}


def binds(language: str, text: str) -> bool:
    """Whether a text tells somebody what they must do; that they need not do it is no such thing."""
    return bool(_FORBIDDEN[language].search(_HARMLESS.sub("…", _VOWEL_SIGNS.sub("", text))))


def unexplained(text: str) -> Iterator[str]:
    """The words of offices and laws that a text says without explaining them."""
    bare = _VOWEL_SIGNS.sub("", text)
    for term, explanation in _EXPLAINED.items():
        said = term.search(bare)
        if said and not explanation.search(bare):
            yield said.group()
