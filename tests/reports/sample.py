"""A report made by hand, as long and as awkward as a real one: what the renderers are designed and tested with."""

import math

from borgerpuls.reports.charts.specification import Bar, BarChart, Dot, DotChart, ReferenceLine
from borgerpuls.reports.document import (
    Cell,
    Chart,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Section,
    Table,
    Terms,
)

THEMES = (
    ("Overordnet tilfredshed", 3.32, 3.64),
    ("Mødet med kommunen", 3.41, 3.69),
    ("Mål og aktiviteter", 3.07, 3.41),
    ("Samarbejde", 2.72, 3.02),
    ("Samtalen", 3.53, 3.75),
    ("Progression", 2.65, 2.97),
)
PLACES = (
    "Albertslund", "Allerød", "Assens", "Ballerup", "Billund", "Brøndby", "Dragør", "Egedal", "Esbjerg", "Favrskov",
    "Faxe", "Fredensborg", "Fredericia", "Frederiksberg", "Frederikshavn", "Furesø", "Gentofte", "Gladsaxe",
    "Guldborgsund", "Haderslev", "Hedensted", "Herning", "Hillerød", "Holbæk", "Horsens", "Ikast-Brande", "Kolding",
    "København", "Lolland", "Lyngby-Taarbæk", "Mariagerfjord", "Norddjurs", "Næstved", "Odense", "Randers", "Ringsted",
    "Roskilde", "Silkeborg", "Sønderborg", "Thisted", "Vejle", "Viborg", "Aabenraa", "Aarhus",
)  # fmt: skip
GROUPS = (
    ("Alder", (("Under 30 år", 3.29, 201), ("30–49 år", 3.27, 372), ("50 år og derover", 3.44, 297))),
    ("Køn", (("Kvinder", 3.36, 476), ("Mænd", 3.27, 394))),
    (
        "Varighed",
        (("Under 13 uger", 3.51, 118), ("13–52 uger", 3.35, 341), ("Over et år", 3.22, 408), ("Uoplyst", None, 3)),
    ),
    (
        "Målgruppe",
        (
            ("Jobparate modtagere af kontanthjælp", 3.21, 164),
            ("Aktivitetsparate modtagere af kontanthjælp", 3.49, 149),
            ("Uddannelsesparate modtagere af uddannelseshjælp", 3.31, 83),
            ("Sygedagpengemodtagere", 3.52, 211),
            ("Ressourceforløbsydelse i jobafklaringsforløb", 2.84, 96),
            ("Dagpengemodtagere", 3.38, 167),
        ),
    ),
)
ITEMS = (
    ("Jeg bliver mødt med respekt", (4, 8, 21, 43, 24), 861),
    ("Det er let at komme i kontakt med min sagsbehandler", (11, 19, 27, 29, 14), 842),
    ("Min sagsbehandler kender min situation", (9, 17, 25, 33, 16), 855),
    ("Vi har aftalt et klart mål", (10, 21, 29, 28, 12), 838),
    ("Aktiviteterne giver mening for mig", (14, 20, 29, 26, 11), 829),
    ("Kommunen og mine behandlere arbejder sammen", (19, 25, 28, 19, 9), 516),
    ("Jeg skal ikke fortælle det samme flere gange", (21, 24, 24, 21, 10), 790),
    ("Samtalerne hjælper mig videre", (8, 14, 24, 35, 19), 851),
    ("Jeg er kommet tættere på job eller uddannelse", (22, 24, 27, 18, 9), 822),
)
SCALE = ("Meget uenig", "Uenig", "Hverken/eller", "Enig", "Meget enig")


def number(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def mean(value: float, strong: bool = False) -> Cell:
    return Cell(number(value), value, "mean", strong)


def interval(value: float, half: float) -> str:
    return f"{number(value - half)}–{number(value + half)}"


def count(value: int) -> Cell:
    return Cell(f"{value:,}".replace(",", "."), value, "count")


def dots() -> Chart:
    """All municipalities on the first theme, one's own marked."""
    rows = [(p, 3.32 if p == "København" else 3.64 + 0.25 * math.sin(7 * i), 0.06 + 0.1 * (i % 5) / 4)
            for i, p in enumerate(PLACES)]  # fmt: skip
    rows.sort(key=lambda r: -r[1])
    title = "Overordnet tilfredshed i alle 44 kommuner"
    description = "København ligger lavest med 3,32. Den lodrette streg er gennemsnittet af alle kommuner, 3,64."
    table = Table(
        "dots-table",
        title,
        (Column("Kommune"), Column("Gennemsnit", "right"), Column("95 % sikkerhedsinterval", "right")),
        tuple((Cell(p, strong=p == "København"), mean(v), Cell(interval(v, h))) for p, v, h in rows),
    )
    marks = DotChart(
        rows=tuple(Dot(p, v, v - h, v + h, 870, own=p == "København") for p, v, h in rows),
        kind="mean",
        interval="med 95 %-interval",
        own="København",
        line=ReferenceLine(3.64, "Alle kommuner 3,64"),
        row_height=12.0,
        bold=True,
    )
    return Chart("dots", title, description, marks, table)


def bars() -> Chart:
    title = "Hvad svarede borgerne på hvert spørgsmål?"
    description = "Liggende søjler delt ved midten. Flest er enige i, at de bliver mødt med respekt (67 pct.)."
    table = Table(
        "bars-table",
        title,
        (Column("Spørgsmål"), *(Column(s, "right") for s in SCALE), Column("Svar", "right")),
        tuple(
            (Cell(label), *(Cell(f"{s} pct.", s / 100, "share") for s in shares), count(n))
            for label, shares, n in ITEMS
        ),
    )
    marks = BarChart(
        rows=tuple(Bar(label, tuple(s / sum(shares) for s in shares), 3.3, 3.2, 3.4, n) for label, shares, n in ITEMS),
        categories=SCALE,
        favourable="Positive",
        mean="Gennemsnit",
    )
    return Chart("bars", title, description, marks, table,
                 ("Procent af dem, der svarede på spørgsmålet. Tallet til højre er antal svar.",))  # fmt: skip


def theme_table() -> Table:
    return Table(
        "themes",
        "De seks temaer i København og i alle kommuner",
        (Column("Tema"), Column("København", "right"), Column("95 % interval", "right"), Column("Alle", "right"),
         Column("Forskel", "right"), Column("95 % interval", "right"), Column("Svar", "right")),
        tuple(
            (Cell(name), mean(own, True), Cell(interval(own, 0.08)), mean(all_),
             Cell(number(own - all_), own - all_, "mean", mark="below"), Cell(interval(own - all_, 0.08)),
             count(860 - 7 * i))
            for i, (name, own, all_) in enumerate(THEMES)
        ),
        ("Skala 1–5, hvor 5 er bedst. ↓ betyder, at kommunen ligger lavere end alle kommuner, at forskellen er "
         "statistisk sikker, og at den er mindst 0,1.",),
    )  # fmt: skip


def group_table() -> Table:
    rows: list[tuple[Cell, ...]] = []
    sections: list[tuple[int, str]] = []
    for heading, groups in GROUPS:
        sections.append((len(rows), heading))
        for label, value, n in groups:
            if value is None:
                rows.append((Cell(label), Cell("skjult: færre end 5 svar"), Cell(""), Cell("")))
            else:
                rows.append((Cell(label), mean(value), Cell(interval(value, 3 / math.sqrt(n))), count(n)))
    return Table(
        "groups",
        "Overordnet tilfredshed i grupper af borgere",
        (Column("Gruppe", width=0.5), Column("Gennemsnit", "right"), Column("95 % interval", "right"),
         Column("Svar", "right")),
        tuple(rows), ("Grupper med færre end 5 svar vises ikke.",), tuple(sections),
    )  # fmt: skip


def long_table() -> Table:
    return Table(
        "response",
        "Svarprocent i alle kommuner",
        (Column("Kommune"), Column("Inviterede", "right"), Column("Svar", "right"), Column("Svarprocent", "right")),
        tuple(
            (Cell(p, strong=p == "København"), count(900 + 137 * i % 3000), count(400 + 61 * i % 900),
             Cell(f"{number(30 + 7 * i % 17, 1)} pct.", 0.3 + (7 * i % 17) / 100, "share"))
            for i, p in enumerate(PLACES + PLACES[:20])
        ),
    )  # fmt: skip


def document() -> Document:
    key = KeyFigures(
        tuple(
            KeyFigure(name, number(own), interval(own, 0.08), f"{860 - 7 * i} svar", f"alle kommuner {number(all_)}",
                      "2024-spring/theme/overall/0101")
            for i, (name, own, all_) in enumerate(THEMES)
        )
    )  # fmt: skip
    return Document(
        id="0101",
        language="da",
        title="Borgernes oplevelse af beskæftigelsesindsatsen",
        subtitle="Tværkommunal borgerundersøgelse, foråret 2024",
        place="København",
        wave="Foråret 2024",
        warning="Opdigtede data: ingen borger har givet disse svar.",
        address="2024-spring/0101",
        imprint=(
            ("Indsamlet", "4. marts – 12. april 2024"),
            ("Inviterede", "2.240 borgere"),
            ("Svar", "870 borgere, 38,8 pct."),
            ("Opregnet efter", "alder, køn og målgruppe"),
            ("Sammenlignet med", "gennemsnittet over borgere i 44 kommuner"),
            ("Beregnet med", "Borgerpuls 0.1.0, måling 5c12f5e0"),
        ),
        sections=(
            Section("overview", "Overblik", (
                Paragraph("Godt 5 af 10 borgere i København er samlet set tilfredse med den hjælp, de får. I alle "
                          "kommuner er det godt 6 af 10.", "lead"),
                key,
                Paragraph("København ligger lavere end alle kommuner på alle seks temaer.", "finding"),
                Paragraph("Mest tilfredse er sygemeldte (3,52) og aktivitetsparate (3,49) borgere.", "finding"),
                Paragraph("Mindst tilfredse er borgere i jobafklaringsforløb (2,84; 96 svar).", "finding"),
            ), new_page=False),
            Section("themes", "De seks temaer", (
                Paragraph("Hvert tema er gennemsnittet af tre til fem spørgsmål. Sikkerhedsintervallet viser, hvor "
                          "meget tallet kunne have været anderledes, hvis andre borgere havde svaret."),
                theme_table(),
                bars(),
            )),
            Section("places", "København blandt 44 kommuner", (
                Paragraph("Prikken er kommunens gennemsnit, stregen dens sikkerhedsinterval."), dots())),
            Section("groups", "Grupper af borgere", (
                Paragraph("Tilfredsheden er ikke den samme for alle. Store forskelle mellem små grupper kan skyldes "
                          "tilfældigheder; se på intervallerne."), group_table())),
            Section("who", "Hvem svarede?", (long_table(),)),
            Section("method", "Sådan er tallene lavet", (
                Paragraph("Alle inviterede borgere har samme vægt, til svarene er kendt; derefter vejes hver gruppe "
                          "op, så den fylder det samme blandt svarene som i befolkningen."),
                Terms((("Regelsæt", "standard: forskel på mindst 0,1 og p under 5 pct."),
                       ("Landsgennemsnit", "over borgere, opregnet til alle 44 kommuner"),
                       ("Endelighedskorrektion", "ikke brugt"))),
                Listing(("Et tema har en score, når mindst halvdelen af spørgsmålene er besvaret.",
                         "»Ved ikke« og »ikke relevant« tæller ikke med i gennemsnittet.",
                         "Tal med færre end 5 svar bag sig vises ikke.")),
                Paragraph("Formlerne står i metodenotatet.", "note"),
            )),
        ),
    )  # fmt: skip
