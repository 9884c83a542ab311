# Every target does its own set-up: `make demo` and `make test` work in a fresh clone.
PYTHON ?= python3
RUN = .venv/bin

.PHONY: demo test lint bench soak golden schema reader clean

demo: .venv/ready
	$(RUN)/vedette demo

test: .venv/ready lint
	$(RUN)/pytest -n auto -m "not soak"

lint: .venv/ready
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy

# Measures quality and speed beside the peers and compares with the floors, which may not fall.
bench: .venv/ready
	$(RUN)/pip install --quiet --upgrade pip  # older ones stumble over an extra that a peer asks for
	$(RUN)/pip install --quiet -c constraints.txt -e '.[dev,bench]'
	$(RUN)/python -m bench.quality
	$(RUN)/python -m bench.heads
	$(RUN)/python -m bench.reading
	$(RUN)/python -m bench.furniture
	$(RUN)/python -m bench.reprints
	$(RUN)/python -m bench.credits
	$(RUN)/python -m bench.places
	$(RUN)/python -m bench.expressions
	$(RUN)/python -m bench.actors
	$(RUN)/python -m bench.events
	$(RUN)/python -m bench.history
	$(RUN)/python -m bench.dyads
	$(RUN)/python -m bench.sightings
	$(RUN)/python -m bench.ledger
	$(RUN)/python -m bench.speed
	$(RUN)/python -m bench.index

soak: .venv/ready
	$(RUN)/pytest -m soak

# Rewrites the golden files after a change that was meant.
golden: .venv/ready
	VEDETTE_GOLDEN=1 $(RUN)/pytest -q tests/test_exports.py tests/test_story.py

# Trains the reader again, in two stages that each go on from their checkpoint in build/reader; needs ../shared.
reader: .venv/ready
	$(RUN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[training]'
	$(RUN)/python -m training.network.ground build/reader
	$(RUN)/python -m training.network.learn build/reader
	$(RUN)/python -m training.network.export build/reader
	$(RUN)/python -m training.antecedents --check
	$(RUN)/python -m training.whereabouts --check
	$(RUN)/python -m bench.quality
	$(RUN)/python -m bench.heads
	$(RUN)/python -m training.network.card

schema: .venv/ready
	$(RUN)/python -c "import json; from vedette.vocabulary import schema; print(json.dumps(schema(), indent=2, sort_keys=True))" > docs/vocabulary.schema.json

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Vedette needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -y python3-venv && $(PYTHON) -m venv .venv; } \
	    || { echo "no virtual environment can be made; type: sudo apt-get install python3-venv"; exit 1; }
	$(RUN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv vedette-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
