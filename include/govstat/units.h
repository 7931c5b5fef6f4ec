/* SPDX-License-Identifier: MIT */
/**
 * @file units.h
 * GovUnits: the register of the bodies that report (单位名录).
 *
 * A register is a CSV file that a spreadsheet can keep. One line is one unit for a span of years; a unit
 * that was renamed or moved to another parent has several lines with the same code, one after another in
 * time. A register is immutable and may be read from any thread. Indexes are those of the lines, from 0.
 */
#ifndef GOVSTAT_UNITS_H
#define GOVSTAT_UNITS_H

#include <govstat/code.h>
#include <stddef.h>

GOV_BEGIN_DECLS

typedef struct _GovUnits GovUnits;

/** Units of one name are counted up to here. */
#define GOV_UNITS_MAX_MATCHES 64u

/** Who is above a unit. */
typedef enum {
    GOV_LINE_LOCAL,   /**< 块: part of the local government. */
    GOV_LINE_VERTICAL /**< 条: of a vertically managed system, such as tax. */
} GovLine;

/** What a report covers. */
typedef enum {
    GOV_SCOPE_UNKNOWN, /**< Not told. */
    GOV_SCOPE_OWN,     /**< 本机关: the body alone. */
    GOV_SCOPE_LEVEL,   /**< 本级: the government of the level and its departments. */
    GOV_SCOPE_REGION   /**< 全行政区域: everything below as well. */
} GovScope;

/** One line of a register, a body (机关) for some years; strings are borrowed from it. */
typedef struct {
    const char *code;
    const char *name;
    const char *parent;   /**< Code of the parent, or NULL at the top. */
    const char *division; /**< Division code, or NULL. */
    GovLevel level;       /**< As told, or after the division code. */
    GovLine line;
    GovScope scope; /**< What the report of the unit covers, where the register tells. */
    int valid_from; /**< First reporting year, or 0 if that is open. */
    int valid_to;   /**< Last one, or 0 if that is open. */
    unsigned file_line; /**< Line of the file, from 1. */
} GovBody;

/**
 * Reads a register.
 *
 * The first line names the columns, in any order and in either language, with the other words in use for them
 * (docs/rollup.md): `code` 代码, `name` 名称,
 * `aliases` 别名 (parted by `;`), `parent` 上级 (a code), `level` 级别, `line` 条块, `division` 行政区划代码,
 * `valid_from` 启用 and `valid_to` 停用 (a year, or a day: a unit counts for a year if it exists on its last
 * day), `scope` 范围. The first two are needed; other columns are left alone and told as a warning, as they may be
 * one of these spelt in another way. Fields may be blank. White space of any kind around fields, full-width
 * forms in codes, words and years, and empty lines and columns make no difference.
 *
 * A code of 18 characters is a unified social credit code and one of 9 an organisation code (unless it is
 * the division code of a township): a wrong check character is an error, and so is a code that a spreadsheet
 * has made a number (1.23E+17). Any other text may serve as code.
 *
 * @param data  UTF-8, with or without a byte order mark, UTF-16 with one, or GB18030
 * @param len   its length in bytes
 * @param name  what to call it in messages, such as its path
 * @param error ::GOV_ERROR_SYNTAX with name, line and column of the mistakes, one a line, and what would be right:
 *              an unknown word, no column of codes or names, a code twice in one year, a parent that is not there or not in
 *              all years of the unit, a circle, a wrong check character; ::GOV_ERROR_ENCODING,
 *              ::GOV_ERROR_LIMIT
 * @return a new register, or NULL
 */
GovUnits *gov_units_from_data(const char *data, size_t len, const char *name, GError **error);
/** Reads a file; see gov_units_from_data(). Adds ::GOV_ERROR_IO. */
GovUnits *gov_units_from_file(const char *path, GError **error);
/** @return @p units, with one more reference. */
GovUnits *gov_units_ref(const GovUnits *units);
/** Drops a reference. */
void gov_units_unref(GovUnits *units);

/** @return the number of lines. */
size_t gov_units_n(const GovUnits *units);
/** @return a line, by value; its strings are borrowed. */
GovBody gov_units_get(const GovUnits *units, size_t unit);
/** @return the number of other names of a unit. */
size_t gov_units_n_aliases(const GovUnits *units, size_t unit);
/** @return one of them; borrowed. */
const char *gov_units_get_alias(const GovUnits *units, size_t unit, size_t i);
/** @return whether a line is valid in a year; in any, for 0. */
bool gov_units_is_valid(const GovUnits *units, size_t unit, int year);

/** @return the line with a code that is valid in a year (the latest, for 0), or -1. Any spelling of the code
 *          that gov_code_normalise() knows will do. */
int gov_units_find_code(const GovUnits *units, const char *code, int year);
/** @return the line of the parent in a year in which the unit is valid, or -1 at the top. */
int gov_units_get_parent(const GovUnits *units, size_t unit, int year);

/**
 * Finds the units that a name may mean in a year. Names and aliases count alike, both in the normal form of
 * gov_label_normalise(); only where none is equal, an explanation in brackets at the end, or 人民政府 behind
 * the name of a place, is left out on one side: two that differ tell units apart. Likeness is never enough.
 *
 * @param name  as printed
 * @param year  reporting year, or 0 for any
 * @param found where to store lines of different codes, in the order of the register
 * @param max   how many there is room for
 * @return how many units there are, counted up to ::GOV_UNITS_MAX_MATCHES, which may be more than @p max: 1 is
 *         an answer, more are a question
 */
size_t gov_units_find_name(const GovUnits *units, const char *name, int year, size_t *found, size_t max);

/**
 * Finds the unit that may have been meant by a name that finds none: one name has the characters of the other in
 * their order, or differs in one. Only for asking: it is never what a report is added to.
 *
 * @param name as printed
 * @param year reporting year, or 0 for any
 * @return the line of the unit that is most like it, or -1 if none or several are
 */
int gov_units_find_like(const GovUnits *units, const char *name, int year);

/** @return the number of things in the register that may be meant otherwise. */
size_t gov_units_n_warnings(const GovUnits *units);
/** @return one of them, with name, line and column, for people, in English; borrowed. */
const char *gov_units_get_warning(const GovUnits *units, size_t i);

/** @return `local` or `vertical`; static. */
const char *gov_line_get_name(GovLine line);
/** @return `own`, `level`, `region` or `unknown`; static. */
const char *gov_scope_get_name(GovScope scope);
/** Finds a scope by its machine name or the Chinese words for it. @return whether it is known. */
bool gov_scope_from_name(const char *name, GovScope *scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovUnits, gov_units_unref)

GOV_END_DECLS

#endif
