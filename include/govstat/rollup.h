/* SPDX-License-Identifier: MIT */
/**
 * @file rollup.h
 * GovRollup: the reports of many units added up along the register of units.
 *
 * A node of a roll-up is a unit with units below it, in one year: its table is the sum of the reports of those
 * below, at any depth. What is added are the reports of the units at the bottom, and the own report (本机关) of
 * a unit in between; what such a unit publishes for its whole region (全行政区域) or level is never added to
 * those it is made of, but compared with them. A unit that has not filed, a blank and a zero are three
 * different things in every result. docs/rollup.md has the definitions.
 *
 * Reading is safe from any thread; gov_rollup_replace() needs the roll-up for itself.
 */
#ifndef GOVSTAT_ROLLUP_H
#define GOVSTAT_ROLLUP_H

#include <govstat/concordance.h>
#include <govstat/join.h>
#include <govstat/rule.h>
#include <stdint.h>

GOV_BEGIN_DECLS

typedef struct _GovRollup GovRollup;

/** What to add up and how; start from ::GOV_ROLLUP_OPTIONS_INIT. */
typedef struct {
    const GovKey *by; /**< Keys of the groups; ::GOV_KEY_YEAR must be among them: nothing is added over years.
                           ::GOV_KEY_PARENT gives a node for every unit with others below it; level, line and
                           division are those of the units that file. */
    size_t n_by;
    GovNulls nulls;   /**< ::GOV_NULLS_ZERO lets blanks count as nothing to add; else a sum with a blank in it
                           is uncertain. */
    bool local_only;  /**< Leaves vertical units out. */
    unsigned threads; /**< Workers for the sums; 0 and 1: none but the caller. */
    const int *order; /**< For each row of the dataset: of several reports of a unit, year and scope the one with
                           the highest number is taken, whenever they were filed; NULL: as filed. */
} GovRollupOptions;

#define GOV_ROLLUP_OPTIONS_INIT {NULL, 0, GOV_NULLS_STRICT, false, 0, NULL}

/** One group. */
typedef struct {
    int unit;             /**< Line of the register, or -1 if units are not among the keys. */
    int year;
    GovLevel level;       /**< UNKNOWN if that is not among the keys. */
    int line;             /**< GovLine, or -1 if that is not among the keys. */
    const char *division; /**< NULL if that is not among the keys, or unknown; borrowed. */
    size_t n_expected;    /**< Reports that make up the whole. */
    size_t n_present;     /**< Of these, reports that are there. */
} GovRollupNode;

/** What a bound rests on. */
typedef enum {
    GOV_BOUND_PRIOR = 1 << 0,   /**< Last year's reports of the units that are missing, through an identity
                                     (carried in = carried over). */
    GOV_BOUND_REGION = 1 << 1,  /**< The report of the node itself for its region. */
    GOV_BOUND_CONFLICT = 1 << 2 /**< That report has less than those below it together, or than these and what the
                                     missing carried over: no upper bound. */
} GovBoundFlags;

/** One cell of a group. The reports that are expected are the sum of the seven counts. */
typedef struct {
    GovStatus status; /**< REPORTED: of all; UNCERTAIN: the sum of some; BLANK, NOT_APPLICABLE: all that are there
                           have that; ABSENT: nobody has a figure. */
    bool has_sum;
    int64_t sum;             /**< Of those that have a figure. */
    size_t n_reported;       /**< Reports with a figure, 0 among them. */
    size_t n_blank;          /**< With a blank. */
    size_t n_not_applicable; /**< With a mark such as `/`: nothing to add. */
    size_t n_doubtful;       /**< With text that is no figure, or an uncertain one; not in the sum. */
    size_t n_absent;         /**< Without the row or the table. */
    size_t n_missing;        /**< Not there at all. */
    bool has_lower;
    bool has_upper;
    int64_t lower;   /**< The whole is not less, */
    int64_t upper;   /**< and not more, if what the bounds rest on is right. */
    unsigned bounds; /**< GovBoundFlags. */
    bool has_estimate;
    int64_t estimate;  /**< The sum with last year's figures of units that are missing, where those are of the same
                            definition: no bound. */
    size_t n_estimated; /**< How many of those there are. */
    GovComparability comparability; /**< Least comparable of the reports that are there, by the editions they were
                                         filed in: a sum of EXACT and NONE is NONE, a break. */
} GovRollupCell;

/** A total of a group, worked out again. */
typedef struct {
    const GovRule *rule; /**< Borrowed from the form. */
    size_t cell;         /**< The total. */
    int64_t printed;     /**< Sum of the totals as printed. */
    int64_t recomputed;  /**< Sum of the summed parts. */
} GovRollupTotal;

/** A unit that has not filed for a year. */
typedef struct {
    size_t unit; /**< Line of the register. */
    int year;
    bool is_added; /**< Whether its report would be part of a sum; else it would be compared with one. */
} GovMissing;

/** A report that is added and leaves figures open. */
typedef struct {
    size_t unit; /**< Line of the register. */
    int year;
    size_t row;         /**< Of the dataset; SIZE_MAX of one that was put in later. */
    const char *source; /**< File or address, or NULL; borrowed. */
    size_t n_blank;    /**< Cells with a blank. */
    size_t n_doubtful; /**< With text that is no figure, or an uncertain one. */
    size_t n_absent;   /**< Without the row or the table, though the edition has it. */
} GovIncomplete;

/** Why one of two reports of a unit for a year was taken. */
typedef enum {
    GOV_TAKEN_SAME,        /**< Both hold the same figures. */
    GOV_TAKEN_FILED_LATER, /**< It was filed later; one with a day counts as later than one without. */
    GOV_TAKEN_LATER_INPUT, /**< It comes later in the dataset. */
    GOV_TAKEN_WIDER_SCOPE, /**< It covers more, and the other with it. */
    GOV_TAKEN_ORDER        /**< GovRollupOptions puts it higher. */
} GovTakenReason;

/** A report that was not taken. */
typedef struct {
    size_t row;   /**< Of the dataset. */
    size_t taken; /**< Row of the report that was. */
    GovTakenReason reason;
} GovResubmission;

/**
 * Rolls up a dataset.
 *
 * @param dataset sealed and joined: rows without ::GOV_KEY_UNIT are left out and counted
 * @param options may be NULL: by parent and year
 * @param error   ::GOV_ERROR_OVERFLOW naming unit, year and cell of a sum that cannot be held,
 *                ::GOV_ERROR_LIMIT for more groups than memory is given to, ::GOV_ERROR_UNSUPPORTED for keys
 *                that cannot be used
 * @return a new roll-up, or NULL
 */
GovRollup *gov_rollup_new(const GovDataset *dataset, const GovUnits *units, const GovRollupOptions *options,
                          GError **error);
/** @return @p rollup, with one more reference. */
GovRollup *gov_rollup_ref(const GovRollup *rollup);
/** Drops a reference. */
void gov_rollup_unref(GovRollup *rollup);

/** @return the dataset; borrowed. */
const GovDataset *gov_rollup_get_dataset(const GovRollup *rollup);
/** @return the register; borrowed. */
const GovUnits *gov_rollup_get_units(const GovRollup *rollup);
/** @return the number of groups: by year, then in the order of the register. */
size_t gov_rollup_n_nodes(const GovRollup *rollup);
/** @return one of them. */
GovRollupNode gov_rollup_get_node(const GovRollup *rollup, size_t node);
/** @return the group of a unit in a year, or -1. */
int gov_rollup_find_node(const GovRollup *rollup, const char *code, int year);
/** @return a cell of a group. */
GovRollupCell gov_rollup_get_cell(const GovRollup *rollup, size_t node, size_t cell);
/** @return how many editions the reports of the dataset were filed in, that of the dataset among them. */
size_t gov_rollup_n_editions(const GovRollup *rollup);
/** @return the id of one of them; the first is that of the dataset; borrowed. */
const char *gov_rollup_get_edition(const GovRollup *rollup, size_t edition);
/**
 * Gives the reports that are added: one for each unit and year, and none that a unit published for those below it.
 *
 * @param n     where to store how many there are
 * @param nodes where to store the group each of them is added to, the lowest one, g_free(); may be NULL
 * @return their rows in the dataset, ascending; those put in later are not among them; g_free()
 */
size_t *gov_rollup_dup_rows(const GovRollup *rollup, size_t *n, uint32_t **nodes);
/** @return the group of the same year that a group is part of, or -1 at the top. */
int64_t gov_rollup_get_above(const GovRollup *rollup, size_t node);
/** @return how many of the reports of a group that are there were filed in an edition. */
size_t gov_rollup_count_edition(const GovRollup *rollup, size_t node, size_t edition);
/**
 * Works out the totals of a group again from its summed parts. Only those are compared to which every report
 * that is there gives a figure in every cell.
 *
 * @param n_compared where to store how many were compared; may be NULL
 * @return GovRollupTotal, those that differ, in the order of the form; g_array_unref()
 */
GArray *gov_rollup_check_totals(const GovRollup *rollup, size_t node, size_t *n_compared);
/** @return a group as a sealed report: sums, with UNCERTAIN where they are of some, and notes that say which
 *          reports are missing; gov_report_unref(). */
GovReport *gov_rollup_dup_report(const GovRollup *rollup, size_t node);
/** @return all groups as a sealed dataset, one a row, with the keys of their units and the scope `region`, and as
 *          ::GOV_KEY_FORM the ids of the forms their reports were filed in, parted by spaces. */
GovDataset *gov_rollup_to_dataset(const GovRollup *rollup, GError **error);

/** @return how many units have not filed, year by year. */
size_t gov_rollup_n_missing(const GovRollup *rollup);
/** @return one of them, by year, then in the order of the register. */
GovMissing gov_rollup_get_missing(const GovRollup *rollup, size_t i);
/** @return GovIncomplete, of the reports that are added those that leave figures open (blanks not with
 *          ::GOV_NULLS_ZERO), by year, then in the order of the register; g_array_unref(). One pass over all cells. */
GArray *gov_rollup_list_incomplete(const GovRollup *rollup);
/** @return how many reports gave way to another. */
size_t gov_rollup_n_resubmissions(const GovRollup *rollup);
/** @return one of them, in the order of the dataset. */
GovResubmission gov_rollup_get_resubmission(const GovRollup *rollup, size_t i);
/** @return `same`, `filed_later`, `later_input`, `wider_scope` or `order`; static. */
const char *gov_taken_reason_get_name(GovTakenReason reason);
/** @return the reason in words, such as 报送日期较晚; static. */
const char *gov_taken_reason_get_text(GovTakenReason reason, GovLanguage language);
/** @return how many rows of the dataset are in no group: without a unit or a year, vertical where these are
 *          left out, or of a unit with none above and none below. */
size_t gov_rollup_n_outside(const GovRollup *rollup);

/**
 * Puts a report in the place of the one a unit has for its year, or of none. Only the groups above the unit
 * are changed, and they come out as if everything had been added up anew.
 *
 * @param code   of the unit
 * @param report sealed, of the form of the dataset, with a year that the dataset has
 * @param scope  what it covers, or UNKNOWN for what the register says
 * @param error  ::GOV_ERROR_FORM; ::GOV_ERROR_COUNT if there is no such unit or year, or it is in no sum;
 *               ::GOV_ERROR_OVERFLOW. The roll-up is then as before.
 */
bool gov_rollup_replace(GovRollup *rollup, const char *code, const GovReport *report, GovScope scope,
                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovRollup, gov_rollup_unref)

GOV_END_DECLS

#endif
