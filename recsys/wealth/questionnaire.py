"""The ten questions, their score, and how often they may be answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
import yaml
from pydantic import BaseModel, ConfigDict, Field

from recsys.customers.customer import Level, RiskAssessment
from recsys.engine import Engine
from recsys.events.event import Event, new_id
from recsys.events.log import enqueue
from recsys.sql.schema import assessments

PER_DAY, PER_YEAR = 2, 8
TooOften = Literal["day", "year"]


class Option(BaseModel):
    """One answer; ``ceiling`` caps the level by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str
    points: int = Field(ge=0, le=10)
    ceiling: Level | None = None


class Question(BaseModel):
    """One question."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: str
    text: str
    options: tuple[Option, ...]


class Questionnaire(BaseModel):
    """All of it; ``bands`` maps each level to its lowest sum."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: int
    bands: dict[Level, int]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of a complete set of answers."""

    points: int
    level: Level


@cache
def questionnaire() -> Questionnaire:
    """Read and check ``questionnaire.yml``."""
    text = Path(__file__).with_suffix(".yml").read_text("utf-8")
    return Questionnaire.model_validate(yaml.safe_load(text))


def score(answers: list[int]) -> Score:
    """Score answers given as option numbers from 0; raises ValueError unless all ten are valid."""
    form = questionnaire()
    if len(answers) != len(form.questions):
        raise ValueError(f"{len(form.questions)} answers are needed, {len(answers)} given")
    chosen = [_option(question, answer) for question, answer in zip(form.questions, answers, strict=True)]
    points = sum(option.points for option in chosen)
    by_points = max(level for level, lowest in form.bands.items() if points >= lowest)
    ceilings: list[Level] = [option.ceiling for option in chosen if option.ceiling]
    return Score(points, min([by_points, *ceilings]))


def _option(question: Question, answer: int) -> Option:
    if not 0 <= answer < len(question.options):
        raise ValueError(f"question '{question.key}' has no option {answer + 1}")
    return question.options[answer]


def too_often(engine: Engine, customer_id: str, now: datetime) -> TooOften | None:
    """Whether another assessment is refused: two a calendar day, eight in 365 days."""
    midnight = now.astimezone(engine.settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    with engine.read() as connection:
        return _too_often(connection, customer_id, midnight, now)


def _too_often(
    connection: sa.Connection, customer_id: str, midnight: datetime, now: datetime
) -> TooOften | None:
    def since(start: datetime) -> int:
        query = sa.select(sa.func.count()).where(
            assessments.c.customer_id == customer_id, assessments.c.at >= start
        )
        return connection.scalar(query) or 0

    if since(midnight) >= PER_DAY:
        return "day"
    return "year" if since(now - timedelta(days=365)) >= PER_YEAR else None


def complete(
    engine: Engine, customer_id: str, answers: list[int], *, channel: str, now: datetime
) -> RiskAssessment | TooOften:
    """Score, store and publish an assessment; the limits are checked in the same transaction."""
    result = score(answers)
    midnight = now.astimezone(engine.settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    event = Event(
        type="assessment.completed",
        customer_id=customer_id,
        at=now,
        channel=channel,
        actor="customer",
        payload={"level": result.level, "score": result.points, "version": questionnaire().version},
        id=new_id("e"),
    )
    with engine.write() as connection:
        if refused := _too_often(connection, customer_id, midnight, now):
            return refused
        row = {"customer_id": customer_id, "level": result.level, "score": result.points}
        row |= {"answers": answers, "channel": channel, "at": now}
        connection.execute(sa.insert(assessments).values(row))
        enqueue(connection, [event])
    return RiskAssessment(result.level, result.points, now)
