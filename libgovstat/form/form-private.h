/* SPDX-License-Identifier: MIT */
/* What the matcher, the rules and the writers see of a form beyond its public face: which
 * things of the form a label may name. */
#ifndef GOV_FORM_PRIVATE_H
#define GOV_FORM_PRIVATE_H

#include <govstat/form.h>
#include <govstat/rule.h>

/* What kind of thing a label names. */
typedef enum {
    GOV_AXIS_TABLE,     /* section heading or title of a table; index is 0 */
    GOV_AXIS_ROW,       /* a row with cells */
    GOV_AXIS_ROW_GROUP, /* a heading above rows: 三、本年度办理结果, 行政诉讼 */
    GOV_AXIS_COLUMN,    /* a column */
    GOV_AXIS_COLUMN_GROUP, /* a heading above columns: 法人或其他组织 */
    GOV_AXIS_CAPTION,      /* caption of a block: 第二十条第（一）项 */
    GOV_AXIS_HEADER /* a word of the printed header that names no figure: 信息内容 */
} GovAxis;

/* One thing that a label may name. Indexes of groups and captions are into the table's
 * own lists. */
typedef struct {
    GovAxis axis;
    uint16_t table;
    uint16_t index;
    gboolean official; /* by its official label, not by an alias */
} GovTarget;

/* All things a normal form (gov_label_normalise) names exactly or by alias; NULL and 0 if
 * none. Both the label with and without its bracketed explanation are known. Borrowed. */
const GovTarget *gov__form_find_targets(const GovForm *form, const char *key, size_t *n);

/* The one thing of a table and axis whose official label or alias is within two
 * characters of `key`, where both have eight characters or more and no other is as near.
 * NULL if none. Labels that are themselves that near to one of another thing (the
 * captions) are never given. */
const GovTarget *gov__form_find_similar(const GovForm *form, const char *key,
                                        size_t *distance);

/* Groups: index of a row's or column's innermost group, or -1; parent of a group, or -1.
 */
int gov__form_get_row_group(const GovForm *form, size_t table, size_t row);
int gov__form_get_row_group_parent(const GovForm *form, size_t table, size_t group);
int gov__form_get_column_group(const GovForm *form, size_t table, size_t column);
int gov__form_get_column_group_parent(const GovForm *form, size_t table, size_t group);
size_t gov__form_n_row_groups(const GovForm *form, size_t table);
size_t gov__form_n_column_groups(const GovForm *form, size_t table);
const char *gov__form_get_row_group_label(const GovForm *form, size_t table, size_t group,
                                          GovLanguage language);
const char *gov__form_get_column_group_label(const GovForm *form, size_t table,
                                             size_t group, GovLanguage language);
/* Index of the caption of a row's block, or -1. */
int gov__form_get_row_caption(const GovForm *form, size_t table, size_t row);
size_t gov__form_n_captions(const GovForm *form, size_t table);
const char *gov__form_get_caption_label(const GovForm *form, size_t table, size_t caption,
                                        GovLanguage language);
/* First header word of a table (信息内容; the note in the top left corner), or NULL. */
const char *gov__form_get_table_corner(const GovForm *form, size_t table,
                                       GovLanguage language);

/* Rows are printed side by side as groups of columns (review_litigation). */
gboolean gov__form_is_wide(const GovForm *form, size_t table);

/* Number of the statutory section (1 to 6) a table stands in, or 0. */
unsigned gov__form_get_table_section(const GovForm *form, size_t table);

#endif
