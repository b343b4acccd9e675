# kind: build, check, install. Variables meant to be set: PREFIX DESTDIR PROGRAM CC CFLAGS SAN WERROR.
VERSION = 0.1.0
PROGRAM = kind
PREFIX = /usr/local
DESTDIR =
bindir = $(PREFIX)/bin
mandir = $(PREFIX)/share/man
docdir = $(PREFIX)/share/doc/$(PROGRAM)
datadir = $(PREFIX)/share/$(PROGRAM)
bashdir = $(PREFIX)/share/bash-completion/completions
zshdir = $(PREFIX)/share/zsh/site-functions
fishdir = $(PREFIX)/share/fish/vendor_completions.d

PKG_CONFIG = pkg-config
# What pkg-config says of package $(1), or else the plain flags $(2).
pkg = $(or $(shell $(PKG_CONFIG) $(3) $(1) 2>/dev/null),$(2))

CFLAGS = -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
ifdef WERROR
WARNINGS += -Werror
endif
CPPFLAGS_ALL = -D_XOPEN_SOURCE=700 -DKIND_VERSION='"$(VERSION)"' -I. \
	$(call pkg,inih,,--cflags) $(call pkg,libutf8proc,,--cflags) $(call pkg,gsl,,--cflags) $(call pkg,jansson,,--cflags) $(CPPFLAGS)
BASE_LIBS = $(call pkg,inih,-linih,--libs) $(call pkg,libutf8proc,-lutf8proc,--libs)
ROW_LIBS = -lcsv $(BASE_LIBS)
CALC_LIBS = $(call pkg,gsl,-lgsl -lgslcblas -lm,--libs) $(ROW_LIBS)
OUT_LIBS = $(call pkg,jansson,-ljansson,--libs) $(CALC_LIBS)
CMOCKA = $(call pkg,cmocka,-lcmocka,--libs)

# A sanitised build has a folder and a program of its own, so that neither disturbs the other.
BUILD = build
ifdef SAN
BUILD = build/san
CFLAGS = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
endif
KIND = $(if $(SAN),$(BUILD)/kind,kind)
CFLAGS_ALL = -std=c11 $(WARNINGS) $(CFLAGS)

BASE = $(wildcard base/*.c)
ROW = $(wildcard row/*.c)
CALC = $(wildcard calc/*.c)
IN = $(wildcard in/*.c)
OUT = $(wildcard out/*.c)
REST = main.c report.c $(wildcard section/*.c) $(wildcard cmd/*.c) $(OUT) $(IN)
SOURCES = $(BASE) $(ROW) track.c $(CALC) $(REST)
objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
UNIT = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))
TOOLS = $(patsubst tests/tools/%.c,$(BUILD)/tools/%,$(wildcard tests/tools/*.c))

.PHONY: all check unit cli lint format golden fault mutants bench web pictures calibrate recipes install uninstall clean algebra coverage spreadsheet fuzz fuzz-alone fuzz-afl fuzz-programs
.DELETE_ON_ERROR:

all: $(KIND)

# The prompts of kind pause, so that the program has them wherever it runs.
$(BUILD)/share/deck.c: share/deck Makefile
	@mkdir -p $(@D)
	{ echo '#include "cmd/cmd.h"'; echo 'const char *const deck_lines[] = {'; \
		sed -e 's/[\\"?]/\\&/g' -e 's/^/"/' -e 's/$$/",/' share/deck; echo '0};'; } >$@
$(BUILD)/share/deck.o: $(BUILD)/share/deck.c
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(KIND): $(call objects,$(SOURCES)) $(BUILD)/share/deck.o
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -Wl,--as-needed -o $@ $^ $(OUT_LIBS)

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Half of a long report's time goes into these loops.
$(BUILD)/calc/link.o: CFLAGS := $(patsubst -O2,-O3,$(CFLAGS))

# A unit test links its own floor and those below it: an upward call does not link.
$(BUILD)/unit/base_%: $(BUILD)/tests/unit/base_%.o $(call objects,$(BASE))
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(BASE_LIBS) $(CMOCKA)
$(BUILD)/unit/row_%: $(BUILD)/tests/unit/row_%.o $(call objects,$(BASE) $(ROW))
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(ROW_LIBS) $(CMOCKA)
$(BUILD)/unit/track_%: $(BUILD)/tests/unit/track_%.o $(call objects,$(BASE) $(ROW) track.c)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(ROW_LIBS) $(CMOCKA)
$(BUILD)/unit/calc_%: $(BUILD)/tests/unit/calc_%.o $(call objects,$(BASE) $(ROW) track.c $(CALC))
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(CALC_LIBS) $(CMOCKA)

$(BUILD)/unit/out_%: $(BUILD)/tests/unit/out_%.o $(call objects,$(BASE) $(ROW) track.c $(CALC) $(wildcard section/*.c) report.c $(OUT))
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(OUT_LIBS) $(CMOCKA)
$(BUILD)/unit/in_%: $(BUILD)/tests/unit/in_%.o $(call objects,$(BASE) $(ROW) track.c $(IN))
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(OUT_LIBS) $(CMOCKA)

# Small programs that the tests and the benchmark need.
$(BUILD)/tools/%: tests/tools/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $< -lcsv

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

check: unit cli

unit: $(UNIT)
	@for test in $(UNIT); do $$test || exit 1; done

# The laws of the merge on ten times as many random logs as in unit.
algebra: $(BUILD)/unit/row_merge
	KIND_TRIPLES=20000 $(BUILD)/unit/row_merge

cli: $(KIND) $(TOOLS)
	@KIND_UNDER_TEST=$(abspath $(KIND)) KIND_TOOLS=$(abspath $(BUILD)/tools) sh tests/run-cli

# What the golden reports are now, for git diff to show.
golden: $(KIND)
	@for kept in $(filter-out %.csv,$(wildcard tests/golden/*.*)); do \
		KIND_UNDER_TEST=$(abspath $(KIND)) sh tests/golden/show $(CURDIR)/$$kept >$(BUILD)/golden && cp $(BUILD)/golden $$kept; done

# Loaded before the C library by tests/fault/memory.py.
$(BUILD)/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -std=c11 $(WARNINGS) -O2 -fPIC -shared -o $@ $<

fault: $(KIND) $(TOOLS) $(BUILD)/fault/nomemory.so
	KIND_UNDER_TEST=$(abspath $(KIND)) KIND_TOOLS=$(abspath $(BUILD)/tools) sh tests/fault/run $(SWEEP)

# Whether the tests see it when a piece of what keeps the log safe is missing: two minutes on two cores.
mutants:
	python3 tests/fault/mutants

# What the tests run of track.c, row/, calc/ and base/. A test of limits may fail in this build; the figures stand.
coverage:
	rm -rf build/cov
	@mkdir -p build
	-$(MAKE) -k BUILD=build/cov KIND=build/cov/kind CC=gcc CFLAGS='-O0 -g --coverage' unit cli >build/cov.log 2>&1
	sh tests/coverage/run build/cov

# Speed and memory beside others: make bench [RUNS=10] [LARGE=10000000] [PARTS='report days']; twenty minutes.
bench: $(KIND) $(TOOLS)
	RUNS='$(RUNS)' LARGE='$(LARGE)' KIND_UNDER_TEST=$(abspath $(KIND)) KIND_TOOLS=$(abspath $(BUILD)/tools) \
		sh tests/bench/run $(PARTS)

# The pages in a browser; needs npm's registry the first time.
web: $(KIND) $(TOOLS) $(BUILD)/web/made
	KIND_UNDER_TEST=$(abspath $(KIND)) KIND_TOOLS=$(abspath $(BUILD)/tools) KIND_MADE=$(abspath $(BUILD)/web/made) sh tests/web/run || [ $$? -eq 77 ]

pictures: $(KIND)
	KIND_UNDER_TEST=$(abspath $(KIND)) sh tests/web/picture

$(BUILD)/web/made: $(call objects,tests/web/made.c report.c $(wildcard section/*.c) $(BASE) $(ROW) track.c $(CALC) $(OUT))
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(OUT_LIBS)

# Every recipe of the README; needs npm's registry the first time.
recipes: $(KIND)
	KIND_UNDER_TEST=$(abspath $(KIND)) sh tests/recipes/run

# The log through LibreOffice and back.
spreadsheet: $(KIND)
	KIND_UNDER_TEST=$(abspath $(KIND)) sh tests/spreadsheet/run

# How often the links and the experiments are wrong about made-up lives whose truth is known: forty minutes on
# two cores.
calibrate: $(BUILD)/calibrate
	$(BUILD)/calibrate

$(BUILD)/calibrate: $(call objects,$(wildcard tests/calibrate/*.c) $(BASE) $(ROW) track.c $(CALC))
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(CALC_LIBS)

# Fuzz targets, under libFuzzer: make fuzz [SWEEP=short] [TARGET=reader] [SECONDS=60]. FUZZ_MAIN is what runs a target.
FUZZ_TARGETS = $(filter-out common alone,$(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
FUZZ_SAN = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
fuzz:
	$(MAKE) BUILD=build/fuzz CC=clang CPPFLAGS=-DKIND_SMALL CFLAGS='$(FUZZ_SAN) -fsanitize=fuzzer-no-link' \
		LDFLAGS=-fsanitize=fuzzer FUZZ_MAIN= fuzz-programs
	TARGET='$(TARGET)' SECONDS_EACH='$(SECONDS)' sh tests/fuzz/run $(SWEEP)

# The same for files that are named, and for afl-fuzz.
fuzz-alone:
	$(MAKE) BUILD=build/alone CPPFLAGS=-DKIND_SMALL CFLAGS='$(FUZZ_SAN)' fuzz-programs
fuzz-afl:
	$(MAKE) BUILD=build/afl CC=afl-clang-fast CPPFLAGS=-DKIND_SMALL CFLAGS='$(FUZZ_SAN)' fuzz-programs

fuzz-programs: $(patsubst %,$(BUILD)/fuzz/%,$(or $(TARGET),$(FUZZ_TARGETS)))

FUZZ_MAIN = $(BUILD)/tests/fuzz/alone.o
# Only what is tested counts as covered.
$(BUILD)/tests/fuzz/%.o: override CFLAGS := $(filter-out -fsanitize=fuzzer-no-link,$(CFLAGS))
$(BUILD)/fuzz/kind.a: $(call objects,$(filter-out main.c,$(SOURCES))) $(BUILD)/share/deck.o
	@mkdir -p $(@D)
	rm -f $@ && $(AR) rc $@ $^
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/common.o $(FUZZ_MAIN) $(BUILD)/fuzz/kind.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(OUT_LIBS)

HEADERS = $(wildcard *.h base/*.h row/*.h calc/*.h section/*.h in/*.h cmd/*.h out/*.h tests/*/*.h)
OURS = $(SOURCES) $(HEADERS) $(wildcard tests/*/*.c)
lint:
	clang-format --dry-run -Werror $(OURS)
	for header in $(HEADERS); do \
		echo 'extern int alone;' | $(CC) $(CPPFLAGS_ALL) -std=c11 $(WARNINGS) -fsyntax-only -include $$header -x c - || exit 1; done
	clang-tidy --quiet $(SOURCES) -- $(CPPFLAGS_ALL) -std=c11
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 --enable=warning,performance,portability \
		-I. -DKIND_VERSION='""' $(SOURCES)
	shellcheck -x try .ci/run tests/run-cli tests/golden/show tests/web/picture $(wildcard tests/*/run) tests/bench/diaries tests/bench/days/with $(wildcard tests/*/*.sh) $(wildcard tests/cli/*.bash) \
		$(wildcard tests/cli/*.bats)
	cd man && mandoc -Tlint -W style *.[1-9]

format:
	clang-format -i $(OURS)

# The completions name the program that they complete.
renamed = sed -e 's/_kind/_$(PROGRAM)/g' -e 's/^\(\#compdef\|complete.*\) kind$$/\1 $(PROGRAM)/' -e 's/-c kind /-c $(PROGRAM) /g'
install: $(KIND)
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(mandir)/man1 $(DESTDIR)$(mandir)/man5 $(DESTDIR)$(mandir)/man7 \
		$(DESTDIR)$(bashdir) $(DESTDIR)$(zshdir) $(DESTDIR)$(fishdir) $(DESTDIR)$(docdir) $(DESTDIR)$(datadir)
	install -m 755 $(KIND) $(DESTDIR)$(bindir)/$(PROGRAM)
	install -m 644 man/kind.1 $(DESTDIR)$(mandir)/man1/$(PROGRAM).1
	install -m 644 man/kind.5 $(DESTDIR)$(mandir)/man5/$(PROGRAM).5
	install -m 644 man/kind-statistics.7 $(DESTDIR)$(mandir)/man7/$(PROGRAM)-statistics.7
	install -m 644 man/kind-json.5 $(DESTDIR)$(mandir)/man5/$(PROGRAM)-json.5
	$(renamed) completions/kind.bash >$(DESTDIR)$(bashdir)/$(PROGRAM)
	$(renamed) completions/_kind >$(DESTDIR)$(zshdir)/_$(PROGRAM)
	$(renamed) completions/kind.fish >$(DESTDIR)$(fishdir)/$(PROGRAM).fish
	chmod 644 $(DESTDIR)$(bashdir)/$(PROGRAM) $(DESTDIR)$(zshdir)/_$(PROGRAM) $(DESTDIR)$(fishdir)/$(PROGRAM).fish
	install -m 644 share/deck $(DESTDIR)$(datadir)/deck
	install -m 644 README.md NEWS.md COPYING man/report.schema.json man/records.schema.json $(DESTDIR)$(docdir)

uninstall:
	rm -f $(DESTDIR)$(mandir)/man5/$(PROGRAM)-json.5
	rm -f $(DESTDIR)$(bindir)/$(PROGRAM) $(DESTDIR)$(mandir)/man1/$(PROGRAM).1 $(DESTDIR)$(mandir)/man5/$(PROGRAM).5 \
		$(DESTDIR)$(mandir)/man7/$(PROGRAM)-statistics.7 $(DESTDIR)$(bashdir)/$(PROGRAM) \
		$(DESTDIR)$(zshdir)/_$(PROGRAM) $(DESTDIR)$(fishdir)/$(PROGRAM).fish
	rm -rf $(DESTDIR)$(docdir) $(DESTDIR)$(datadir)

clean:
	rm -rf build kind
