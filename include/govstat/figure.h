/* SPDX-License-Identifier: MIT */
/**
 * @file figure.h
 * Figures as people write them: text → exact value and status.
 *
 * A figure is never only a number. Blank is not zero, "not applicable" is not zero, and text that
 * is no figure stays text. Values are integers at a fixed decimal scale, so money loses nothing:
 * an amount in 万元 is held in units of 10^-6 万元 (one 分).
 */
#ifndef GOVSTAT_FIGURE_H
#define GOVSTAT_FIGURE_H

#include <govstat/decls.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

GOV_BEGIN_DECLS

/** What is known of one cell of a report. */
typedef enum {
    GOV_STATUS_REPORTED,       /**< A figure was printed (0 included); the only status that counts. */
    GOV_STATUS_BLANK,          /**< The cell is there and empty. Never a zero. */
    GOV_STATUS_NOT_APPLICABLE, /**< A mark such as `/`, `—` or 无. */
    GOV_STATUS_UNREADABLE,     /**< Text that is no figure. */
    GOV_STATUS_UNCERTAIN,      /**< A best reading exists, but it may be wrong. */
    GOV_STATUS_ABSENT          /**< The row or the table is not in the document. */
} GovStatus;

/** What a cell of a form holds. */
typedef enum {
    GOV_TYPE_COUNT,  /**< Whole number; a negative one is kept as printed, for rules to find. */
    GOV_TYPE_SIGNED, /**< Whole number that may be negative (本年增/减). */
    GOV_TYPE_MONEY   /**< Amount, held in units of 10^-6 万元. */
} GovType;

/** Unit written inside a cell or its header. */
typedef enum {
    GOV_UNIT_NONE,    /**< No unit was written. */
    GOV_UNIT_COUNT,   /**< 件 条 项 次 人 人次 个 篇 宗: counts of things. */
    GOV_UNIT_YUAN,    /**< 元 */
    GOV_UNIT_WANYUAN, /**< 万元, 10^4 元 */
    GOV_UNIT_YIYUAN   /**< 亿元, 10^8 元 */
} GovUnit;

/** Peculiarities of the writing that a careful reader wants to know. */
typedef enum {
    GOV_FIGURE_PLAIN = 0,
    GOV_FIGURE_DOUBLE_SIGN = 1 << 0, /**< `--253`, read as −253. */
    GOV_FIGURE_JOINED = 1 << 1,      /**< Digits were parted by space or line break and re-joined. */
    GOV_FIGURE_ROUNDED = 1 << 2      /**< More decimals than the scale holds; rounded half to even. */
} GovFigureFlags;

/** Decimal places that a value of ::GOV_TYPE_MONEY holds. */
#define GOV_MONEY_PLACES 6

/** A parsed figure. `value` is meaningful only when `status` is ::GOV_STATUS_REPORTED. */
typedef struct {
    int64_t value;        /**< At 10^0 for counts, at 10^-6 万元 for money. */
    GovStatus status;     /**< REPORTED, BLANK, NOT_APPLICABLE or UNREADABLE. */
    GovUnit unit;         /**< The unit written after the number, or NONE. */
    unsigned flags;       /**< GovFigureFlags. */
} GovFigure;

/**
 * Parses the text of one cell.
 *
 * Accepts full-width forms, white space around the figure, `+ - − 增 减 --` before it, thousands
 * separators in groups of three, a decimal point, and a unit after it. Never overflows: a number
 * that does not fit is unreadable. Digits parted by white space are joined and flagged
 * ::GOV_FIGURE_JOINED: whether to trust that is the caller's decision. Marks are up to four dashes
 * of any kind, `/`, 无 and `N/A`. All other text is unreadable, among it a count with a money unit
 * or with decimals other than 0, and an amount other than 0 with a unit of counts.
 *
 * @param text      UTF-8 text; need not be terminated
 * @param len       its length in bytes
 * @param type      what the cell holds
 * @param unit      the unit to assume where the cell writes none (NONE means 万元 for money)
 * @return the figure, by value
 */
GovFigure gov_figure_parse(const char *text, size_t len, GovType type, GovUnit unit);

/**
 * Writes a value as a plain decimal: no grouping, `.` as point, no trailing zeros.
 *
 * @return a new string; free with g_free()
 */
char *gov_figure_format(int64_t value, GovType type);

/** @return the machine name of a status (`reported`, `not_applicable` …); static. */
const char *gov_status_get_name(GovStatus status);

/**
 * Finds a status by its machine name.
 *
 * @param[out] status where to store it
 * @return whether the name is known
 */
bool gov_status_from_name(const char *name, GovStatus *status);

GOV_END_DECLS

#endif
