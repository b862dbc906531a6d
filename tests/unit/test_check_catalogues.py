"""The check of the catalogues: each rule finds what it is for, and leaves good texts alone."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import c2py
from pathlib import Path

import pytest

from bot.domain.labels import LANGUAGES
from scripts.check_catalogues import problems
from scripts.plain_words import FORBIDDEN, JARGON, binds, unexplained

TWO = "nplurals=2; plural=(n != 1);"
SIX = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
)
RULES = {"nl": TWO, "fr": "nplurals=2; plural=(n > 1);", "ar": SIX, "en": TWO}

Texts = Mapping[str, "str | list[str]"]


def written(key: str, said: str | list[str]) -> str:
    head = f'\n#. When it is said.\nmsgid "{key}"\n'
    if isinstance(said, str):
        return f'{head}msgstr "{said}"\n'
    forms = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(said))
    return f'{head}msgid_plural "{key}"\n{forms}'


def catalogues(
    folder: Path,
    texts: Texts,
    special: Mapping[str, Texts] | None = None,
    domain: str = "bot",
    rules: Mapping[str, str] = RULES,
) -> list[str]:
    """The problems of catalogues that say the same everywhere, save where a language is given texts of its own."""
    for language in LANGUAGES:
        head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Plural-Forms: {rules[language]}\\n"\n'
        file = folder / language / "LC_MESSAGES" / f"{domain}.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            head + "".join(written(*entry) for entry in {**texts, **(special or {}).get(language, {})}.items())
        )
    return list(problems(folder))


def test_good_catalogues_have_no_problem(tmp_path: Path) -> None:
    texts: Texts = {
        "greet": "A {name}.",
        "greet~2": "B {name}.",
        "button.more": "More",
        "phrases.status": "news|any news",
    }
    assert catalogues(tmp_path, texts) == []


def test_a_new_line_that_would_be_shown_as_a_backslash(tmp_path: Path) -> None:
    found = catalogues(tmp_path, {"a": "A\\nB"}, {"fr": {"a": "A\\\\nB"}})
    assert found == ["fr/bot.po: a shows a backslash: a new line is \\n, with one"]


def test_an_entry_that_a_language_lacks(tmp_path: Path) -> None:
    assert catalogues(tmp_path, {"a": "A"}, {"fr": {"b": "B"}}) == [
        f"{name}/bot.po: b is missing" for name in ("nl", "ar", "en")
    ]


def test_a_language_without_the_file(tmp_path: Path) -> None:
    catalogues(tmp_path, {"a": "A"})
    (tmp_path / "ar" / "LC_MESSAGES" / "bot.po").unlink()
    assert list(problems(tmp_path)) == ["ar/bot.po: a is missing"]


def without_comments(folder: Path, *keys: str, domain: str = "bot") -> list[str]:
    """The problems once these keys lack their comments in every language."""
    for file in folder.glob(f"*/LC_MESSAGES/{domain}.po"):
        texts = file.read_text()
        for key in keys:
            texts = texts.replace(f'#. When it is said.\nmsgid "{key}"', f'msgid "{key}"')
        file.write_text(texts)
    return list(problems(folder))


def test_a_text_without_a_comment_for_translators(tmp_path: Path) -> None:
    catalogues(tmp_path, {"a": "A", "a~2": "B", "b": "C"})
    assert without_comments(tmp_path, "a", "a~2") == [
        "en/bot.po: a has no comment for translators: above its msgid write “#. …”, the same in every language"
    ]


@pytest.mark.parametrize(
    ("lacking", "found"),
    [
        (["bot.a.y"], []),
        (["bot.a.x", "bot.a.y"], []),
        (["bot.a"], []),
        (["bot.b"], ["bot.b"]),
        (["bot.a", "bot.a.x", "bot.a.y"], ["bot.a"]),
    ],
)
def test_one_comment_is_enough_for_a_family(tmp_path: Path, lacking: list[str], found: list[str]) -> None:
    catalogues(tmp_path, {"bot.a": "A", "bot.a.x": "X", "bot.a.y": "Y", "bot.b": "B"})
    named = [problem.split()[1] for problem in without_comments(tmp_path, *lacking)]
    assert named == found


def test_a_comment_that_differs(tmp_path: Path) -> None:
    catalogues(tmp_path, {"a": "A", "b": "B"})
    file = tmp_path / "ar" / "LC_MESSAGES" / "bot.po"
    file.write_text(file.read_text().replace("When it is said.", "Otherwise.", 1))
    assert list(problems(tmp_path)) == [
        "ar/bot.po: a has another comment for translators than in en: copy its lines “#. …” from there"
    ]


def test_a_comment_may_be_wrapped_otherwise(tmp_path: Path) -> None:
    catalogues(tmp_path, {"a": "A"})
    file = tmp_path / "ar" / "LC_MESSAGES" / "bot.po"
    file.write_text(file.read_text().replace("#. When it is said.", "#. When it\n#. is said."))
    assert list(problems(tmp_path)) == []


def test_an_entry_that_is_fuzzy(tmp_path: Path) -> None:
    catalogues(tmp_path, {"a": "A"})
    file = tmp_path / "fr" / "LC_MESSAGES" / "bot.po"
    file.write_text(file.read_text().replace('msgid "a"', '#, fuzzy\nmsgid "a"'))
    assert list(problems(tmp_path)) == ["fr/bot.po: a is fuzzy"]


def test_an_entry_that_is_empty(tmp_path: Path) -> None:
    assert catalogues(tmp_path, {"a": "A"}, {"nl": {"a": " "}}) == ["nl/bot.po: a is empty"]


def test_other_placeholders_than_in_english(tmp_path: Path) -> None:
    found = catalogues(tmp_path, {"a": "A {name}"}, {"nl": {"a": "A {naam}"}})
    assert found == ["nl/bot.po: a has other placeholders than a in en: ['naam']"]


def test_other_placeholders_in_a_second_wording(tmp_path: Path) -> None:
    found = catalogues(tmp_path, {"a": "A {name}", "a~2": "B"})
    assert found == [f"{name}/bot.po: a~2 has other placeholders than a in en: []" for name in LANGUAGES]


@pytest.mark.parametrize("text", ["A {name", "A name}", "A {}"])
def test_a_brace_that_would_break_the_text(tmp_path: Path, text: str) -> None:
    assert "nl/bot.po: a has a brace that belongs to no placeholder" in catalogues(tmp_path, {"a": text})


@pytest.mark.parametrize("keys", [("a", "a~3"), ("a", "a~2", "a~4"), ("a~2",), ("a", "a~1"), ("a", "a~two")])
def test_wordings_with_gaps(tmp_path: Path, keys: tuple[str, ...]) -> None:
    found = catalogues(tmp_path, {key: f"Text {key}" for key in keys})
    assert found == [f"{name}/bot.po: a has wordings that are not numbered ~2, ~3 and so on" for name in LANGUAGES]


def test_wordings_that_are_the_same(tmp_path: Path) -> None:
    found = catalogues(tmp_path, {"a": "A word.", "a~2": "Others.", "b": "A word."}, {"fr": {"a~2": "a  word."}})
    assert found == ["fr/bot.po: a has the same wording twice"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Je moet bellen."),
        ("nl", "Dan moet je wachten."),
        ("nl", "Als je dat moet weten."),
        ("nl", "Jullie zouden moeten praten."),
        ("nl", "U dient te betalen."),
        ("nl", "Je bent verplicht om te komen."),
        ("fr", "Vous devez appeler."),
        ("fr", "Vous ne devez pas attendre."),
        ("fr", "Devez-vous partir ?"),
        ("fr", "Il vous faut un papier."),
        ("fr", "Il ne faut pas attendre."),
        ("fr", "Vous êtes obligée de venir."),
        ("en", "You must call."),
        ("en", "You really shouldn’t wait."),
        ("en", "You’ll have to wait."),
        ("en", "You'd better go."),
        ("en", "You are supposed to come."),
        ("ar", "يجب عليك الاتصال."),
        ("ar", "ويجب أن تتصل."),
        ("ar", "ينبغي أن تتصل."),
        ("ar", "يلزمك ورقة."),
        ("ar", "يَلزَم أن تتصل."),
        ("ar", "لازم تتصل."),
        ("ar", "عليك أن تتصل."),
        ("ar", "لا بدّ من الاتصال."),
        ("ar", "أنت مضطر للانتظار."),
        ("ar", "من الضروري أن تتصل."),
    ],
)
def test_nobody_is_told_that_they_must(tmp_path: Path, language: str, text: str) -> None:
    found = catalogues(tmp_path, {"a": "A"}, {language: {"a": text}})
    assert found == [f"{language}/bot.po: a tells somebody what they must do"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Je hoeft niet te bellen. Het hoeft niet erg te zijn."),
        ("nl", "Je weet wat je wil zeggen, maar het moet in het Nederlands."),
        ("nl", "Het is vermoeiend om dat telkens te moeten uitleggen. Je hebt moed."),
        ("fr", "Vous n'êtes pas obligé de répondre. Les fautes ne sont pas graves."),
        ("fr", "Rendez-vous demain, vous avez le droit de dire non."),
        ("en", "You don't have to call, you never need to, and you do not have to wait."),
        ("en", "I would like to understand you better. It does not have to be bad."),
        ("ar", "لا يلزمك شيء. لا شيء يلزمك. ليس عليك أن تتصل."),
        ("ar", "لست مضطراً أن تبقى وحدك. هذا ثقيل عليك وعلى من حولك."),
        ("ar", "أكثر من اللازم. يصعب عليك أن تحكي."),
    ],
)
def test_saying_that_somebody_need_not_is_fine(language: str, text: str) -> None:
    assert not binds(language, text)


def test_every_language_has_its_forbidden_words() -> None:
    assert set(FORBIDDEN) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Je kan een leefloon vragen.", "leefloon"),
        ("Het CAW is open.", "CAW"),
        ("Bel de mutualiteit.", "mutualiteit"),
        ("Appelez le CPAS.", "CPAS"),
        ("La mutuelle est fermée.", "mutuelle"),
        ("Vos mots sont chiffrés.", "chiffrés"),
        ("Someone is there for debt mediation.", "debt mediation"),
        ("كلامك مشفّر.", "مشفر"),
    ],
)
def test_a_word_of_offices_or_laws_is_explained(tmp_path: Path, text: str, word: str) -> None:
    found = catalogues(tmp_path, {"a": "A"}, {"nl": {"a": text}}, "web")
    assert found == [f"nl/web.po: a says {word} without explaining it"]


@pytest.mark.parametrize(
    "text",
    [
        "Leefloon is geld van je gemeente, als je niets anders hebt.",
        "De mutualiteit betaalt een deel van de dokter terug.",
        "L'OCMW (le CPAS) de votre commune aide aussi.",
        "ويساعد أيضاً OCMW في بلديتك.",
        "Geen mens leest mee, en het staat versleuteld bewaard.",
        "Je budget is krap, en dat risico ken je.",
        "Chatten kan op zelfmoord1813.be, of bel Tele-Onthaal.",
    ],
)
def test_explained_words_common_words_and_names_of_helplines_are_fine(text: str) -> None:
    assert list(unexplained(text)) == []


@pytest.mark.parametrize("word", [word for term in JARGON for word in term.split("|") if word.isalpha()])
def test_no_word_explains_itself(word: str) -> None:
    assert list(unexplained(word)) == [word]


@pytest.mark.parametrize(("language", "word"), [("nl", "ja"), ("fr", "l'oui"), ("ar", "نعم"), ("en", "don't")])
def test_a_sentence_has_at_most_twenty_words(tmp_path: Path, language: str, word: str) -> None:
    fits, twenty_one = " ".join([word] * 20), " ".join([word] * 21)
    assert catalogues(tmp_path, {"a": "A"}, {language: {"a": f"{fits} ! {fits}."}}) == []
    found = catalogues(tmp_path, {"a": "A"}, {language: {"a": f"Ok. {twenty_one}."}})
    assert found == [f"{language}/bot.po: a has a sentence of 21 words: {' '.join([word] * 4)} …"]


@pytest.mark.parametrize("end", [". ", " ! ", "؟ ", "… ", "?\\n", "\\n\\n"])
def test_where_a_sentence_ends(tmp_path: Path, end: str) -> None:
    assert catalogues(tmp_path, {"a": end.join(["ja " * 15] * 3)}) == []


def test_only_what_is_said_in_the_talk_is_kept_short(tmp_path: Path) -> None:
    assert catalogues(tmp_path, {"a": "word " * 100}, domain="mail") == []


def test_a_bubble_is_short_apart_from_what_is_filled_in(tmp_path: Path) -> None:
    fits = "Four. " * 49 + "Done {helplines}."
    assert catalogues(tmp_path, {"a": fits}) == []
    assert catalogues(tmp_path, {"a": "A {helplines}"}, {"fr": {"a": fits + " More"}}) == [
        "fr/bot.po: a has 305 characters"
    ]


def test_a_button_is_short_apart_from_what_is_filled_in(tmp_path: Path) -> None:
    assert catalogues(tmp_path, {"button.back": "x" * 27 + " {organization}"}) == []
    found = catalogues(tmp_path, {"telegram.button.no": "No"}, {"ar": {"telegram.button.no": "x" * 29}}, "telegram")
    assert found == ["ar/telegram.po: telegram.button.no has 29 characters on a button"]


@pytest.mark.parametrize("key", ["phrases.status", "ordinal.1", "reach_words.phone", "age_words", "nobody_words"])
def test_lists_of_what_residents_say_are_free(tmp_path: Path, key: str) -> None:
    assert catalogues(tmp_path, {key: "je moet|you must|leefloon|" + "word " * 100}) == []


def test_a_text_with_a_key_like_such_a_list_is_not_free(tmp_path: Path) -> None:
    found = catalogues(tmp_path, {"edit_words": "A"}, {"nl": {"edit_words": "Je moet schrijven."}})
    assert found == ["nl/bot.po: edit_words tells somebody what they must do"]


MINUTES = {"en": ["one minute", "{count} minutes"], "nl": ["één minuut", "{count} minuten"]}
MINUTES["fr"] = ["{count} minute", "{count} minutes"]
MINUTES["ar"] = ["أقل من دقيقة", "دقيقة", "دقيقتان", "{count} دقائق", "{count} دقيقةً", "{count} دقيقة"]


def counted(folder: Path, **others: list[str]) -> list[str]:
    return catalogues(folder, {}, {language: {"wait": said} for language, said in {**MINUTES, **others}.items()})


def test_plural_forms_that_are_all_there(tmp_path: Path) -> None:
    assert counted(tmp_path) == []


@pytest.mark.parametrize("forms", [MINUTES["ar"][:2], [*MINUTES["ar"][:5], ""]])
def test_a_plural_form_that_is_lacking(tmp_path: Path, forms: list[str]) -> None:
    assert "ar/bot.po: wait lacks a plural form" in counted(tmp_path, ar=forms)


def test_plural_forms_keep_the_other_rules(tmp_path: Path) -> None:
    found = counted(tmp_path, nl=["je moet wachten", "{aantal} minuten"])
    assert found == [
        "nl/bot.po: wait has other placeholders than wait in en: ['aantal']",
        "nl/bot.po: wait tells somebody what they must do",
    ]


def test_plural_forms_in_one_language_only(tmp_path: Path) -> None:
    found = catalogues(tmp_path, {"a": "A {count}"}, {"nl": {"a": ["Eén", "{count}"]}})
    assert found == ["nl/bot.po: a has plural forms in one of the two only: here and a in en"]


def test_the_six_forms_of_arabic_all_have_their_turn() -> None:
    assert [c2py(SIX.partition("plural=")[2].rstrip(";"))(number) for number in (0, 1, 2, 3, 11, 100)] == [*range(6)]


# Babel's own header for Arabic has the last two forms the other way round.
SWAPPED = SIX.replace("n%100>=11 && n%100<=99", "n%100>=0 && n%100<=2")


@pytest.mark.parametrize(
    ("rule", "where"), [(SWAPPED, "[11, 12, 13]"), (TWO, "[0, 1, 2]"), (SIX.replace("6", "5", 1), "nplurals")]
)
def test_arabic_has_six_forms_by_the_rule_of_unicode(tmp_path: Path, rule: str, where: str) -> None:
    found = catalogues(tmp_path, {"a": "A"}, rules={**RULES, "ar": rule})
    assert len(found) == 1
    assert found[0].startswith("ar/bot.po: Plural-Forms is not Unicode's rule (zero, one, two, few, many, other)")
    assert found[0].endswith(where)
