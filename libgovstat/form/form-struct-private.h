/* SPDX-License-Identifier: MIT */
/* The inside of a form, for the files of this folder only. Everything that a label may
 * name (tables, rows, columns, their groups, captions, header words) is a GovPart, and a
 * table keeps its parts in one array per axis: what holds for one axis is written once.
 */
#ifndef GOV_FORM_STRUCT_PRIVATE_H
#define GOV_FORM_STRUCT_PRIVATE_H

#include "form/form-private.h"
#include "form/keys-private.h"
#include "form/rule-private.h"

#define GOV_N_LANGUAGES (GOV_LANGUAGE_EN + 1)
#define GOV_N_AXES (GOV_AXIS_HEADER + 1)

/* Strings of all parts live in the form's string chunk. */
typedef struct {
    char *id;
    const char *wording;                /* official wording without the ordinal */
    const char *label[GOV_N_LANGUAGES]; /* as printed */
    const char *unit;                   /* NULL: not said here */
    const char *article;                /* rows only; may be NULL */
    int type;                           /* GovType, -1: not said here */
    int parent;                /* index into the groups of the same axis, -1: none */
    int caption;               /* rows only; -1: none */
    const GovSection *section; /* where it was read; valid only while loading */
} GovPart;

typedef struct {
    GovPart self;
    unsigned section; /* of the report: 1 to 6, 0: not said */
    bool wide;
    GArray *parts[GOV_N_AXES];   /* GovPart; that of GOV_AXIS_TABLE stays empty */
    GHashTable *ids[GOV_N_AXES]; /* id → index of the part + 1 */
    int32_t *cells;              /* rows × columns: index of the cell, -1: none */
} GovTable;

typedef struct {
    const char *code;
    const char *unit;
    GovType type;
    uint16_t table;
    uint16_t row;
    uint16_t column;
} GovFormCell;

typedef struct _GovIndex GovIndex;

struct _GovForm {
    gatomicrefcount references;
    GStringChunk *strings;
    const char *id;
    const char *title[GOV_N_LANGUAGES];
    const char *basis;
    int first_year;
    int last_year;
    GArray *tables;    /* GovTable */
    GArray *cells;     /* GovFormCell */
    GHashTable *codes; /* code → index of the cell + 1 */
    GPtrArray *rules;  /* GovRule */
    GPtrArray *indicators; /* GovIndicator */
    GovIndex *index;
    gpointer lexicon;  /* GovLexicon, loaded when first asked for: see gov__form_get_lexicon() */
};

GovForm *gov__form_new(void);
void gov__form_add_table(GovForm *form, const GovPart *self, unsigned section, bool wide);
void gov__table_add_part(GovTable *table, GovAxis axis, const GovPart *part);

static inline GovTable *gov__form_get_table(const GovForm *form, size_t table)
{
    return &g_array_index(form->tables, GovTable, table);
}

static inline GovPart *gov__table_get_part(const GovTable *table, GovAxis axis, size_t i)
{
    return &g_array_index(table->parts[axis], GovPart, i);
}

static inline size_t gov__table_n_parts(const GovTable *table, GovAxis axis)
{
    return table->parts[axis]->len;
}

static inline int gov__table_get_cell(const GovTable *table, size_t row, size_t column)
{
    return table->cells[row * table->parts[GOV_AXIS_COLUMN]->len + column];
}

/* Checked access: NULL or 0 after a caller's mistake. The axis TABLE means the table
 * itself. */
const GovPart *gov__form_get_part(const GovForm *form, size_t table, GovAxis axis,
                                  size_t i);
const char *gov__form_get_label(const GovForm *form, size_t table, GovAxis axis, size_t i,
                                GovLanguage language);
size_t gov__form_count_parts(const GovForm *form, size_t table, GovAxis axis);

/* Index of the part of an axis with an id, or -1. */
int gov__table_find_part(const GovTable *table, GovAxis axis, const char *id);
/* Index of the table with an id, of `len` bytes, or -1. */
int gov__form_find_table(const GovForm *form, const char *id, size_t len);
/* Index of the cell of a table with a code without the table, or -1. */
int gov__form_find_cell_in(const GovForm *form, size_t table, const char *code);
/* "; did you mean x?" with the part whose id is nearest to `id`, or "". g_free(). */
char *gov__table_dup_hint(const GovTable *table, const GovAxis *axes, size_t n_axes,
                          const char *id);

/* Label index (form-index.c). A wording may be the official one, an alias of one part
 * only, or one that several parts share on purpose. */
typedef enum { GOV_WORDING_OFFICIAL, GOV_WORDING_ALIAS, GOV_WORDING_SHARED } GovWording;
typedef enum { GOV_INDEX_ADDED, GOV_INDEX_EMPTY, GOV_INDEX_TAKEN } GovIndexResult;

GovIndex *gov__index_new(void);
void gov__index_free(GovIndex *index);
/* `group` is the parent of the part: a wording may recur under another one. On TAKEN,
 * `rival` is the part that has it. */
GovIndexResult gov__index_add(GovIndex *index, const char *text, GovWording wording,
                              const GovTarget *target, int group, GovTarget *rival);
void gov__index_seal(GovIndex *index);
const GovTarget *gov__index_find(const GovIndex *index, const char *key, size_t *n);
const GovTarget *gov__index_find_similar(const GovIndex *index, const char *key,
                                         size_t *distance);

/* A text that is compiled into the library, such as `/govstat/forms/cn-foi-2021.form`. */
GBytes *gov__forms_dup_text(const char *path, GError **error);

#endif
