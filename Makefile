# kind: build, check, install. Variables meant to be set: PREFIX DESTDIR PROGRAM CC CPPFLAGS CFLAGS LDFLAGS SAN WERROR.
VERSION = 0.1.0
PROGRAM = kind
PREFIX = /usr/local
DESTDIR =
bindir = $(PREFIX)/bin
mandir = $(PREFIX)/share/man
docdir = $(PREFIX)/share/doc/$(PROGRAM)
datadir = $(PREFIX)/share/kind
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
# Where flock and the size of a terminal are hidden from who asks for POSIX; untested.
SYSTEM := $(shell uname)
visible = $(if $(filter Darwin,$(SYSTEM)),-D_DARWIN_C_SOURCE)$(if $(filter FreeBSD DragonFly,$(SYSTEM)),-D__BSD_VISIBLE=1)\
$(if $(filter NetBSD,$(SYSTEM)),-D_NETBSD_SOURCE)$(if $(filter OpenBSD,$(SYSTEM)),-D_BSD_SOURCE)
NEEDED = $(if $(filter Darwin,$(SYSTEM)),,-Wl$(comma)--as-needed)
comma = ,
CPPFLAGS_ALL = -D_XOPEN_SOURCE=700 $(visible) -DKIND_VERSION='"$(VERSION)"' -I. \
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
# Where it was built would otherwise stand in the program.
PLACELESS = $(if $(SOURCE_DATE_EPOCH),-ffile-prefix-map='$(subst ','\'',$(CURDIR))'=.)
CFLAGS_ALL = -std=c11 $(WARNINGS) $(CFLAGS) $(PLACELESS)

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

.PHONY: all check unit cli tools musl lint format golden fault mutants bench web pictures calibrate recipes install uninstall dist distcheck package clean algebra coverage spreadsheet fuzz fuzz-alone fuzz-afl fuzz-programs
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
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) $(NEEDED) -o $@ $^ $(OUT_LIBS)

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Half of a long report's time goes into the loops of the first, most of a short one's into the others.
$(addprefix $(BUILD)/,calc/link.o row/reader.o row/row.o row/record.o base/num.o base/when.o): CFLAGS := $(patsubst -O2,-O3,$(CFLAGS))

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

$(BUILD)/unit/section_%: $(BUILD)/tests/unit/section_%.o $(call objects,$(BASE) $(ROW) track.c $(CALC) $(wildcard section/*.c) report.c)
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
	@failed=0; for test in $(UNIT); do $$test || failed=1; done; exit $$failed

# The laws of the merge on ten times as many random logs as in unit.
algebra: $(BUILD)/unit/row_merge
	KIND_TRIPLES=20000 $(BUILD)/unit/row_merge

tools: $(TOOLS)

# The program under another C library, as far as Debian's packages allow.
musl:
	sh tests/musl/run $(TESTS)

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

# Every recipe of README.md and RECIPES.md; needs npm's registry the first time.
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
	printf '%s\n' $(SOURCES) | xargs -P "$$(getconf _NPROCESSORS_ONLN)" -I@ clang-tidy --quiet @ -- $(CPPFLAGS_ALL) -std=c11
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 --enable=warning,performance,portability \
		-I. -DKIND_VERSION='""' $(SOURCES)
	shellcheck -x try .ci/run packaging/tarball packaging/check packaging/debian/tests/log-and-report man/rename completions/kind.bash tests/run-cli tests/golden/show tests/web/picture $(wildcard tests/*/run) tests/bench/diaries tests/bench/days/with $(wildcard tests/*/*.sh) $(wildcard tests/cli/*.bash) \
		$(wildcard tests/cli/*.bats)
	cd man && mandoc -Tlint -W style *.[1-9]

format:
	clang-format -i $(OURS)

# What is installed under another name says that name; the data stays in kind/, whatever the program is called.
renamed = sed -e 's/_kind/_$(PROGRAM)/g' -e 's/^\(\#compdef\|complete.*\) kind$$/\1 $(PROGRAM)/' \
	-e 's/-c kind /-c $(PROGRAM) /g' -e 's/command kind /command $(PROGRAM) /g'
# A path below DESTDIR as one word of the shell.
to = '$(subst ','\'',$(DESTDIR)$(1))'
SHARED = README.md RECIPES.md NEWS.md COPYING man/report.schema.json man/records.schema.json
# Where README.md looks for it.
PICTURE = man/report.png
MANUAL = 1/kind 5/kind 5/kind-json 7/kind-statistics
page = $(mandir)/man$(patsubst %/,%,$(dir $(1)))/$(patsubst kind%,$(PROGRAM)%,$(notdir $(1))).$(patsubst %/,%,$(dir $(1)))
COMPLETED = $(bashdir)/$(PROGRAM) $(zshdir)/_$(PROGRAM) $(fishdir)/$(PROGRAM).fish
install: $(KIND)
	umask 022; install -d $(foreach folder,$(bindir) $(patsubst %,$(mandir)/man%,1 5 7) $(bashdir) $(zshdir) $(fishdir) $(docdir)/$(dir $(PICTURE)) $(datadir),$(call to,$(folder)))
	install -m 755 $(KIND) $(call to,$(bindir)/$(PROGRAM))
	umask 022; $(foreach p,$(MANUAL),sh man/rename $(PROGRAM) <man/$(notdir $(p)).$(patsubst %/,%,$(dir $(p))) >$(call to,$(call page,$(p))) &&) :
	umask 022; $(renamed) completions/kind.bash >$(call to,$(bashdir)/$(PROGRAM))
	umask 022; $(renamed) completions/_kind >$(call to,$(zshdir)/_$(PROGRAM))
	umask 022; $(renamed) completions/kind.fish >$(call to,$(fishdir)/$(PROGRAM).fish)
	chmod 644 $(foreach file,$(COMPLETED) $(foreach p,$(MANUAL),$(call page,$(p))),$(call to,$(file)))
	install -m 644 share/deck $(call to,$(datadir)/deck)
	install -m 644 $(SHARED) $(call to,$(docdir))
	install -m 644 $(PICTURE) $(call to,$(docdir)/$(PICTURE))

# Takes its files, then what folders are empty: all below DESTDIR, or else all that the system does not have anyway.
kept_folders = $(if $(DESTDIR),,$(if $(filter /usr /usr/local,$(PREFIX)),%/bin %/share %/share/man))
uninstall:
	rm -f $(call to,$(bindir)/$(PROGRAM)) $(foreach file,$(COMPLETED) $(foreach p,$(MANUAL),$(call page,$(p))) \
		$(addprefix $(docdir)/,$(notdir $(SHARED)) $(PICTURE)) $(datadir)/deck,$(call to,$(file)))
	for folder in $(foreach folder,$(filter-out $(kept_folders),$(docdir)/$(dir $(PICTURE)) $(docdir) $(datadir) $(bashdir) $(dir $(bashdir)) $(zshdir) $(dir $(zshdir)) \
		$(fishdir) $(dir $(fishdir)) $(PREFIX)/share/doc $(patsubst %,$(mandir)/man%,1 5 7) $(mandir) $(PREFIX)/share $(bindir)),$(call to,$(folder))); do \
		rmdir "$$folder" 2>/dev/null || :; done
	$(if $(DESTDIR),cd '$(subst ','\'',$(DESTDIR))' 2>/dev/null && rmdir -p '.$(PREFIX)' 2>/dev/null || :,$(if $(kept_folders),,rmdir '$(PREFIX)' 2>/dev/null || :))

DIST = kind-$(VERSION)
dist:
	sh packaging/tarball $(DIST)

# The tarball as a packager takes it: make distcheck [CHECK=unit].
distcheck: dist
	CHECK='$(CHECK)' sh tests/dist/run $(DIST).tar.gz

# The .deb built, read by lintian and tried, and the recipes of other systems read.
package:
	sh packaging/check

clean:
	rm -rf build kind $(DIST).tar.gz
