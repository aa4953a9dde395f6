"""The models of our own people, measured on the simulated world, where the truth is known."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
from sklearn.metrics import roc_auc_score

from kb.catalogue.catalogue import Catalogue
from recsys.models.channel.compare import compare_channels
from recsys.models.channel.preference import learn_channels
from recsys.models.collaborative.command import lines as collaborative_lines
from recsys.models.collaborative.evaluation import evaluate
from recsys.models.collaborative.interactions import interactions_of
from recsys.models.customers.observe import Observation
from recsys.models.customers.training import simulated, train_aims
from recsys.models.matching.compare import Known, compare_matching
from recsys.models.matching.trial import try_at_random
from recsys.models.model import Model
from recsys.models.train import scores_of
from recsys.simulator.browsing import browse
from recsys.simulator.life import Life

DAY = datetime(2026, 11, 20, 4, tzinfo=UTC)  # fixed: the same figures whenever it is asked
SEED = 101
K = 10


def measure_own(catalogue: Catalogue, size: int) -> Iterator[str]:
    """Lines of a report: what is foreseen, channels, matching, collaborative filtering."""
    lives, seen = simulated(catalogue, size, SEED, DAY)
    cut = size * 4 // 5
    yield f"\nour own people: {cut} simulated half a year ago; held out {size - cut} others a quarter ago"
    models: dict[str, Model] = {}
    yield from _foreseen(lives[cut:], seen, seen[cut:], models)
    channels = learn_channels(seen[:cut])
    if channels is None:
        yield "too few people with long histories to learn channels"
        return
    yield f"\n{'channel':<32} {'best chosen':>11} {'noticed':>8} {'≤10 contacts':>13}"
    for way in compare_channels(lives[cut:], seen[cut:], channels):
        yield f"{way.name:<32} {way.best:11.1%} {way.noticed:8.1%} {way.noticed_few:13.1%}"
    tried = try_at_random(lives[:cut], SEED)
    known = Known(seen[:cut], lives[cut:], seen[cut:], channels, models, tried)
    yield f"\n{'customer, product, channel':<32} {'offers accepted':>15}"
    for match in compare_matching(known):
        yield f"{match.name:<32} {match.rate:15.1%} ± {match.error:.1%}"
    yield "\nviewed products, collaborative filtering"
    yield from collaborative_lines(evaluate(interactions_of(browse(catalogue, lives[cut:], SEED)), K), K)


def _foreseen(
    lives: Sequence[Life], seen: Sequence[Observation], new: Sequence[Observation], models: dict[str, Model]
) -> Iterator[str]:
    """Scores on the people held out; ``possible`` is the AUC of the true chances themselves."""
    titles = f"{'AUC':>7} {'possible':>9} {'logistic':>9} {'calibration error':>18} {'lift':>6} {'rate':>6}"
    yield f"{'':<26} {titles}"
    for aim, model in train_aims(seen):
        if not isinstance(model, Model):
            yield f"{aim.key:<26} not trained: {model}"
            continue
        models[aim.key] = model
        truth = [life.purchase[aim.kind] if aim.kind else life.churn for life in lives]
        happened = np.array([one.outcomes[aim.key] for one in new])
        found, usual = scores_of(model), scores_of(model, "logistic")
        numbers = f"{found.auc:7.3f} {roc_auc_score(happened, truth):9.3f} {usual.auc:9.3f}"
        honest = f"{found.calibration_error:18.3f} {found.lift:6.1f} {happened.mean():6.1%}"
        yield f"{aim.key:<26} {numbers} {honest}"
