"""Each way of telling intents apart, trained and scored on our sentences and on xSID; prints a table.

    .tools/uv/bin/uv run --locked --group bench python -m bench.nlu [--without-diet]

Each way and set runs in a process of its own, so that its memory can be told. Results: bench/nlu/README.md.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time

from sklearn.metrics import f1_score

from bench.nlu.sets import SETS
from bench.nlu.ways import SLOW, WAYS, settings_for

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")


def main() -> None:
    """Print a row for each way and set, as they come."""
    print("| way | set | accuracy | macro F1 | training s | ms a message | memory MB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for way in WAYS:
        for name in SETS:
            skipped = name == "all" and way in SLOW
            if skipped or ("--without-diet" in sys.argv and "DIET" in way):
                continue
            command = [sys.executable, "-m", "bench.nlu", "--one", way, name]
            done = subprocess.run(command, capture_output=True, encoding="utf-8")
            if done.returncode:
                sys.exit(f"Stopped: {way} on {name} failed.\n{done.stderr[-2000:]}")
            row = json.loads(done.stdout.splitlines()[-1])
            print(
                f"| {way} | {name} | {row['accuracy']:.3f} | {row['f1']:.3f} | {row['training']:.0f} "
                f"| {row['ms']:.1f} | {row['memory']:.0f} |",
                flush=True,
            )


def measure(way: str, name: str) -> dict[str, float]:
    """Train and score one way on one set, each message by itself."""
    data = SETS[name]()
    model = WAYS[way](**settings_for(way, data.texts, data.intents))
    start = time.perf_counter()
    model.fit(data.texts, data.intents)
    trained = time.perf_counter()
    given = [model.predict([text])[0] for text in data.asked]
    done = time.perf_counter()
    # A sentence that may be several things counts as the one that was answered, where that is one of them.
    right = [answer if answer in accepted else min(accepted) for answer, accepted in zip(given, data.accepted)]
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "accuracy": sum(a == b for a, b in zip(given, right)) / len(given),
        "f1": float(f1_score(right, given, labels=sorted(set(right)), average="macro", zero_division=0)),
        "training": trained - start,
        "ms": (done - trained) / len(given) * 1000,
        "memory": max(own, children) / 1024,
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(*sys.argv[2:4])))
    else:
        main()
