"""Reads the public data sets from folders that are no part of this project. French errors name file and line."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from bot.errors import ConfigurationError

Row = tuple[str, str]


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """Texts with their intents, and what was published on the same test."""

    name: str
    train: list[Row]
    test: list[Row]
    published: tuple[str, ...]


def read_massive(directory: Path) -> Dataset:
    """MASSIVE 1.1, French; trained on its training part alone."""
    return Dataset(
        name="MASSIVE fr-FR",
        train=_read(directory / "fr-FR.train.tsv", text="utt"),
        test=_read(directory / "fr-FR.test.tsv", text="utt"),
        published=(
            "entraînés sur 51 langues ensemble : XLM-R base 86.3 %, mT5 texte à texte 86.9 %, mT5 encodeur 87.2 %",
            "de l'anglais seul, sans français : XLM-R base 80.8 %, mT5 texte à texte 76.9 %, mT5 encodeur 74.1 %",
            "(article MASSIVE, tableaux 7 à 9, lus de seconde main)",
        ),
    )


def read_banking(directory: Path) -> Dataset:
    """BANKING77 in French."""
    return Dataset(
        name="BANKING77 fr",
        train=_read(directory / "train.tsv", text="text_fr"),
        test=_read(directory / "test.tsv", text="text_fr"),
        published=("aucun chiffre sur ce découpage : ne se compare qu'à d'autres mesures de cette commande",),
    )


READERS: dict[str, Callable[[Path], Dataset]] = {"massive": read_massive, "banking77-fr": read_banking}


def _read(path: Path, text: str) -> list[Row]:
    if not path.parent.is_dir():
        raise ConfigurationError(f"dossier introuvable : {path.parent}")
    try:
        header, *lines = path.read_text("utf-8").splitlines() or [""]
    except FileNotFoundError:
        raise ConfigurationError(f"fichier introuvable : {path}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} : illisible, il faut de l'UTF-8.") from None
    columns = header.split("\t")
    missing = [f"« {name} »" for name in ("intent", text) if name not in columns]
    if missing:
        raise ConfigurationError(
            f"{path}, ligne 1 : il manque la colonne {' et '.join(missing)} (tabulations entre elles)."
        )
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ConfigurationError(f"{path}, ligne {number} : {len(cells)} colonnes au lieu de {len(columns)}.")
        row = dict(zip(columns, cells, strict=True))
        rows.append((row[text], row["intent"]))
    if not rows:
        raise ConfigurationError(f"{path} : aucune ligne après les noms de colonnes.")
    return rows
