# Examples are built and run by `make check` against their expected output. C and Python twins
# print the same.
example_reports = \
	examples/reports/hitech-police-2024.txt \
	examples/reports/suqian-2023.html \
	examples/reports/suqian-2024.html \
	examples/reports/suqian-2024-slip.txt

example_programs = \
	examples/01-read \
	examples/02-check \
	examples/03-form \
	examples/04-json \
	examples/05-aggregate \
	examples/06-rollup \
	examples/07-indicators \
	examples/08-editions
example_suqian = \
	examples/suqian/units.csv examples/suqian/filed.csv examples/suqian/make-parts.py \
	examples/suqian/parts/01.txt examples/suqian/parts/02.txt examples/suqian/parts/03.txt \
	examples/suqian/parts/04.txt examples/suqian/parts/05.txt examples/suqian/parts/05-corrected.txt \
	examples/suqian/parts/06.txt examples/suqian/parts/07.txt examples/suqian/parts/08.txt \
	examples/suqian/parts/09.txt examples/suqian/parts/10.txt examples/suqian/parts/11.txt

check_PROGRAMS += $(example_programs)
examples_01_read_SOURCES = examples/01-read.c
examples_01_read_LDADD = libgovstat.la $(GLIB_LIBS)
examples_02_check_SOURCES = examples/02-check.c
examples_02_check_LDADD = libgovstat.la $(GLIB_LIBS)
examples_03_form_SOURCES = examples/03-form.c
examples_03_form_LDADD = libgovstat.la $(GLIB_LIBS)
examples_04_json_SOURCES = examples/04-json.c
examples_04_json_LDADD = libgovstat.la $(GLIB_LIBS)
examples_05_aggregate_SOURCES = examples/05-aggregate.c
examples_05_aggregate_LDADD = libgovstat.la $(GLIB_LIBS)
examples_06_rollup_SOURCES = examples/06-rollup.c
examples_06_rollup_LDADD = libgovstat.la $(GLIB_LIBS)
examples_07_indicators_SOURCES = examples/07-indicators.c
examples_07_indicators_LDADD = libgovstat.la $(GLIB_LIBS)
examples_08_editions_SOURCES = examples/08-editions.c
examples_08_editions_LDADD = libgovstat.la $(GLIB_LIBS)

TESTS += examples/check-examples.sh
EXTRA_DIST += $(example_reports) $(example_suqian) $(example_programs:=.py) $(example_programs:=.expected) examples/check-examples.sh
