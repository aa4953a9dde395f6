"""The intake as somebody would first write it with pandas: a frame of events, counts instead of tags.

It knows none of the rules and survives no crash, and still is what our rate is compared with.
"""

import os
import time
from pathlib import Path

import pandas as pd

from scripts.ingest.made_up import calls

EVENTS = 2_000


def pandas_per_second(folder: Path, events: int = EVENTS, seed: int = 3) -> float:
    """Events a second: drop those that are known, append, write, count again whom the call concerns."""
    folder.mkdir(parents=True, exist_ok=True)
    log = pd.DataFrame(columns=["id", "customer_id", "type", "intent"])
    counts: dict[str, dict[str, int]] = {}
    waiting = [[event.to_dict() for event in call] for call in calls(events, seed)]
    started = time.perf_counter()
    with (folder / "naive.csv").open("w") as file:
        for call in waiting:
            rows = pd.DataFrame([{**event, "intent": event["payload"].get("intent", "")} for event in call])[
                list(log.columns)
            ]
            new = rows[~rows["id"].isin(log["id"])]
            log = pd.concat([log, new], ignore_index=True)
            new.to_csv(file, header=False, index=False)
            file.flush()
            os.fsync(file.fileno())
            for customer in new["customer_id"].unique():
                own = log[log["customer_id"] == customer]
                counts[customer] = own["intent"].value_counts().to_dict()
    return events / (time.perf_counter() - started)
