# Tests: one program per module, the case folders, and scripts for what no program can see.

EXTRA_DIST += tests/exports.txt tests/test.h tests/dump.h tests/zip.h tests/fuzz/fuzz.h \
	tests/fuzz/parts.h \
	tests/ole.h tests/word.h tests/narrative.txt

if HAVE_CMOCKA
c_tests = \
	tests/test-aggregate \
	tests/test-figure \
	tests/test-code \
	tests/test-world \
	tests/test-manifest \
	tests/test-units \
	tests/test-diff \
	tests/test-rollup \
	tests/test-reconcile \
	tests/test-label \
	tests/test-concordance \
	tests/test-dataset \
	tests/test-rate \
	tests/test-editions \
	tests/test-harmonise \
	tests/test-form \
	tests/test-start \
	tests/test-rule \
	tests/test-report \
	tests/test-document \
	tests/test-encoding \
	tests/test-html \
	tests/test-text \
	tests/test-doc \
	tests/test-xls \
	tests/test-mhtml \
	tests/test-csv \
	tests/test-match \
	tests/test-check \
	tests/test-locate \
	tests/test-panel \
	tests/test-series \
	tests/test-lint \
	tests/test-screen \
	tests/test-narrative \
	tests/test-write \
	tests/test-cases
if HAVE_GSF
c_tests += tests/test-docx tests/test-xlsx tests/test-odf tests/test-package
endif
if HAVE_PDF
c_tests += tests/test-pdf
endif
check_PROGRAMS += $(c_tests)
TESTS += $(c_tests)

# Internal tests link the convenience library, so that they may look behind the public face.
test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_libs = libgovstat-core.la $(CMOCKA_LIBS) $(GLIB_LIBS) $(JSON_LIBS) $(XML_LIBS)
tests_test_aggregate_SOURCES = tests/test-aggregate.c
tests_test_aggregate_CFLAGS = $(test_cflags)
tests_test_aggregate_LDADD = $(test_libs) -lm
tests_test_figure_SOURCES = tests/test-figure.c
tests_test_figure_CFLAGS = $(test_cflags)
tests_test_figure_LDADD = $(test_libs)
tests_test_code_SOURCES = tests/test-code.c
tests_test_code_CFLAGS = $(test_cflags)
tests_test_code_LDADD = $(test_libs)
tests_test_world_SOURCES = tests/test-world.c
tests_test_world_CFLAGS = $(test_cflags)
tests_test_world_LDADD = $(test_libs)
tests_test_manifest_SOURCES = tests/test-manifest.c
tests_test_manifest_CFLAGS = $(test_cflags)
tests_test_manifest_LDADD = $(test_libs)
tests_test_units_SOURCES = tests/test-units.c
tests_test_units_CFLAGS = $(test_cflags)
tests_test_units_LDADD = $(test_libs)
tests_test_diff_SOURCES = tests/test-diff.c
tests_test_diff_CFLAGS = $(test_cflags)
tests_test_diff_LDADD = $(test_libs)
tests_test_rollup_SOURCES = tests/test-rollup.c
tests_test_rollup_CFLAGS = $(test_cflags)
tests_test_rollup_LDADD = $(test_libs)
tests_test_reconcile_SOURCES = tests/test-reconcile.c
tests_test_reconcile_CFLAGS = $(test_cflags)
tests_test_reconcile_LDADD = $(test_libs)
tests_test_label_SOURCES = tests/test-label.c
tests_test_label_CFLAGS = $(test_cflags)
tests_test_label_LDADD = $(test_libs)
tests_test_concordance_SOURCES = tests/test-concordance.c
tests_test_concordance_CFLAGS = $(test_cflags)
tests_test_concordance_LDADD = $(test_libs)
tests_test_dataset_SOURCES = tests/test-dataset.c
tests_test_dataset_CFLAGS = $(test_cflags)
tests_test_dataset_LDADD = $(test_libs)
tests_test_rate_SOURCES = tests/test-rate.c
tests_test_rate_CFLAGS = $(test_cflags)
tests_test_rate_LDADD = $(test_libs) -lm
tests_test_screen_SOURCES = tests/test-screen.c
tests_test_screen_CFLAGS = $(test_cflags)
tests_test_screen_LDADD = $(test_libs)
tests_test_editions_SOURCES = tests/test-editions.c
tests_test_editions_CFLAGS = $(test_cflags)
tests_test_editions_LDADD = $(test_libs)
tests_test_harmonise_SOURCES = tests/test-harmonise.c
tests_test_harmonise_CFLAGS = $(test_cflags)
tests_test_harmonise_LDADD = $(test_libs)
tests_test_start_SOURCES = tests/test-start.c
tests_test_start_CFLAGS = $(test_cflags)
tests_test_start_LDADD = $(test_libs)
tests_test_form_SOURCES = tests/test-form.c
tests_test_form_CFLAGS = $(test_cflags)
tests_test_form_LDADD = $(test_libs)
tests_test_rule_SOURCES = tests/test-rule.c
tests_test_rule_CFLAGS = $(test_cflags)
tests_test_rule_LDADD = $(test_libs)
tests_test_report_SOURCES = tests/test-report.c
tests_test_report_CFLAGS = $(test_cflags)
tests_test_report_LDADD = $(test_libs)
tests_test_document_SOURCES = tests/test-document.c
tests_test_document_CFLAGS = $(test_cflags)
tests_test_document_LDADD = $(test_libs)
tests_test_encoding_SOURCES = tests/test-encoding.c
tests_test_encoding_CFLAGS = $(test_cflags)
tests_test_encoding_LDADD = $(test_libs)
tests_test_html_SOURCES = tests/test-html.c
tests_test_html_CFLAGS = $(test_cflags)
tests_test_html_LDADD = $(test_libs)
tests_test_text_SOURCES = tests/test-text.c
tests_test_text_CFLAGS = $(test_cflags)
tests_test_text_LDADD = $(test_libs)
tests_test_doc_SOURCES = tests/test-doc.c
tests_test_doc_CFLAGS = $(test_cflags)
tests_test_doc_LDADD = $(test_libs)
tests_test_xls_SOURCES = tests/test-xls.c
tests_test_xls_CFLAGS = $(test_cflags)
tests_test_xls_LDADD = $(test_libs)
tests_test_mhtml_SOURCES = tests/test-mhtml.c
tests_test_mhtml_CFLAGS = $(test_cflags)
tests_test_mhtml_LDADD = $(test_libs)
tests_test_csv_SOURCES = tests/test-csv.c
tests_test_csv_CFLAGS = $(test_cflags)
tests_test_csv_LDADD = $(test_libs)
tests_test_match_SOURCES = tests/test-match.c
tests_test_match_CFLAGS = $(test_cflags)
tests_test_match_LDADD = $(test_libs)
tests_test_check_SOURCES = tests/test-check.c
tests_test_check_CFLAGS = $(test_cflags)
tests_test_check_LDADD = $(test_libs)
tests_test_locate_SOURCES = tests/test-locate.c
tests_test_locate_CFLAGS = $(test_cflags)
tests_test_locate_LDADD = $(test_libs)
tests_test_panel_SOURCES = tests/test-panel.c
tests_test_panel_CFLAGS = $(test_cflags)
tests_test_panel_LDADD = $(test_libs)
tests_test_series_SOURCES = tests/test-series.c
tests_test_series_CFLAGS = $(test_cflags)
tests_test_series_LDADD = $(test_libs)
tests_test_lint_SOURCES = tests/test-lint.c
tests_test_lint_CFLAGS = $(test_cflags)
tests_test_lint_LDADD = $(test_libs)
tests_test_narrative_SOURCES = tests/test-narrative.c
tests_test_narrative_CFLAGS = $(test_cflags)
tests_test_narrative_LDADD = $(test_libs)
tests_test_write_SOURCES = tests/test-write.c
tests_test_write_CFLAGS = $(test_cflags)
tests_test_write_LDADD = $(test_libs)
tests_test_cases_SOURCES = tests/test-cases.c
tests_test_cases_CFLAGS = $(test_cflags)
tests_test_cases_LDADD = $(test_libs)
tests_test_pdf_SOURCES = tests/test-pdf.c
tests_test_pdf_CFLAGS = $(test_cflags)
tests_test_pdf_LDADD = $(test_libs)
tests_test_docx_SOURCES = tests/test-docx.c
tests_test_docx_CFLAGS = $(test_cflags)
tests_test_docx_LDADD = $(test_libs) $(ZLIB_LIBS)
tests_test_xlsx_SOURCES = tests/test-xlsx.c
tests_test_xlsx_CFLAGS = $(test_cflags)
tests_test_xlsx_LDADD = $(test_libs) $(ZLIB_LIBS)
tests_test_odf_SOURCES = tests/test-odf.c
tests_test_odf_CFLAGS = $(test_cflags)
tests_test_odf_LDADD = $(test_libs) $(ZLIB_LIBS)
tests_test_package_SOURCES = tests/test-package.c
tests_test_package_CFLAGS = $(test_cflags)
tests_test_package_LDADD = $(test_libs) $(ZLIB_LIBS)
endif

# Fuzz targets: with --enable-fuzzing real fuzzers, else plain programs that replay the corpus.
fuzz_targets = tests/fuzz/fuzz-html tests/fuzz/fuzz-text tests/fuzz/fuzz-figure \
	tests/fuzz/fuzz-doc tests/fuzz/fuzz-xls tests/fuzz/fuzz-mhtml tests/fuzz/fuzz-csv \
	tests/fuzz/fuzz-aggregate tests/fuzz/fuzz-narrative tests/fuzz/fuzz-units \
	tests/fuzz/fuzz-form tests/fuzz/fuzz-rules tests/fuzz/fuzz-json
if HAVE_PDF
fuzz_targets += tests/fuzz/fuzz-pdf
endif
if HAVE_GSF
fuzz_targets += tests/fuzz/fuzz-docx tests/fuzz/fuzz-xlsx tests/fuzz/fuzz-odt tests/fuzz/fuzz-ods \
	tests/fuzz/fuzz-zip
endif
check_PROGRAMS += $(fuzz_targets)
fuzz_libs = libgovstat-core.la $(GLIB_LIBS) $(JSON_LIBS) $(XML_LIBS)
tests_fuzz_fuzz_html_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_text_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_figure_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_doc_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_xls_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_mhtml_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_csv_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_narrative_LDADD = $(fuzz_libs)
if FUZZING
fuzz_driver =
fuzz_ldflags = -fsanitize=fuzzer
tests_fuzz_fuzz_html_SOURCES = tests/fuzz/fuzz-html.c
tests_fuzz_fuzz_html_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz-text.c
tests_fuzz_fuzz_text_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_figure_SOURCES = tests/fuzz/fuzz-figure.c
tests_fuzz_fuzz_figure_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_doc_SOURCES = tests/fuzz/fuzz-doc.c
tests_fuzz_fuzz_doc_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_xls_SOURCES = tests/fuzz/fuzz-xls.c
tests_fuzz_fuzz_xls_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_mhtml_SOURCES = tests/fuzz/fuzz-mhtml.c
tests_fuzz_fuzz_mhtml_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz-csv.c
tests_fuzz_fuzz_csv_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_narrative_SOURCES = tests/fuzz/fuzz-narrative.c
tests_fuzz_fuzz_narrative_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
else
fuzz_driver = tests/fuzz/replay.c
fuzz_ldflags =
tests_fuzz_fuzz_html_SOURCES = tests/fuzz/fuzz-html.c tests/fuzz/replay.c
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz-text.c tests/fuzz/replay.c
tests_fuzz_fuzz_figure_SOURCES = tests/fuzz/fuzz-figure.c tests/fuzz/replay.c
tests_fuzz_fuzz_doc_SOURCES = tests/fuzz/fuzz-doc.c tests/fuzz/replay.c
tests_fuzz_fuzz_xls_SOURCES = tests/fuzz/fuzz-xls.c tests/fuzz/replay.c
tests_fuzz_fuzz_mhtml_SOURCES = tests/fuzz/fuzz-mhtml.c tests/fuzz/replay.c
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz-csv.c tests/fuzz/replay.c
tests_fuzz_fuzz_narrative_SOURCES = tests/fuzz/fuzz-narrative.c tests/fuzz/replay.c
endif
tests_fuzz_fuzz_aggregate_SOURCES = tests/fuzz/fuzz-aggregate.c $(fuzz_driver)
tests_fuzz_fuzz_aggregate_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_aggregate_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_units_SOURCES = tests/fuzz/fuzz-units.c $(fuzz_driver)
tests_fuzz_fuzz_units_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_units_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_form_SOURCES = tests/fuzz/fuzz-form.c $(fuzz_driver)
tests_fuzz_fuzz_form_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_form_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz-rules.c $(fuzz_driver)
tests_fuzz_fuzz_rules_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_rules_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_json_SOURCES = tests/fuzz/fuzz-json.c $(fuzz_driver)
tests_fuzz_fuzz_json_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_json_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_docx_SOURCES = tests/fuzz/fuzz-docx.c $(fuzz_driver)
tests_fuzz_fuzz_docx_LDADD = $(fuzz_libs) $(ZLIB_LIBS)
tests_fuzz_fuzz_docx_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_xlsx_SOURCES = tests/fuzz/fuzz-xlsx.c $(fuzz_driver)
tests_fuzz_fuzz_xlsx_LDADD = $(fuzz_libs) $(ZLIB_LIBS)
tests_fuzz_fuzz_xlsx_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_odt_SOURCES = tests/fuzz/fuzz-odt.c $(fuzz_driver)
tests_fuzz_fuzz_odt_LDADD = $(fuzz_libs) $(ZLIB_LIBS)
tests_fuzz_fuzz_odt_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_ods_SOURCES = tests/fuzz/fuzz-ods.c $(fuzz_driver)
tests_fuzz_fuzz_ods_LDADD = $(fuzz_libs) $(ZLIB_LIBS)
tests_fuzz_fuzz_ods_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_zip_SOURCES = tests/fuzz/fuzz-zip.c $(fuzz_driver)
tests_fuzz_fuzz_zip_LDADD = $(fuzz_libs) $(ZLIB_LIBS)
tests_fuzz_fuzz_zip_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
tests_fuzz_fuzz_pdf_SOURCES = tests/fuzz/fuzz-pdf.c $(fuzz_driver)
tests_fuzz_fuzz_pdf_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_pdf_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
EXTRA_DIST += tests/fuzz/replay.c tests/fuzz/run.sh

script_tests = \
	tests/check-exports.sh \
	tests/check-fuzz.sh \
	tests/check-headers.sh \
	tests/check-layers.sh \
	tests/check-style.sh
dist_check_SCRIPTS += $(script_tests)
TESTS += $(script_tests)
EXTRA_DIST += tests/check-valgrind.sh

# Shell tests print TAP lines of their own.
SH_LOG_DRIVER = $(LOG_DRIVER)

if HAVE_PYTHON
TESTS += tests/test-render.py tests/test-findings.py tests/test-glued.py
endif
EXTRA_DIST += tests/test-render.py tests/render.py tests/test-findings.py tests/test-glued.py

# Folders go into the archive whole.
dist-hook:
	cp -R $(srcdir)/tests/cases $(srcdir)/tests/rendering $(distdir)/tests/
	cp -R $(srcdir)/tests/fuzz/corpus $(distdir)/tests/fuzz/
	chmod -R u+w $(distdir)/tests
	find $(distdir)/tests -name __pycache__ -exec rm -rf {} +

EXTRA_PROGRAMS += tests/bench/bench-html
tests_bench_bench_html_SOURCES = tests/bench/bench-html.c
tests_bench_bench_html_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS)
EXTRA_PROGRAMS += tests/bench/bench-locate
tests_bench_bench_locate_SOURCES = tests/bench/bench-locate.c
tests_bench_bench_locate_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS)
EXTRA_PROGRAMS += tests/bench/bench-dataset
tests_bench_bench_dataset_SOURCES = tests/bench/bench-dataset.c tests/bench/timing.h tests/bench/country.c tests/bench/country.h
tests_bench_bench_dataset_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS) -lm
EXTRA_PROGRAMS += tests/bench/bench-country
tests_bench_bench_country_SOURCES = tests/bench/bench-country.c tests/bench/timing.h tests/bench/country.c tests/bench/country.h
tests_bench_bench_country_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS) -lm
EXTRA_PROGRAMS += tests/bench/bench-reconcile
tests_bench_bench_reconcile_SOURCES = tests/bench/bench-reconcile.c tests/bench/country.c tests/bench/country.h
tests_bench_bench_reconcile_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS) -lm
EXTRA_PROGRAMS += tests/bench/bench-groups
tests_bench_bench_groups_SOURCES = tests/bench/bench-groups.c tests/bench/timing.h tests/bench/country.c tests/bench/country.h
tests_bench_bench_groups_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS) -lm
EXTRA_PROGRAMS += tests/bench/bench-narrative
tests_bench_bench_narrative_SOURCES = tests/bench/bench-narrative.c
tests_bench_bench_narrative_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS)
EXTRA_PROGRAMS += tests/bench/bench-formats
tests_bench_bench_formats_SOURCES = tests/bench/bench-formats.c
tests_bench_bench_formats_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS)
EXTRA_PROGRAMS += tests/bench/bench-pdf
tests_bench_bench_pdf_SOURCES = tests/bench/bench-pdf.c
tests_bench_bench_pdf_LDADD = libgovstat-core.la $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS)
CLEANFILES += $(EXTRA_PROGRAMS)

if HAVE_PDF
bench_pdf = tests/bench/bench-pdf
endif
# One report of 宿迁 in each format.
bench_files = $(srcdir)/examples/reports/suqian-2024.html $(srcdir)/tests/cases/doc-libreoffice/input.doc \
	$(srcdir)/tests/cases/xls-libreoffice/input.xls $(srcdir)/tests/cases/mhtml-quoted-printable/input.* \
	$(srcdir)/tests/cases/csv-spreadsheet/input.csv $(srcdir)/tests/cases/text-tab-dump/input.txt
if HAVE_GSF
bench_files += $(srcdir)/tests/cases/*-libreoffice-suqian-2024/input.*
endif

.PHONY: bench bench-locate bench-reconcile
bench: all tests/bench/bench-html tests/bench/bench-formats tests/bench/bench-narrative $(bench_pdf) tests/bench/bench-dataset tests/bench/bench-groups tests/bench/bench-country
	tests/bench/bench-html ./govstat $(srcdir)/examples/reports/suqian-2024.html
	tests/bench/bench-formats $(bench_files)
	tests/bench/bench-narrative $(srcdir)/examples/reports/suqian-2024.html \
		$(srcdir)/examples/reports/hitech-police-2024.txt
	test -z "$(bench_pdf)" || tests/bench/bench-pdf $(srcdir)/tests/cases/pdf-libreoffice-*/input.pdf
	tests/bench/bench-dataset 1000 10000 100000 1000000
	tests/bench/bench-groups 1000 10000 100000
	tests/bench/bench-country

# Wrong figures put into consistent reports, and what the check says of them.
bench-reconcile: tests/bench/bench-reconcile
	tests/bench/bench-reconcile 200 7
bench-locate: tests/bench/bench-locate
	tests/bench/bench-locate 2000 2024
