"""Names of months, weekdays and seasons in English, German, French and Spanish."""

from __future__ import annotations

from indexer.analysis import fold

MONTH_NAMES = tuple(
    tuple(line.split())
    for line in """
    january januar janvier enero
    february februar février febrero
    march märz mars marzo
    april avril abril
    may mai mayo
    june juni juin junio
    july juli juillet julio
    august août agosto
    september septembre septiembre
    october oktober octobre octubre
    november novembre noviembre
    december dezember décembre diciembre
    """.strip().split("\n")
)
"""The full names of each month, January first, the English one first."""

_MONTH_VARIANTS = tuple(
    tuple(line.split())
    for line in """
    jan jänner janv ene
    feb févr fév
    mar mrz
    apr avr abr
    -
    jun
    jul juil
    aug aou ago
    sept sep setiembre
    oct okt
    nov
    dec dez déc dic
    """.strip().split("\n")
)
"""Abbreviations and regional names of each month; ``-`` for none."""

MONTH_SPELLINGS = tuple(
    (name, number)
    for number, names in enumerate(zip(MONTH_NAMES, _MONTH_VARIANTS, strict=True), 1)
    for name in (*names[0], *names[1])
    if name != "-"
)
"""Every spelling of a month with its number, January 1."""

MONTHS = {fold(name): number for name, number in MONTH_SPELLINGS}
"""The number of a month by its folded name, full or abbreviated, without a full stop."""

ENGLISH_MONTHS = tuple(names[0][:3] for names in MONTH_NAMES)
"""The first three letters of the English months, as addresses have them."""

WEEKDAY_NAMES = frozenset(
    """mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo""".split()
)

WEEKDAYS = {
    letters: number
    for number, alternatives in enumerate(
        "mon|mo|lun|lu tue|di|mar|ma wed|mi|mer|me|mié thu|do|jeu|je|jue fri|fr|ven|ve|vie"
        " sat|sa|sam|sáb sun|so|dim|dom".split()
    )
    for letters in alternatives.split("|")
}
"""The number of a weekday, Monday 0, by its first two or three letters."""

SEASONS = (
    "spring|summer|autumn|fall|winter|easter|christmas|frühjahr|frühling|sommer|herbst"
    "|printemps|été|automne|hiver|primavera|verano|otoño|invierno"
)
"""Seasons and feasts that date an issue, as alternatives of an expression."""

YEAR = r"(?:1[89]\d\d|20\d\d)"
"""An expression for the years of documents and of what they tell: 1800 to 2099."""
