/* SPDX-License-Identifier: MIT */
/**
 * @file check.h
 * GovFinding: what the rules of a form say of a report.
 */
#ifndef GOVSTAT_CHECK_H
#define GOVSTAT_CHECK_H

#include <govstat/dataset.h>
#include <govstat/narrative.h>
#include <govstat/report.h>
#include <govstat/rule.h>

GOV_BEGIN_DECLS

typedef struct _GovFinding GovFinding;

/** What a finding says. */
typedef enum {
    GOV_FINDING_FAILED,         /**< The rule does not hold. */
    GOV_FINDING_NOT_ASSESSABLE, /**< Cells without a figure keep the rule from being judged. */
    GOV_FINDING_INCOMPLETE,     /**< Rows or a whole table of the form are absent. */
    GOV_FINDING_REMARK,         /**< Something about the report as a whole, such as its year. */
    GOV_FINDING_CLAIM           /**< A figure in the text sections, held against the tables: the left
                                     side is that of the text, the right side that of the tables. */
} GovFindingKind;

/** Where the fault of a failed rule lies. */
typedef enum {
    GOV_CLASS_SOURCE,   /**< All figures were read from plain cells: the document itself is off. */
    GOV_CLASS_READING,  /**< A figure was inferred or re-joined: the reading is suspect. */
    GOV_CLASS_UNDECIDED /**< Neither can be said. */
} GovClass;

/**
 * A cell that could explain a failure, with the value that would mend it.
 *
 * Suspects are members of explanations: smallest sets of cells whose change lets every identity
 * hold. `set` tells which: 1 for the likeliest explanation, and the suspects of one number belong
 * together, also across the findings of a table. A finding lists what concerns its own comparison.
 * Where no set was found that mends all, `set` is 0: the cell alone mends what it stands in.
 */
typedef struct {
    size_t cell;        /**< Index of the cell. */
    int64_t value;      /**< As printed. */
    int64_t suggested;  /**< What would mend it. Never applied. */
    const char *reason; /**< Machine name of what makes it likely, such as `missing_digit`; static. */
    unsigned clears;    /**< How many failed comparisons it takes part in mending. */
    unsigned set;       /**< Rank of the explanation it belongs to, from 1; 0 if there is none. */
} GovSuspect;

/** Which figures of the text sections are told. */
typedef enum {
    GOV_NARRATIVE_CONTRADICTED, /**< Those that contradict the tables. */
    GOV_NARRATIVE_ALL,          /**< All that are found, with what became of them. */
    GOV_NARRATIVE_NONE          /**< The text is not looked at. */
} GovNarrativeMode;

/** What to check beyond the rules of the form; start from ::GOV_CHECK_OPTIONS_INIT. */
typedef struct {
    const GPtrArray *rules; /**< GovRules to add: those that are for the form of a report are used.
                                 May be NULL. */
    const GovReport *prior; /**< Report of the same body for the year before, sealed, which makes
                                 rules that name `prior.` figures apply; NULL leaves them out. */
    GovNarrativeMode narrative; /**< Which figures of the text sections are told. */
} GovCheckOptions;

#define GOV_CHECK_OPTIONS_INIT {NULL, NULL, GOV_NARRATIVE_CONTRADICTED}

/**
 * Checks a report against the rules of its form.
 *
 * @param report a sealed report
 * @return the findings in the order of the form, none if all is well; g_ptr_array_unref()
 */
GPtrArray *gov_check_report(const GovReport *report);

/**
 * Checks a report against the rules of its form and others.
 *
 * @param report  a sealed report
 * @param options may be NULL
 * @return the findings: identities first, then in the order of form and added rules; g_ptr_array_unref()
 */
GPtrArray *gov_check_report_with(const GovReport *report, const GovCheckOptions *options);

/**
 * Checks reports across years: what rules that name `prior.` figures say of each report and that of
 * the same body for the year before, and of chains over more years. Bodies are told apart by their
 * normalised names; reports without a body or a year are left out, and so are years for which a body
 * has several reports that differ, which a remark tells. Two editions are compared by the codes they
 * share. What the other rules say is left to gov_check_report_with().
 *
 * @param reports sealed GovReport in any order, which makes no difference to the result
 * @param options may be NULL; `prior` is not looked at
 * @return the findings by body and year; g_ptr_array_unref()
 */
GPtrArray *gov_check_series(const GPtrArray *reports, const GovCheckOptions *options);

/**
 * Checks all rows of a dataset: the findings are those that gov_check_report_with() makes of each row, as
 * gov_dataset_dup_report() has it: what it says of the period or the text of a report is not among them.
 * Sound rows are told by sums over whole columns, which is what makes a million of them cheap.
 *
 * A row that was filed in another form (::GOV_KEY_FORM) is not checked, which a hint `form.harmonised` says: the
 * identities of one edition do not hold over what is only about the same in another. Check reports in their own form.
 *
 * @param dataset   sealed
 * @param options   may be NULL; `prior` must be NULL
 * @param n_threads how many threads to use; 0: one for each processor. The result is the same.
 * @return the findings by row, in a row as gov_check_report_with() has them; g_ptr_array_unref()
 */
GPtrArray *gov_check_dataset(const GovDataset *dataset, const GovCheckOptions *options, unsigned n_threads);
/**
 * Finds the rows of a dataset that may have findings: all in which a rule fails or a figure is lacking.
 * All other rows have none.
 *
 * @param n number of rows found
 * @return ascending row numbers; g_free()
 */
size_t *gov_check_find_rows(const GovDataset *dataset, const GovCheckOptions *options, unsigned n_threads,
                            size_t *n);

/**
 * Looks for what only many reports together show: figures far from those of other bodies of the same level
 * and year (`outlier.level`: robust z of the logarithm), unusual changes against the year before
 * (`outlier.change`: Hidiroglou-Berthelot), and tables whose figures are all those of another report
 * (`<table>.copy`). All are hints. Levels are those of ::GOV_KEY_LEVEL, which gov_units_join() fills in;
 * without it all bodies are of one level. Groups of fewer than 20 bodies are not looked at.
 *
 * @param dataset sealed; the order of its rows makes no difference
 * @return the findings by body and year; g_ptr_array_unref()
 */
GPtrArray *gov_check_panel(const GovDataset *dataset);

/** @return @p finding, with one more reference. */
GovFinding *gov_finding_ref(const GovFinding *finding);
/** Drops a reference. */
void gov_finding_unref(GovFinding *finding);

/** @return the report it is about; borrowed. */
const GovReport *gov_finding_get_report(const GovFinding *finding);
/** @return what it says. */
GovFindingKind gov_finding_get_kind(const GovFinding *finding);
/** @return the id of the rule, such as `applications.balance`; borrowed. */
const char *gov_finding_get_rule(const GovFinding *finding);
/** @return its severity. */
GovSeverity gov_finding_get_severity(const GovFinding *finding);
/** @return where the fault lies. */
GovClass gov_finding_get_class(const GovFinding *finding);
/** @return `source`, `reading` or `undecided`; static. */
const char *gov_class_get_name(GovClass klass);
/** @return the row or column the rule was applied to, as printed in the form, or NULL; borrowed. */
const char *gov_finding_get_place(const GovFinding *finding, GovLanguage language);
/** @return the full sentence: place, rule, both sides and the difference; free with g_free(). */
char *gov_finding_dup_message(const GovFinding *finding, GovLanguage language);
/** @return the number of cells the rule looked at. */
size_t gov_finding_n_cells(const GovFinding *finding);
/** @return one of them, in the order of the rule: left side, then right side. */
size_t gov_finding_get_cell(const GovFinding *finding, size_t i);
/** @return the report that the finding compares with: of an earlier year, or a rival of the same year;
 *          or NULL; borrowed. */
const GovReport *gov_finding_get_prior(const GovFinding *finding);
/** @return the number of cells of that report the rule looked at. */
size_t gov_finding_n_prior_cells(const GovFinding *finding);
/** @return one of them, as a cell of the form of that report. */
size_t gov_finding_get_prior_cell(const GovFinding *finding, size_t i);
/** @return whether both sides have a value. */
bool gov_finding_has_sides(const GovFinding *finding);
/** @return the left side, at the scale of gov_finding_get_type(). */
int64_t gov_finding_get_lhs(const GovFinding *finding);
/** @return the right side. */
int64_t gov_finding_get_rhs(const GovFinding *finding);
/** @return left side − right side. */
int64_t gov_finding_get_difference(const GovFinding *finding);
/** @return the type of both sides, which gives their scale. */
GovType gov_finding_get_type(const GovFinding *finding);
/** @return the words of the text section that ::GOV_FINDING_CLAIM is about, as printed; otherwise NULL;
 *          borrowed. */
const char *gov_finding_get_sentence(const GovFinding *finding);
/** @return the section they stand in, or 0. */
unsigned gov_finding_get_section(const GovFinding *finding);
/** @return the machine name of the base on which the figure of the text is, or would be, right, such as
 *          `review.handled`; or NULL; borrowed. */
const char *gov_finding_get_base(const GovFinding *finding);
/** @return the number of suspects, likeliest first. */
size_t gov_finding_n_suspects(const GovFinding *finding);
/** @return a suspect, by value. */
GovSuspect gov_finding_get_suspect(const GovFinding *finding, size_t i);
/** @return how many cells at least must be wrong in what the comparison is part of, or 0 if that
 *          was not looked for. */
unsigned gov_finding_get_min_cells(const GovFinding *finding);
/** @return whether the suspects are all that this number of cells allows; otherwise there may be
 *          others. */
bool gov_finding_has_all_suspects(const GovFinding *finding);
/** @return the reason of a suspect for people, such as 漏写一位数字; static. A reason that is not known
 *          is given back. */
const char *gov_suspect_get_reason_text(const char *reason, GovLanguage language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovFinding, gov_finding_unref)

/** Findings that were looked at and accepted; immutable. */
typedef struct _GovBaseline GovBaseline;

/**
 * Loads accepted findings from JSON lines as gov_baseline_append_line() writes them. Empty lines and
 * members that are not known, such as a remark, are left alone.
 *
 * @param data  UTF-8 text
 * @param len   its length in bytes
 * @param name  what to call it in messages, such as its path
 * @param error ::GOV_ERROR_SYNTAX with name and line, ::GOV_ERROR_LIMIT
 * @return a new baseline, or NULL
 */
GovBaseline *gov_baseline_from_data(const char *data, size_t len, const char *name, GError **error);
/** Loads a file; see gov_baseline_from_data(). Adds ::GOV_ERROR_IO. */
GovBaseline *gov_baseline_from_file(const char *path, GError **error);
/** @return @p baseline, with one more reference. */
GovBaseline *gov_baseline_ref(const GovBaseline *baseline);
/** Drops a reference. */
void gov_baseline_unref(GovBaseline *baseline);
/** @return whether a finding was accepted: of the same body, year, form, rule and cells, with the same
 *          figures in them. */
bool gov_baseline_has(const GovBaseline *baseline, const GovFinding *finding);
/** Appends the line that accepts a finding, with its line break. */
void gov_baseline_append_line(GString *out, const GovFinding *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovBaseline, gov_baseline_unref)

GOV_END_DECLS

#endif
