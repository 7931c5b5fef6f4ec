# The govstat command: one file per verb, thin over the library.

bin_PROGRAMS += govstat
govstat_SOURCES = \
	tools/main.c \
	tools/tools.h \
	tools/options.c \
	tools/output.c \
	tools/output.h \
	tools/input.c \
	tools/input.h \
	tools/work.c \
	tools/work.h \
	tools/batch.c \
	tools/batch.h \
	tools/lines.c \
	tools/lines.h \
	tools/manifest.c \
	tools/manifest.h \
	tools/editions.c \
	tools/editions.h \
	tools/extract.c \
	tools/check.c \
	tools/diff.c \
	tools/show.c \
	tools/forms.c \
	tools/rates.c \
	tools/rates.h \
	tools/rollup.c \
	tools/rollup.h \
	tools/rollup-write.c \
	tools/rules.c \
	tools/statistics.c \
	tools/statistics.h \
	tools/statistics-groups.c \
	tools/statistics-private.h \
	tools/statistics-write.c
govstat_LDADD = libgovstat.la $(JSON_LIBS) $(GLIB_LIBS)

dist_check_SCRIPTS += tests/test-tools.sh
TESTS += tests/test-tools.sh
