"""Texts of many languages in the encodings that files are written in: each is read as it was written, or refused."""

import codecs
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corpus.errors import ArticleError
from corpus.readers.files import parse_article
from tests.torture.outcome import Outcome

HOLDS = "a text is read as it was written, whatever its encoding, or it is refused"
ENCODINGS = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 cp1250 cp1251 cp1252 cp1253 cp1254 cp1257 iso8859-1 iso8859-2 "
    "iso8859-15 mac-roman cp437 cp850 cp866 koi8-r shift_jis euc_jp iso2022_jp gb18030 big5 euc_kr"
).split()
FILES = 20
"""Texts in each."""

SENTENCES = {
    "English": (
        "“We will rebuild the harbour,” the mayor said — “and we’ll do it this year.”",
        "The café on the quay, which hasn’t opened since 2019, was sold for £4 million…",
        "She called it ‘a farce’ and left; the naïve treasurer stayed.",
        "“It’s over,” said Lund. The fire — the third since May — didn’t reach the café…",
        "“No,” said Holm, “that isn’t so.” He paused, then added: “Not yet.”",
        'A résumé of the votes followed: 12–9. "Nobody asked us," said Zoë Brontë.',
        "It cost €40, or 5 §, she said at Björn Müller’s café: “Voilà.”",
    ),
    "German": (
        "„Wir bauen den Hafen wieder auf“, sagte die Bürgermeisterin, „und zwar noch dieses Jahr.“",
        "Größe und Höhe der Schäden sind übel, erklärte Jörg Weiß.",
        "Die Fähre fährt für 5 € – täglich außer sonntags.",
    ),
    "French": (
        "« Nous reconstruirons le port », a déclaré la maire, « dès cette année. »",
        "L’été dernier, où çà et là des bateaux brûlaient, il s’est tu.",
        "Sa sœur, à côté, répétait : “Voilà, c’est fini…”",
    ),
    "Spanish": (
        "«Reconstruiremos el puerto», dijo la alcaldesa: “¿Y por qué no este año?”",
        "El niño vivía aquí, en la ría; el día después se fue.",
        "Según el señor Peña, la canción más bonita está en español.",
    ),
    "Italian": ("«Ricostruiremo il porto», ha detto: “Perché no? È già così.”", "La città più bella è là, laggiù."),
    "Portuguese": ("“Não vamos fechar o porto”, disse João Simões, “a decisão é má.”", "Há três ações à espera."),
    "Polish": (
        "„Odbudujemy port”, powiedziała burmistrz Łęcka, „jeszcze w tym roku”.",
        "Zażółć gęślą jaźń – mówił Świętosław Żak.",
    ),
    "Czech": (
        "„Přístav opravíme,“ řekla starostka Dvořáková. „Ještě letos.“",
        "Příliš žluťoučký kůň pěl ódy.",
    ),
    "Hungarian": ("„A kikötőt újjáépítjük – mondta –, még az idén.”", "Árvíztűrő tükörfúrógép, öt hűtőházból."),
    "Swedish": ("”Vi bygger upp hamnen igen”, sade Åsa Öberg.", "Färjan går på lördag, säger han från bryggan."),
    "Danish": ("»Vi genopbygger havnen«, siger Søren Kjær.", "Ærø har en færge, og på åen sejler både."),
    "Turkish": ("“Limanı yeniden yapacağız,” dedi Gülşen Işık.", "Şehir çok güzel, ığdır da öyle."),
    "Latvian": ("“Mēs atjaunosim ostu,” teica mērs Kārlis Ķēniņš.", "Šogad ūdens ir augsts, žēl gan."),
    "Russian": (
        "«Мы восстановим порт», — сказала мэр, — «уже в этом году».",
        "Паром не пришёл, никто не знает почему.",
    ),
    "Greek": ("«Θα ξαναχτίσουμε το λιμάνι», είπε η δήμαρχος.", "Το πλοίο δεν ήρθε, κανείς δεν ξέρει γιατί."),
    "Japanese": ("「港を再建する」と市長は述べた。", "フェリーは来なかった。理由は誰も知らない。"),
    "Chinese": ("“我们将重建港口,”市长说。", "渡轮没有来,没有人知道原因。"),
    "Taiwanese": ("「我們將重建港口,」市長說。", "渡輪沒有來,沒有人知道原因。"),
    "Korean": ("“우리는 항구를 재건할 것이다,” 시장이 말했다.", "배는 오지 않았고 아무도 이유를 모른다."),
}


class Sample(NamedTuple):
    """A text in an encoding."""

    encoding: str
    language: str
    text: str


def encodings(count: int, _: Path) -> Outcome:
    """So many of the texts, by chance; all where there are fewer."""
    everything = list(samples())
    chosen = random.Random(1).sample(everything, min(count, len(everything)))  # noqa: S311
    figures, broken = Counter[str](), []
    for sample in chosen:
        data = sample.text.encode(sample.encoding)
        for charset in (None, sample.encoding):
            what = "a server names" if charset else "nobody names"
            try:
                read = parse_article("a.txt", data, charset).text
            except ArticleError as error:
                figures[f"refused of those whose encoding {what}"] += 1
                if not error.reason.strip():
                    broken.append(f"{sample}: it has no reason")
                continue
            figures[f"read of those whose encoding {what}"] += 1
            if read.lstrip("\ufeff") != sample.text:
                broken.append(f"{sample} ({what} the encoding) is read as {read[:200]!r}")
    return Outcome(HOLDS, len(chosen), dict(sorted(figures.items())), tuple(broken))


def samples() -> Iterator[Sample]:
    """The texts in each encoding, in the languages that it has the letters of."""
    dice = random.Random(2)  # noqa: S311
    for encoding in ENCODINGS:
        pools = {language: [text for text in texts if _can(encoding, text)] for language, texts in SENTENCES.items()}
        languages = [language for language, texts in pools.items() if texts]
        for number in range(FILES):
            language = languages[number % len(languages)]
            pool = [*pools[language], *(pools["English"] if dice.random() < 0.2 else [])]
            lines = [dice.choice(pool) for _ in range(dice.choice((1, 1, 2, 5, 20, 60)))]
            yield Sample(encoding, language, dice.choice(("\n\n", "\r\n\r\n", " ")).join(lines) + "\n")


def _can(encoding: str, text: str) -> bool:
    try:
        return codecs.decode(text.encode(encoding), encoding) == text
    except UnicodeError:
        return False
