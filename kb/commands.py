"""What each command of ``python -m kb`` does."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from kb.catalogue.load import load_catalogue
from kb.embedding.encoder import PACKAGED
from kb.index.document import DocumentError
from kb.index.judge import judge_path, load_judge
from kb.index.score import Calibration, CalibrationError, load_calibration
from kb.index.store import NoIndexError
from kb.search import Hit, Searcher

FAULTS = (DocumentError, CalibrationError, NoIndexError, OSError, ValueError)


def check(options: Namespace) -> int:
    """Prints the size of a sound catalogue; CatalogueError lists the faults of another."""
    catalogue = load_catalogue(options.data)
    texts = f"{len(catalogue.faq)} answers, {len(catalogue.scripts)} scripts"
    print(f"catalogue {catalogue.version}: {len(catalogue.items)} products, {texts}; no problems")
    return 0


def build(options: Namespace) -> int:
    """Builds from a document file or from the catalogue, and prints the version."""
    from kb.embedding.encoder import open_encoder
    from kb.embedding.engine import build_engine
    from kb.index.build import build_index
    from kb.index.document import read_documents
    from kb.index.publish import domain_words, publish_catalogue

    encoder = open_encoder(options.model, build_engine(options.out))
    calibration = _calibration(encoder.name, options.out)
    if options.docs:
        documents = read_documents(options.docs)
        version = build_index(documents, options.out, encoder, domain_words(), calibration, progress=True)
    else:
        catalogue = load_catalogue(options.data)
        judge = load_judge(judge_path(encoder.name))
        version = publish_catalogue(catalogue, options.out, encoder, calibration, progress=True, judge=judge)
    print(f"index {version} in {options.out}")
    return 0


def _calibration(model: str, out: Path) -> Calibration:
    """The parameters of the model; those of the packaged one, with a word of warning, if it has none yet."""
    try:
        return load_calibration(model)
    except CalibrationError as error:
        hint = f"run python -m kb calibrate --index {out}, then build again"
        print(f"kb build: {error}; scores are only rough until you {hint}", file=sys.stderr)
        return load_calibration(PACKAGED)


def search(options: Namespace) -> int:
    """Answers one question, or each of a file, as JSON Lines."""
    if options.k < 1:
        raise ValueError(f"--k {options.k}: ask for 1 hit or more")
    searcher = Searcher(options.index)
    unknown = sorted({*(options.kinds or ())} - searcher.kinds)
    if unknown:
        raise ValueError(f"there is no kind {unknown[0]!r}; there are: {', '.join(sorted(searcher.kinds))}")
    asked = list(_queries(options.queries)) if options.queries else [("", options.query)]
    with ExitStack() as stack:
        out = stack.enter_context(options.out.open("w", encoding="utf-8")) if options.out else sys.stdout
        for identifier, query in tqdm(asked, unit="query", disable=not (options.out and len(asked) > 1)):
            hits = searcher.search(query, options.k, options.kinds)
            answered = bool(hits) and hits[0].score >= searcher.threshold
            line = {
                "id": identifier,
                "query": query,
                "answered": answered,
                "hits": [_shown(hit) for hit in hits],
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def _shown(hit: Hit) -> dict[str, object]:
    """A hit as the interface of the search gives it."""
    return {name: value for name, value in asdict(hit).items() if name != "meta"}


def calibrate(options: Namespace) -> int:
    """Fits the scores, writes the parameters and prints how ways to rank compare."""
    from kb.embedding.encoder import open_encoder
    from kb.index.calibrate import compare, fit
    from kb.index.cases import cases, read_questions
    from kb.index.score import calibration_path
    from kb.index.snapshot import Snapshot
    from kb.index.store import current, version_folder
    from kb.index.trial import fit_judge, tried

    questions = read_questions(options.questions)
    snapshot = Snapshot(version_folder(options.index, current(options.index)))
    model = snapshot.manifest.model
    encoder = open_encoder(model)
    measured = cases(snapshot, encoder, questions)
    snapshot.calibration = calibration = fit(model, measured, f"{len(questions)} questions")
    calibration.save(options.out or calibration_path(model))
    judge = fit_judge(model, tried(options.index, snapshot, encoder, questions), questions)
    path = options.out.with_name(f"{options.out.stem}_judge.json") if options.out else judge_path(model)
    path.write_text(judge.text(), encoding="utf-8")
    print("ranked by            first   in five   mean reciprocal rank   decided")
    for name, quality in compare(model, measured, calibration.threshold).items():
        decided = "" if quality.decided is None else f"{quality.decided:.3f}"
        shares = f"{quality.first:.3f}   {quality.in_five:.3f}     {quality.reciprocal_rank:.3f}"
        print(f"{name:<20} {shares}                  {decided}")
    return 0


def _queries(path: Path) -> Iterator[tuple[str, str]]:
    """Identifier and text of each line; a plain line is identified by its number."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if text.startswith("{"):
            raw = json.loads(text)
            yield str(raw.get("id", number)), str(raw.get("query", raw.get("text", "")))
        elif text:
            yield str(number), text


RUN: Mapping[str, Callable[[Namespace], int]] = {
    "check": check,
    "build": build,
    "search": search,
    "calibrate": calibrate,
}
