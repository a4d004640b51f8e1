# Every target works as the first and only command on a machine with Python 3.11 and make.
# Recipes are silent and talk on stderr, so that `make bench JSON=1 | jq` and the like work.
.DEFAULT_GOAL := help
.PHONY: help venv demo test test-fast test-endpoint lint check bench simulate kill-test canary generate sbom lock clean

python := .venv/bin/python
# Compiled modules are kept even where the environment says not to: thousands of tests import them.
test_python := env -u PYTHONDONTWRITEBYTECODE $(python)
# Tested to the last branch: nothing here may be reached for the first time by somebody's care.
whole := acceptance asking doubles execute given identity merge pairing plan rights stays units
say = @echo "==> $(1)" >&2

help: ## list what can be made
	@echo "viktigt: what can be made"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
	    while IFS='|' read -r target text; do printf '%-18s %s\n' "$$target" "$$text"; done

venv: .venv/.installed ## make .venv with the locked dependencies

.venv/.installed: pyproject.toml requirements/dev.txt requirements/definitions.txt requirements/venv
	$(call say,preparing .venv)
	@requirements/venv

demo: venv ## start a region and a municipality on this machine and sync them
	$(call say,two FHIR servers on this machine with made-up people: viktigt demo)
	@.venv/bin/viktigt demo

test: venv ## run all tests and report branch coverage
	@$(python) -m tests.medplum.launcher
	$(call say,all tests with branch coverage)
	@$(python) -m coverage erase
	@$(test_python) -m coverage run -m pytest -n auto
	@$(python) -m coverage combine --quiet
	@$(python) -m coverage report
	$(call say,every branch of what decides and of what is remembered)
	@$(python) -m coverage report --fail-under=100 \
	    --include="$$(echo 'adapter/state/* adapter/audit/* adapter/policy/*' $(whole:%=adapter/sync/%.py) | tr ' ' ,)"

test-fast: venv ## run the tests that need no server, in under a minute
	$(call say,the tests that need no server and with fewer examples)
	@$(test_python) -m pytest -m "not server and not slow" --hypothesis-profile=fast -n auto

test-endpoint: venv ## hold a server at URL=… to the endpoint contract and the two-way promises; empties it
	$(call say,the endpoint contract against $(URL))
	@test -n "$(URL)" || { echo "usage: make test-endpoint URL=https://host/fhir" >&2; exit 2; }
	@VIKTIGT_TEST_URL=$(URL) $(test_python) -m pytest -k given-url -n 0 \
	    tests/test_endpoint_contract.py tests/test_two_way.py

lint: venv ## check format, style, types, and the locked packages for known weaknesses
	$(call say,ruff format)
	@$(python) -m ruff format --check .
	$(call say,ruff check)
	@$(python) -m ruff check .
	$(call say,mypy)
	@$(python) -m mypy
	$(call say,known weaknesses in the locked packages)
	@requirements/supply-chain audit

check: lint test ## lint and test: what CI runs first

bench: venv ## measure speed against its goals (JSON=1 prints one JSON array only)
	$(call say,benchmarks: ratios measured in this run)
	@$(python) -m benchmarks $(if $(JSON),--json)

simulate: venv ## SEEDS fresh stories of people, servers and failures, each judged (FIRST=N: from that one on)
	$(call say,made-up towns where much goes wrong)
	@$(test_python) -m tests.simulation $(or $(SEEDS),200) $(FIRST)

kill-test: venv ## kill KILLS=200 runs between sekmet and Medplum at any moment, and judge what is left
	@$(python) -m tests.medplum.launcher
	$(call say,real processes killed between two real servers)
	@VIKTIGT_KILLS=$(or $(KILLS),200) $(test_python) -m pytest -n auto tests/test_killing.py

canary: venv ## plant somebody in every value of every document, and look for them in all that is told
	$(call say,somebody planted everywhere)
	@VIKTIGT_CANARY=full $(test_python) -m pytest -q -n auto tests/test_canary*.py

generate: venv ## make every generated file anew: FHIR types, checker data, terminology, schemas
	@set -e; for main in generate/*/__main__.py; do \
	    package=$$(dirname $$main | tr / .); \
	    echo "==> $$package" >&2; \
	    $(python) -m $$package; \
	done

sbom: venv ## write what a user installs to dist/viktigt.cdx.json (CycloneDX)
	$(call say,bill of materials)
	@requirements/supply-chain bom dist/viktigt.cdx.json

lock: venv ## choose dependency versions anew and lock them with hashes
	$(call say,locking requirements/*.txt)
	@requirements/lock

clean: ## remove .venv and every cache
	$(call say,removing .venv and caches)
	@rm -rf .venv .cache .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
