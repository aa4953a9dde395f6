"""``python -m scripts.soak [MINUTES]``: does any part hold more memory the longer people talk?

The whole system answers eight customers at once; each part's memory late in the run is compared with early.
Redis is not judged: what it holds are the conversations.
"""

import sys
import threading

import aiohttp

from scripts.environments import ROOT
from scripts.load import run_load
from scripts.memory import GROWS, growth, resident
from scripts.ports import PortBusy, free_ports
from scripts.processes import PartFailed
from scripts.system import System, start_system
from scripts.traffic import endless, sentences, speaker

CUSTOMERS = 8
PEOPLE = 200
MINUTES = 5.0
SAMPLES = 60


def main(minutes: float) -> int:
    """Print each part's memory; 1 if one grows."""
    try:
        system = start_system(ROOT / "var" / "bench" / "soak", free_ports(), population=PEOPLE)
    except (PartFailed, PortBusy) as error:
        print(f"soak: {error}", file=sys.stderr)
        return 1
    try:
        turns, samples = talk(system, minutes * 60)
    finally:
        system.stop()
    ratios = {name: growth([sample[name] for sample in samples]) for name in samples[0] if name != "redis"}
    print(f"{turns:,} turns of {CUSTOMERS} customers at once; memory, late ÷ early (bar {GROWS:.2f})")
    for name, ratio in ratios.items():
        print(f"  {name:8} {samples[-1][name]:6.0f} MB  {ratio:.3f}{'  MISSED' if ratio > GROWS else ''}")
    return int(any(ratio > GROWS for ratio in ratios.values()))


def talk(system: System, seconds: float) -> tuple[int, list[dict[str, float]]]:
    """Turns, and the memory of every part at even distances of time."""
    speak, said = speaker(system), endless(sentences())
    samples: list[dict[str, float]] = []
    over = threading.Event()

    async def turn(client: aiohttp.ClientSession, customer: int, _count: int) -> bool:
        return await speak(client, customer, next(said))

    def watch() -> None:
        while not over.wait(seconds / SAMPLES):
            samples.append(resident(system.supervisor.groups))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        load = run_load(turn, CUSTOMERS, seconds)
    finally:
        over.set()
        watcher.join()
    return len(load.times), samples


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))
