# The library is compiled once as a convenience library, which internal tests link too, so that
# they reach hidden functions; the installed one has no sources of its own.

pkginclude_HEADERS = \
	include/govstat/arrow.h \
	include/govstat/aggregate.h \
	include/govstat/check.h \
	include/govstat/code.h \
	include/govstat/concordance.h \
	include/govstat/dataset.h \
	include/govstat/decls.h \
	include/govstat/diff.h \
	include/govstat/document.h \
	include/govstat/error.h \
	include/govstat/figure.h \
	include/govstat/form.h \
	include/govstat/govstat.h \
	include/govstat/harmonise.h \
	include/govstat/indicator.h \
	include/govstat/join.h \
	include/govstat/label.h \
	include/govstat/manifest.h \
	include/govstat/rate.h \
	include/govstat/narrative.h \
	include/govstat/read.h \
	include/govstat/reconcile.h \
	include/govstat/report.h \
	include/govstat/rollup.h \
	include/govstat/rule.h \
	include/govstat/units.h \
	include/govstat/version.h \
	include/govstat/write.h
pkgincludedir = $(includedir)/govstat

noinst_LTLIBRARIES += libgovstat-core.la
libgovstat_core_la_SOURCES = \
	libgovstat/base/char-private.h \
	libgovstat/base/code.c \
	libgovstat/base/csv.c \
	libgovstat/base/csv-private.h \
	libgovstat/base/error.c \
	libgovstat/base/figure.c \
	libgovstat/base/file.c \
	libgovstat/base/file-private.h \
	libgovstat/base/figure-private.h \
	libgovstat/base/json-emit.c \
	libgovstat/base/json-emit-private.h \
	libgovstat/base/label.c \
	libgovstat/base/label-distance.c \
	libgovstat/base/label-private.h \
	libgovstat/base/table.c \
	libgovstat/base/table-private.h \
	libgovstat/base/table-text.c \
	libgovstat/base/version.c \
	libgovstat/form/concordance.c \
	libgovstat/form/form.c \
	libgovstat/form/form-builtin.c \
	libgovstat/form/form-index.c \
	libgovstat/form/form-link.c \
	libgovstat/form/form-load.c \
	libgovstat/form/form-load-labels.c \
	libgovstat/form/form-load-private.h \
	libgovstat/form/form-parts.c \
	libgovstat/form/form-private.h \
	libgovstat/form/form-struct-private.h \
	libgovstat/form/indicator.c \
	libgovstat/form/indicator-private.h \
	libgovstat/form/keys.c \
	libgovstat/form/keys-private.h \
	libgovstat/form/rule.c \
	libgovstat/form/rule-expand.c \
	libgovstat/form/rule-lint.c \
	libgovstat/form/rule-load.c \
	libgovstat/form/rule-load-private.h \
	libgovstat/form/rule-parse.c \
	libgovstat/form/rule-print.c \
	libgovstat/form/rule-private.h \
	libgovstat/form/rule-resolve.c \
	libgovstat/form/rule-struct-private.h \
	libgovstat/form/rules.c \
	libgovstat/form/rules-private.h \
	libgovstat/form/lexicon.c \
	libgovstat/form/lexicon-private.h \
	libgovstat/report/report.c \
	libgovstat/report/report-from-json.c \
	libgovstat/report/report-json.c \
	libgovstat/report/report-private.h \
	libgovstat/report/units.c \
	libgovstat/report/units-check.c \
	libgovstat/report/units-field.c \
	libgovstat/report/units-like.c \
	libgovstat/report/units-load.c \
	libgovstat/report/units-private.h \
	libgovstat/read/decode-run.c \
	libgovstat/read/decode-split.c \
	libgovstat/read/decode.c \
	libgovstat/read/decode-private.h \
	libgovstat/read/document.c \
	libgovstat/read/encoding.c \
	libgovstat/read/encoding-private.h \
	libgovstat/read/read.c \
	libgovstat/read/format-private.h \
	libgovstat/read/glued-label.c \
	libgovstat/read/glued-plain.c \
	libgovstat/read/glued-private.h \
	libgovstat/read/glued-text.c \
	libgovstat/read/html.c \
	libgovstat/read/html-page.c \
	libgovstat/read/html-private.h \
	libgovstat/read/text.c \
	libgovstat/read/text-line.c \
	libgovstat/read/text-private.h \
	libgovstat/read/json.c \
	libgovstat/read/bytes-private.h \
	libgovstat/read/csv.c \
	libgovstat/read/csv-panel.c \
	libgovstat/read/mhtml.c \
	libgovstat/read/cells.c \
	libgovstat/read/cells-private.h \
	libgovstat/read/decimal.c \
	libgovstat/read/number-format.c \
	libgovstat/read/number-private.h \
	libgovstat/read/ole.c \
	libgovstat/read/doc.c \
	libgovstat/read/doc-private.h \
	libgovstat/read/doc-property.c \
	libgovstat/read/doc-table.c \
	libgovstat/read/doc-text.c \
	libgovstat/read/xls.c \
	libgovstat/read/xls-formula.c \
	libgovstat/read/xls-private.h \
	libgovstat/read/xls-sheet.c \
	libgovstat/read/xls-string.c \
	libgovstat/read/ole-private.h \
	libgovstat/read/match.c \
	libgovstat/read/match-columns.c \
	libgovstat/read/match-context.c \
	libgovstat/read/match-data.c \
	libgovstat/read/match-decode.c \
	libgovstat/read/match-glued.c \
	libgovstat/read/match-hit.c \
	libgovstat/read/match-identity.c \
	libgovstat/read/match-lines.c \
	libgovstat/read/match-order.c \
	libgovstat/read/match-parts.c \
	libgovstat/read/match-position.c \
	libgovstat/read/match-private.h \
	libgovstat/read/match-row.c \
	libgovstat/read/match-table.c \
	libgovstat/read/match-table-private.h \
	libgovstat/dataset/arrow.c \
	libgovstat/dataset/buffer.c \
	libgovstat/dataset/buffer-private.h \
	libgovstat/dataset/column.c \
	libgovstat/dataset/dataset.c \
	libgovstat/dataset/dataset-private.h \
	libgovstat/dataset/dictionary.c \
	libgovstat/dataset/manifest.c \
	libgovstat/dataset/manifest-join.c \
	libgovstat/dataset/manifest-private.h \
	libgovstat/dataset/order.c \
	libgovstat/dataset/view.c \
	libgovstat/aggregate/harmonise.c \
	libgovstat/aggregate/rate.c \
	libgovstat/aggregate/join.c \
	libgovstat/aggregate/rollup.c \
	libgovstat/aggregate/rollup-assign.c \
	libgovstat/aggregate/rollup-editions.c \
	libgovstat/aggregate/rollup-family.c \
	libgovstat/aggregate/rollup-incomplete.c \
	libgovstat/aggregate/rollup-plan.c \
	libgovstat/aggregate/rollup-private.h \
	libgovstat/aggregate/rollup-read.c \
	libgovstat/aggregate/rollup-sum.c \
	libgovstat/aggregate/aggregate.c \
	libgovstat/aggregate/aggregate-private.h \
	libgovstat/aggregate/bytes.c \
	libgovstat/aggregate/editions.c \
	libgovstat/aggregate/finish.c \
	libgovstat/aggregate/funnel.c \
	libgovstat/aggregate/group.c \
	libgovstat/aggregate/moments.c \
	libgovstat/aggregate/peers.c \
	libgovstat/aggregate/spread.c \
	libgovstat/aggregate/statistics.c \
	libgovstat/aggregate/wide.c \
	libgovstat/aggregate/wide-private.h \
	libgovstat/check/baseline.c \
	libgovstat/check/copies.c \
	libgovstat/check/outlier.c \
	libgovstat/check/panel.c \
	libgovstat/check/panel-private.h \
	libgovstat/check/deduce.c \
	libgovstat/check/diff.c \
	libgovstat/check/claim-change.c \
	libgovstat/check/claim-count.c \
	libgovstat/check/claim-match.c \
	libgovstat/check/claim-match-private.h \
	libgovstat/check/claim-message.c \
	libgovstat/check/claim-private.h \
	libgovstat/check/claim-share.c \
	libgovstat/check/claim-value.c \
	libgovstat/check/check.c \
	libgovstat/check/compared.c \
	libgovstat/check/evaluate.c \
	libgovstat/check/evaluate-private.h \
	libgovstat/check/finding.c \
	libgovstat/check/finding-private.h \
	libgovstat/check/judge.c \
	libgovstat/check/lattice.c \
	libgovstat/check/locate.c \
	libgovstat/check/locate-private.h \
	libgovstat/check/mention.c \
	libgovstat/check/mention-count.c \
	libgovstat/check/mention-meaning.c \
	libgovstat/check/mention-none.c \
	libgovstat/check/mention-parser-private.h \
	libgovstat/check/mention-percent.c \
	libgovstat/check/mention-private.h \
	libgovstat/check/mention-word.c \
	libgovstat/check/narrative.c \
	libgovstat/check/open.c \
	libgovstat/check/reason.c \
	libgovstat/check/screen.c \
	libgovstat/check/search.c \
	libgovstat/check/slip.c \
	libgovstat/check/slip-private.h \
	libgovstat/check/reconcile.c \
	libgovstat/check/reconcile-explain.c \
	libgovstat/check/reconcile-private.h \
	libgovstat/check/remark.c \
	libgovstat/check/series.c \
	libgovstat/check/series-cancel.c \
	libgovstat/check/series-chain.c \
	libgovstat/check/series-order.c \
	libgovstat/check/series-private.h \
	libgovstat/check/token.c \
	libgovstat/check/token-number.c \
	libgovstat/check/token-private.h \
	libgovstat/write/json.c \
	libgovstat/write/csv.c \
	libgovstat/write/concordance.c \
	libgovstat/write/diff.c \
	libgovstat/write/filing.c \
	libgovstat/write/reconcile.c \
	libgovstat/write/rollup.c \
	libgovstat/write/rollup-parts-private.h \
	libgovstat/write/rollup-text.c \
	libgovstat/write/grid.c \
	libgovstat/write/grid-private.h \
	libgovstat/write/junit.c \
	libgovstat/write/mark.c \
	libgovstat/write/sarif.c \
	libgovstat/write/sheet.c \
	libgovstat/write/sheet-private.h \
	libgovstat/write/text.c \
	libgovstat/write/html.c
if HAVE_PDF
libgovstat_core_la_SOURCES += \
	libgovstat/read/pdf-asides.c \
	libgovstat/read/pdf-band.c \
	libgovstat/read/pdf-blank.c \
	libgovstat/read/pdf-broken.c \
	libgovstat/read/pdf-child.c \
	libgovstat/read/pdf-columns.c \
	libgovstat/read/pdf-cuts.c \
	libgovstat/read/pdf-grid.c \
	libgovstat/read/pdf-header.c \
	libgovstat/read/pdf-labels.c \
	libgovstat/read/pdf-layout.c \
	libgovstat/read/pdf-line.c \
	libgovstat/read/pdf-private.h \
	libgovstat/read/pdf-prose.c \
	libgovstat/read/pdf-turn.c \
	libgovstat/read/pdf-words.c \
	libgovstat/read/pdf.c
endif
if HAVE_GSF
libgovstat_core_la_SOURCES += \
	libgovstat/read/docx.c \
	libgovstat/read/flow.c \
	libgovstat/read/flow-private.h \
	libgovstat/read/formula.c \
	libgovstat/read/odf.c \
	libgovstat/read/odf-private.h \
	libgovstat/read/ods.c \
	libgovstat/read/odt.c \
	libgovstat/read/package.c \
	libgovstat/read/package-private.h \
	libgovstat/read/package-relations.c \
	libgovstat/read/package-xml.c \
	libgovstat/read/package-zip.c \
	libgovstat/read/xlsx.c \
	libgovstat/read/xlsx-private.h \
	libgovstat/read/xlsx-sheet.c
endif
nodist_libgovstat_core_la_SOURCES = libgovstat/forms/forms-resource.c
libgovstat_core_la_LIBADD = $(GLIB_LIBS) $(XML_LIBS) $(JSON_LIBS) $(GSF_LIBS) $(ZLIB_LIBS) -lm

lib_LTLIBRARIES += libgovstat.la
libgovstat_la_SOURCES =
libgovstat_la_LIBADD = libgovstat-core.la
libgovstat_la_LDFLAGS = $(AM_LDFLAGS) -version-info $(GOVSTAT_LT_VERSION) -no-undefined

form_files = \
	libgovstat/forms/cn-foi-2021.form \
	libgovstat/forms/cn-foi-2019.form \
	libgovstat/forms/cn-foi-2014.form \
	libgovstat/forms/cn-foi.concordance \
	libgovstat/forms/narrative.wording
EXTRA_DIST += $(form_files) libgovstat/forms/forms.gresource.xml

libgovstat/forms/forms-resource.c: libgovstat/forms/forms.gresource.xml $(form_files)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(GLIB_COMPILE_RESOURCES) --internal --c-name gov__forms \
		--sourcedir=$(srcdir)/libgovstat/forms --target=$@ --generate-source $<
CLEANFILES += libgovstat/forms/forms-resource.c
