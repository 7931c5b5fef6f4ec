/* SPDX-License-Identifier: MIT */
/**
 * @file form.h
 * GovForm: one edition of the statistical form.
 *
 * A form is data: a key file (`*.form`) with the official labels, aliases, units, types, derived
 * totals and rules. The built-in editions and a user's own go through the same loader. A form is
 * immutable once loaded and may be read from any thread.
 *
 * Indexes are dense and fixed per form: tables, then rows and columns within a table, and cells
 * over the whole form in printed order. A cell is also named by its code `table.row.column`.
 */
#ifndef GOVSTAT_FORM_H
#define GOVSTAT_FORM_H

#include <govstat/figure.h>

GOV_BEGIN_DECLS

typedef struct _GovForm GovForm;
typedef struct _GovRule GovRule;

/** Languages in which a form carries labels and messages. */
typedef enum {
    GOV_LANGUAGE_ZH, /**< Chinese, the official wording. */
    GOV_LANGUAGE_EN  /**< English. */
} GovLanguage;

/** @return the number of built-in forms. */
size_t gov_form_n_builtin(void);

/** @return the id of built-in form @p i, newest edition first; static. */
const char *gov_form_get_builtin_id(size_t i);

/**
 * Gives a built-in form.
 *
 * @param id    such as `cn-foi-2021`
 * @param error ::GOV_ERROR_FORM if there is none, naming those there are
 * @return a new reference, or NULL
 */
GovForm *gov_form_builtin(const char *id, GError **error);

/**
 * Loads a form from the text of a `*.form` file.
 *
 * @param data  UTF-8 text
 * @param len   its length in bytes
 * @param name  what to call it in messages, such as its path
 * @param error ::GOV_ERROR_SYNTAX with name, line, group and key of the first mistake
 * @return a new form, or NULL
 */
GovForm *gov_form_from_data(const char *data, size_t len, const char *name, GError **error);

/** Loads a form from a file; see gov_form_from_data(). Adds ::GOV_ERROR_IO. */
GovForm *gov_form_from_file(const char *path, GError **error);

/** @return @p form, with one more reference. */
GovForm *gov_form_ref(const GovForm *form);
/** Drops a reference. */
void gov_form_unref(GovForm *form);

/** @return the id, such as `cn-foi-2021`; borrowed. */
const char *gov_form_get_id(const GovForm *form);
/** @return the title; borrowed. */
const char *gov_form_get_title(const GovForm *form, GovLanguage language);
/** @return the legal basis, such as 国办公开办函〔2021〕30号; borrowed. */
const char *gov_form_get_basis(const GovForm *form);
/** @return the first year the edition is meant for, or 0. */
int gov_form_get_first_year(const GovForm *form);
/** @return the last year the edition is meant for, or 0 if it is still in force. */
int gov_form_get_last_year(const GovForm *form);

/** @return the number of tables. */
size_t gov_form_n_tables(const GovForm *form);
/** @return the id of a table, such as `applications`; borrowed. */
const char *gov_form_get_table_id(const GovForm *form, size_t table);
/** @return the title of a table; borrowed. */
const char *gov_form_get_table_label(const GovForm *form, size_t table, GovLanguage language);

/** @return the number of rows with cells in a table. */
size_t gov_form_n_rows(const GovForm *form, size_t table);
/** @return the id of a row, such as `denied.state_secret`; borrowed. */
const char *gov_form_get_row_id(const GovForm *form, size_t table, size_t row);
/** @return the label of a row as printed, with its ordinal in Chinese; borrowed. */
const char *gov_form_get_row_label(const GovForm *form, size_t table, size_t row,
                                   GovLanguage language);
/** @return how many group headings stand above a row (三、本年度办理结果 › （三）不予公开: 2). */
size_t gov_form_n_row_groups(const GovForm *form, size_t table, size_t row);
/** @return the label of one of them, outermost first; borrowed. */
const char *gov_form_get_row_group_label(const GovForm *form, size_t table, size_t row, size_t level,
                                         GovLanguage language);
/** @return the caption of the block a row stands in (第二十条第（一）项), or NULL; borrowed. */
const char *gov_form_get_row_caption(const GovForm *form, size_t table, size_t row,
                                     GovLanguage language);
/** @return the articles of the Regulation (国务院令第711号) a row rests on, such as `36(1)(2)`, or NULL;
 *          borrowed. */
const char *gov_form_get_row_article(const GovForm *form, size_t table, size_t row);

/** @return the number of columns of a table. */
size_t gov_form_n_columns(const GovForm *form, size_t table);
/** @return the id of a column, such as `natural_person`; borrowed. */
const char *gov_form_get_column_id(const GovForm *form, size_t table, size_t column);
/** @return the label of a column; borrowed. */
const char *gov_form_get_column_label(const GovForm *form, size_t table, size_t column,
                                      GovLanguage language);
/** @return the label of the heading above a column (法人或其他组织), or NULL; borrowed. */
const char *gov_form_get_column_group_label(const GovForm *form, size_t table, size_t column,
                                            GovLanguage language);

/** @return the number of cells of the form. */
size_t gov_form_n_cells(const GovForm *form);
/** @return the index of the cell at a row and column, or -1 if the form has none there. */
int gov_form_get_cell(const GovForm *form, size_t table, size_t row, size_t column);
/** @return the index of the cell with a code, or -1. */
int gov_form_find_cell(const GovForm *form, const char *code);
/** @return the code of a cell; borrowed. */
const char *gov_form_get_code(const GovForm *form, size_t cell);
/** @return the table of a cell. */
size_t gov_form_get_cell_table(const GovForm *form, size_t cell);
/** @return the row of a cell, within its table. */
size_t gov_form_get_cell_row(const GovForm *form, size_t cell);
/** @return the column of a cell, within its table. */
size_t gov_form_get_cell_column(const GovForm *form, size_t cell);
/** @return what a cell holds. */
GovType gov_form_get_cell_type(const GovForm *form, size_t cell);
/** @return the unit of a cell as printed or assigned (件, 项, 万元), or "" if none; borrowed. */
const char *gov_form_get_cell_unit(const GovForm *form, size_t cell);
/** @return "row label › column label" of a cell, with all headings above the row and the nearest one
 *          above the column; free with g_free(). */
char *gov_form_dup_cell_label(const GovForm *form, size_t cell, GovLanguage language);

/** @return the number of rules. */
size_t gov_form_n_rules(const GovForm *form);
/** @return a rule; borrowed, lives as long as the form. */
const GovRule *gov_form_get_rule(const GovForm *form, size_t rule);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovForm, gov_form_unref)

GOV_END_DECLS

#endif
