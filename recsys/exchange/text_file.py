"""A CSV file as spreadsheets write it: in the encoding, with the separator and the faults that they have."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

ENCODINGS = ("utf-8-sig", "gb18030")  # Excel on Chinese Windows writes the second
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # and this as "Unicode text"
SEPARATORS = ",;\t，；"
_OTHERS = {
    b"PK\x03\x04": "an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file; let its name end in .parquet",
    b"\x1f\x8b": "a gzip archive",
}


class TableFileError(ValueError):
    """The file cannot be read at all; the message says what to do."""


def csv_rows(path: Path) -> Iterator[list[str]]:
    """The cells of each line, the header first. Raises TableFileError."""
    text = _decoded(path)
    if "\0" in text:
        raise TableFileError(f"{path}: holds what is no text: save it as CSV (UTF-8, comma separated)")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_separator(text))
    try:
        yield from reader
    except csv.Error as error:
        raise TableFileError(f"{path}: line {reader.line_num} cannot be read: {error}") from error


def _decoded(path: Path) -> str:
    body = path.read_bytes()
    for start, what in _OTHERS.items():
        if body.startswith(start):
            raise TableFileError(f"{path}: is {what}, no CSV: save it as CSV (UTF-8, comma separated)")
    for encoding in ("utf-16",) if body.startswith(UTF_16) else ENCODINGS:
        try:
            return body.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise TableFileError(f"{path}: is neither UTF-8 nor GB18030: save it as CSV UTF-8")


def _separator(text: str) -> str:
    """Whatever stands most often in the first line."""
    first = text[: text.find("\n")] if "\n" in text else text
    return max(SEPARATORS, key=first.count)
