# Every target sets up its own virtual environment first: .venv for python3, .venv-3.12 for PYTHON=python3.12.
#   make test PYTHON=python3.12        another interpreter
#   make test ARGS="-k table -x"       arguments for pytest (test) or for the benchmarks (bench)
#   make test UNPINNED=1               the newest versions that pyproject.toml allows, instead of the pinned ones

PYTHON ?= python3
SUPPORTED := 3.11 3.12 3.13 3.14
PINNED_PLATFORMS := Linux-x86_64-glibc Linux-aarch64-glibc Darwin-arm64

INTERPRETER := $(shell $(PYTHON) -c 'import platform as p, sys; print("%d.%d" % sys.version_info[:2], "-".join(filter(None, (p.system(), p.machine(), p.libc_ver()[0]))))' 2>/dev/null)
VERSION := $(word 1,$(INTERPRETER))
PLATFORM := $(word 2,$(INTERPRETER))

VENV := $(if $(filter python3,$(PYTHON)),.venv,.venv-$(VERSION))
BIN := $(VENV)/bin
LOG := $(VENV).log
PINS = constraints/$(if $(filter $(TO_RUN),$@),run-)py$(VERSION).txt
USE_PINS := $(if $(UNPINNED),,$(filter $(PINNED_PLATFORMS),$(PLATFORM)))
READY := $(VENV)/ready-$(VERSION)$(if $(UNPINNED),-unpinned)
# What only runs needs less, unless everything is there.
TO_RUN := $(VENV)/ready-$(VERSION)-to-run$(if $(UNPINNED),-unpinned)
CAN_RUN := $(if $(wildcard $(READY)),$(READY),$(TO_RUN))
VENV_PACKAGE := $(notdir $(PYTHON))-venv

export NO_COLOR := 1
export PY_COLORS := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help ready demo dashboard test quick stress invariants check house usual validate studies workshop docs worlds reproduce bench screenshots site sbom dist alone tasks format clean

help:
	@echo "Omtafel: what make can do here"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

ready: $(READY) ## set up everything, and do nothing else

demo: $(CAN_RUN) ## compare care with and without a shared plan in Almelo; report in results/demo
	@$(BIN)/omtafel compare almelo --out results/demo

dashboard: $(CAN_RUN) ## serve the dashboard on this machine until Ctrl-C (ARGS="--port 8080")
	@$(BIN)/omtafel dashboard $(ARGS)

test: $(READY) ## run the tests; pages in a real browser where there is a Chromium
	@$(BIN)/python -m pytest -n 4 -r s $(ARGS)

quick: $(READY) ## run the tests that tell within a minute whether something broke
	@OMTAFEL_EXAMPLES=20 $(BIN)/python -m pytest -n 2 -m "not slow" $(ARGS)

stress: $(READY) ## run the tests five times on a busy machine with a slow browser (ARGS="tests/browser --rounds 2")
	@$(BIN)/python -m benchmarks.stress $(ARGS)

invariants: $(READY) ## live 2,000 random regions and see that every number is true (EXAMPLES=10000 for more)
	@OMTAFEL_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/python -m pytest tests/sim/test_invariants.py

check: $(READY) ## check layout (ruff format), lint (ruff check), types (mypy) and licences
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/python -m constraints.licences

house: $(READY) ## print the rooms, their sizes and what they import
	@$(BIN)/python -m validation.house

usual: $(READY) ## print usual care as a youth-care researcher would look at it (ARGS="overstretched")
	@$(BIN)/python -m validation.usual_care $(ARGS)

validate: $(READY) ## check the model against what is known; page in results/validation
	@$(BIN)/omtafel validate $(ARGS)

studies: $(READY) ## run the seven studies (break-even, short staff, safety, future scenario, shorter care, knowledge, targeting); reports in results/studies
	@$(BIN)/omtafel studies $(ARGS)

workshop: $(READY) ## set the kit for a workshop (script, sheet, slides; Dutch and English) in results/workshop
	@$(BIN)/python -m docs.workshop

docs: $(READY) ## write the pages in docs/ anew
	@$(BIN)/python -m validation.documents

worlds: $(READY) ## after a change of rules or values: worlds, flips, validation, studies and docs anew (about an hour)
	@$(BIN)/omtafel calibrate --rivals --keep
	@$(BIN)/omtafel flips --keep
	@$(BIN)/omtafel validate --keep || true
	@$(BIN)/omtafel studies --keep
	@$(BIN)/python -m validation.stories
	@$(BIN)/python -m validation.editions
	@$(BIN)/python -m validation.held_out --keep
	@$(BIN)/python -m tests.verification.second_model --keep
	@$(BIN)/python -m validation.documents

reproduce: $(READY) ## make every kept number, table and figure anew in a copy, say which differ (two hours; ARGS="--only flips")
	@$(BIN)/python -m validation.reproduce $(ARGS)

bench: $(READY) ## measure speed, of the model, of experiments and of the served dashboard (about 10 minutes)
	@$(BIN)/python -m benchmarks $(ARGS)
	@$(BIN)/python -m benchmarks.experiments
	@$(BIN)/python -m benchmarks.dashboard
	@$(BIN)/python -m benchmarks.busy_visitors
	@$(BIN)/python -m benchmarks.class_of_thirty

screenshots: $(READY) ## pictures of all pages of the dashboard in results/screenshots (needs Chromium)
	@$(BIN)/python -m docs.screenshots

site: $(READY) $(VENV)-site/ready ## build the pages of documentation in results/site (ARGS="--serve" to look at them)
	@$(BIN)/python -m docs.site --with $(VENV)-site $(ARGS)

sbom: $(READY) $(VENV)-sbom/ready ## list all packages and scripts that run or are served, with licences, in results/sbom.cdx.json
	@mkdir -p results
	@$(BIN)/python -m constraints.licences --json >results/parts.json
	@$(VENV)-sbom/bin/python constraints/sbom.py <results/parts.json >results/sbom.cdx.json
	@rm results/parts.json
	@echo "wrote results/sbom.cdx.json"

dist: $(READY) ## make the source package and the wheel in dist (ADDRESS=https://… where the project can be read)
	@$(BIN)/python -m constraints.dist --address "$(ADDRESS)"

alone: $(READY) ## try the wheel with nothing else, in empty environments (ARGS="python3.11 python3.13"; minutes each)
	@$(BIN)/python -m constraints.alone $(ARGS)

tasks: $(READY) ## do ten tasks of a researcher with the wheel, in an empty environment (ARGS=python3.13; some minutes)
	@$(BIN)/python -m constraints.tasks $(ARGS)

format: $(READY) ## lay out the code and repair what ruff can repair
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

clean: ## remove virtual environments, caches and build artefacts; results stay
	@rm -rf .venv* .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Prints why the set-up stopped, without pip's warnings, and ends it.
FAIL = { grep -v WARNING $(LOG) | tail -n 20 >&2; echo "Setting up $(VENV) failed (all of it: $(LOG)). $(1)" >&2; exit 1; }

# Two environments that are set up at once do not write the project's own description at the same moment.
ALONE := $(if $(shell command -v flock),flock pyproject.toml)

# uv installs the same pins in a sixth of the time. It knows nothing of pip's settings: where these name an index, and where
# uv does not come through, pip installs.
INSTALL = { ! $(1)/bin/python -m pip config list | grep -q '[.]index-url' && \
	$(1)/bin/python -m pip install -q --no-compile --require-hashes --target $(1)/uv -r constraints/uv.txt && \
	$(1)/uv/bin/uv pip install -q --no-config --system-certs --python $(1)/bin/python --require-hashes -r $(2) || \
	$(1)/bin/python -m pip install -q --no-compile --require-hashes -r $(2); }

# pip translates packages on one core; this takes all cores, and leaves out what is hardly ever imported.
TRANSLATE = $(1)/bin/python -m compileall -q -j 0 -x '/(tests?|pip|setuptools|debugpy|fontTools|jedi|mypyc?|lexers)/' $(1)/lib >$(LOG) 2>&1 || true

$(READY) $(TO_RUN): pyproject.toml $(wildcard constraints/py$(VERSION).txt constraints/run-py$(VERSION).txt)
ifeq ($(filter $(VERSION),$(SUPPORTED)),)
	@echo "Omtafel needs Python 3.11 to 3.14, and $(PYTHON) is $(or $(VERSION),not there). Name another: make test PYTHON=python3.12" >&2; exit 1
endif
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		echo "Installing the system package $(VENV_PACKAGE) (once)…" && \
		{ apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y $(VENV_PACKAGE); } >$(LOG) 2>&1 && \
		$(PYTHON) -c 'import ensurepip' 2>/dev/null; } || \
		{ echo "$(PYTHON) cannot make virtual environments: install the system package $(VENV_PACKAGE) and run make again." >&2; exit 1; }
	@echo "$(if $(wildcard $(VENV)/ready-$(VERSION)*),Bringing $(VENV) up to date…,Setting up $(VENV) (about a minute, once)…)"
	@ls $(VENV)/ready-$(VERSION)* >$(LOG) 2>&1 || $(PYTHON) -m venv --clear $(VENV) >$(LOG) 2>&1 || $(call FAIL)
ifneq ($(USE_PINS),)
	@{ $(call INSTALL,$(VENV),$(PINS)) && \
		$(ALONE) $(BIN)/python -m pip install -q --no-deps --no-build-isolation -e . && \
		$(BIN)/python -m pip check; } >$(LOG) 2>&1 || \
		$(call FAIL,Something missing from $(PINS)? Run constraints/make.py. Without the pins: make UNPINNED=1 and the target.)
else
	@echo "Not the pinned versions$(if $(UNPINNED),, (there are none for $(PLATFORM))): installing the newest that pyproject.toml allows."
	@$(BIN)/python -m pip install -q --no-compile --upgrade --upgrade-strategy eager -e '.$(if $(filter $(READY),$@),[dev])' >$(LOG) 2>&1 || $(call FAIL)
endif
	@$(call TRANSLATE,$(VENV))
	@rm -rf $(VENV)/ready-* $(VENV)/uv $(LOG)
	@touch $@

# Environments of their own, for what should not stand beside the model.
$(VENV)-%/ready: constraints/%.txt | $(READY)
	@echo "Setting up $(VENV)-$* (once)…"
	@{ $(PYTHON) -m venv --clear $(VENV)-$* && $(if $(USE_PINS),$(call INSTALL,$(VENV)-$*,$<), \
		$(VENV)-$*/bin/python -m pip install -q --no-compile $$(sed -n 's/==.*//p' $<)); } >$(LOG) 2>&1 || $(call FAIL)
	@$(call TRANSLATE,$(VENV)-$*)
	@rm -rf $(VENV)-$*/uv $(LOG)
	@touch $@
