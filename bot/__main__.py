"""`make run`: trains if need be, starts everything, and says where to chat."""

from __future__ import annotations

import signal
import sys

from bot.setup import dutch_pipeline
from bot.setup.dutch_pipeline import ROOT
from bot.setup.training import TrainingFailed, ensure_model
from bot.stack import CannotStart, Ports, Stack


def main() -> None:
    """Run until Ctrl-C, or until the process is asked to end."""
    for asked_to_end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked_to_end, signal.default_int_handler)
    try:
        model = ensure_model()
        print("Starting the action server, Rasa and the edge ...", flush=True)
        with Stack(model, Ports(), ROOT / "build" / "run") as stack:
            print(f"\nPetri is ready (Dutch pipeline: {' '.join(dutch_pipeline.active())}).\n")
            print(f"  Chat    {stack.url}/chat")
            print(f"  Health  {stack.url}/healthz")
            print(f"\nLogs are in {stack.run_dir}. Ctrl-C stops everything.", flush=True)
            stack.wait()
            sys.exit("\nStopped: the process manager ended by itself.")
    except (TrainingFailed, CannotStart) as error:
        sys.exit(f"\nStopped: {error}")
    except KeyboardInterrupt:
        print("\nPetri has stopped.")


if __name__ == "__main__":
    main()
