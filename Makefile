# Needs make and Python 3.11 or later; everything else is set up by itself in .venv.
# Without DATABASE_URL every target that needs a database gets a private PostgreSQL.

HOST = 127.0.0.1
PORT ?= 8000
ARGS =

PYTHON ?=
export PYTHON

SET_UP = python=$$(bin/find-python) && "$$python" bin/set_up.py
VENV = .venv/bin/python
WITH_DATABASE = $(VENV) -m portal.embedded_postgres exec --
THROWAWAY = EMBEDDED_PG_THROWAWAY=1 $(WITH_DATABASE)
# A public site in miniature, for the checks that only mean something there.
AS_PUBLIC = SITE_URL=https://baothuanphong.example \
	SECRET_KEY=$$($(VENV) -c 'import secrets; print(secrets.token_hex(32))')

LOCK = $(VENV) -m uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
LANGUAGES = vi

.PHONY: help run test screenshots lint format migrations-check messages reports lock forget-database clean set-up

help: ## Show these lines
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name what; do \
		printf '%-24s %s\n' "$$name" "$$what"; done

run: ## Bring up the portal with demo content (PORT=8123 for another port)
	@$(SET_UP) "$(HOST)" "$(PORT)"
	@exec $(WITH_DATABASE) $(VENV) manage.py serve --host "$(HOST)" --port "$(PORT)"

test: set-up ## Run the tests (ARGS="-n 0 tests/articles -k stale" for some of them)
	@$(THROWAWAY) $(VENV) -m pytest --numprocesses 2 --dist loadfile $(ARGS)

screenshots: set-up ## Take the handbook's pictures anew (docs/newsroom.md), by the stories of a day and of the picture desk
	@SCREENSHOTS=docs/img/newsroom $(THROWAWAY) $(VENV) -m pytest -q \
		tests/browser/test_a_day_in_the_newsroom.py tests/browser/test_picture_desk.py

lint: set-up ## Check style, templates, migrations and the settings of a public site
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m djlint --quiet --lint templates
	@$(MAKE) --no-print-directory migrations-check
	$(AS_PUBLIC) $(VENV) manage.py check --deploy --fail-level WARNING

format: set-up ## Put Python into the house format and mend what can be mended by itself
	$(VENV) -m ruff check --fix-only .
	$(VENV) -m ruff format .

migrations-check: set-up ## Fail where the models say something no migration does
	$(THROWAWAY) $(VENV) manage.py makemigrations --check --dry-run

messages: set-up ## Gather the texts to translate and compile the translations (needs gettext)
	@command -v msgfmt >/dev/null || { echo "gettext is missing. On Debian: apt install gettext" >&2; exit 1; }
	$(VENV) manage.py makemessages --locale $(LANGUAGES) --no-obsolete --no-wrap --add-location file --ignore .venv --ignore tests
	$(VENV) manage.py compilemessages --locale $(LANGUAGES) --ignore .venv --ignore tests

reports: set-up ## What Lighthouse, axe, the W3C's checker and the budgets say (docs/reports.md)
	$(WITH_DATABASE) $(VENV) -m bench.pages $(ARGS)

lock: set-up ## Write the lock files anew from requirements*.in (ARGS=--upgrade for newer releases)
	@$(VENV) -m uv --version >/dev/null 2>&1 || $(VENV) -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) $(ARGS) requirements.in -o requirements.txt
	$(LOCK) $(ARGS) -c requirements.txt requirements-dev.in -o requirements-dev.txt

forget-database: set-up ## Delete the private database; the next `make run` begins anew
	@$(VENV) -m portal.embedded_postgres delete

clean: ## Delete what can be made again: .venv, collected static files, caches
	rm -rf .venv staticfiles .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

set-up:
	@$(SET_UP)
