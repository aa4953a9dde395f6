"""Fit and cross-validate the weights of escalation."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from math import log, log1p, sqrt
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from recsys.models.escalation.examples import Example
from recsys.models.table import Numbers
from recsys.service.escalation import level_of, rule_level
from recsys.service.escalation_model import LEVELS, EscalationModel, judge, pieces
from recsys.service.past import Past

FEWEST = 3  # examples that must hold a piece
STRENGTH = 30.0  # inverse of the penalty
FOLDS = 5
SIGNS = ("medium", "high")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores of a way of judging; ``alarms`` is the share of ordinary questions not taken as calm."""

    name: str
    right: float
    recall: float
    precision: float
    auc: float
    alarms: float


def fit_escalation(known: Sequence[Example]) -> EscalationModel:
    """Multinomial logistic regression on pieces (tf-idf), signs of the rules and history."""
    counts = Counter(piece for one in known for piece in pieces(one.text))
    vocabulary = sorted(piece for piece, count in counts.items() if count >= FEWEST)
    rarity = {piece: log((1 + len(known)) / (1 + counts[piece])) + 1 for piece in vocabulary}
    x = sp.hstack([_pieces(known, vocabulary, rarity), sp.csr_matrix(_others(known))]).tocsr()
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(x, [LEVELS.index(one.level) for one in known])
    weights = np.round(fitted.coef_.T, 3).tolist()
    split = len(vocabulary)
    others = [tuple(row) for row in weights[split:]]
    past = [field.name for field in fields(Past)]
    return EscalationModel(
        _version(weights),
        tuple(np.round(fitted.intercept_, 3).tolist()),
        {piece: (round(rarity[piece], 3), tuple(weights[i])) for i, piece in enumerate(vocabulary)},
        dict(zip(past, others, strict=False)),
        dict(zip(SIGNS, others[len(past) :], strict=True)),
    )


def as_json(model: EscalationModel) -> str:
    """The file that `escalation_model` reads."""
    data: dict[str, Any] = {
        "version": model.version,
        "base": model.base,
        "past": model.past,
        "signs": model.signs,
    }
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in data.items()]
    rows = [
        f"  {json.dumps(piece, ensure_ascii=False)}: {json.dumps([row[0], *row[1]])}"
        for piece, row in model.grams.items()
    ]
    return "{\n" + ",\n".join(lines) + ',\n "grams": {\n' + ",\n".join(rows) + "\n }\n}\n"


def cross_validate(known: Sequence[Example], seed: int = 0) -> list[Judgement]:
    """Rules and model on examples that the model did not see; the same text is never on both sides."""
    texts = sorted({one.text for one in known})
    fold = dict(zip(texts, np.random.default_rng(seed).permutation(len(texts)) % FOLDS, strict=True))
    chance = np.zeros((len(known), len(LEVELS)))
    for part in range(FOLDS):
        model = fit_escalation([one for one in known if fold[one.text] != part])
        for i, one in enumerate(known):
            if fold[one.text] == part:
                found = judge(model, one.text, one.past, rule_level([one.text])).chances
                chance[i] = [found[level] for level in LEVELS]
    rules = [rule_level([one.text]) for one in known]
    learned = [level_of(dict(zip(LEVELS, row, strict=True))) for row in chance.tolist()]
    ordered = np.array([LEVELS.index(level) for level in rules], dtype=np.float64)
    return [_judge("rules", known, rules, ordered), _judge("learned", known, learned, chance[:, -1])]


def _judge(name: str, known: Sequence[Example], found: Sequence[str], order: Numbers) -> Judgement:
    pairs = [(one.level, level) for one, level in zip(known, found, strict=True) if one.written]
    high = [level == "high" for wanted, level in pairs if wanted == "high"]
    called = [wanted == "high" for wanted, level in pairs if level == "high"]
    calm = [level != "low" for one, level in zip(known, found, strict=True) if not one.written]
    written = np.array([one.written for one in known])
    truth = np.array([one.level == "high" for one in known])
    return Judgement(
        name,
        float(np.mean([wanted == level for wanted, level in pairs])),
        float(np.mean(high)),
        float(np.mean(called)),
        float(roc_auc_score(truth[written], order[written])),
        float(np.mean(calm)) if calm else 0.0,
    )


def _pieces(known: Sequence[Example], vocabulary: Sequence[str], rarity: dict[str, float]) -> sp.csr_matrix:
    number = {piece: i for i, piece in enumerate(vocabulary)}
    rows, columns, values = [], [], []
    for row, one in enumerate(known):
        found = [piece for piece in pieces(one.text) if piece in number]
        norm = sqrt(sum(rarity[piece] ** 2 for piece in found)) or 1.0
        rows += [row] * len(found)
        columns += [number[piece] for piece in found]
        values += [rarity[piece] / norm for piece in found]
    return sp.csr_matrix((values, (rows, columns)), shape=(len(known), len(vocabulary)))


def _others(known: Sequence[Example]) -> Numbers:
    rows = []
    for one in known:
        rules = rule_level([one.text])
        rows.append(
            [*(log1p(count) for count in astuple(one.past)), *(float(rules == sign) for sign in SIGNS)]
        )
    return np.array(rows)


def _version(weights: object) -> str:
    return hashlib.sha256(json.dumps(weights).encode()).hexdigest()[:12]
