"""Serves the edge on all addresses, at PETRI_PORT; Rasa is at PETRI_RASA_PORT on the loopback address."""

from __future__ import annotations

import logging
import os

import uvicorn

from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.knowledge.store import load
from bot.setup import dutch_pipeline

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    # httpx logs every request it makes.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    pipeline = " ".join(dutch_pipeline.active())
    logging.getLogger("petri.edge").info("Dutch spaCy pipeline: %s", pipeline)
    app = create_app(load(), Assistant(f"http://127.0.0.1:{os.environ['PETRI_RASA_PORT']}"), pipeline)
    uvicorn.run(app, host="0.0.0.0", port=int(os.environ["PETRI_PORT"]), log_level="warning", ws="none")
