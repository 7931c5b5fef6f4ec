/* SPDX-License-Identifier: MIT */
/* The pass over the lines of match-table.c in steps, each one file:
 *
 *   match-context.c   what stands above a line: table, heading, header, group of rows
 *   match-parts.c     a line taken apart: header, label of the row, figures
 *   match-row.c       which row of the form a data line fills
 *   match-data.c      which of two readings of its figures counts, and with which doubt
 *   match-position.c  the reading by position
 *   match-order.c     the reading in order
 *   match-hit.c       what the pass leaves behind: hits, remarks, broken rows */
#ifndef GOV_MATCH_TABLE_PRIVATE_H
#define GOV_MATCH_TABLE_PRIVATE_H

#include "read/match-private.h"

#define GOV_NO_TOKEN ((size_t)-1)

/* The state of the pass. */
typedef struct {
    const GovLines *lines;
    const GovForm *form;
    GovMatch *match;
    GovColumns columns;
    int table;      /* context, or −1 */
    bool announced; /* by a heading or caption, not only by labels */
    bool after_data;
    int group;
    guint header_hits; /* hits before the header under way */
    guint row_hits;    /* hits before the last data line */
    bool misfit;       /* some line under this header did not fit it */
    unsigned n_rows;   /* lines read under this header that a label of rows alone names */
    int heading_year;  /* year the last heading names; 0 none, −1 the year before */
} GovTableReader;

/* ---- context -------------------------------------------------------------------------- */

/* TRUE if the token is a heading: of a table, or of a section that ends it. */
bool gov__reader_read_heading(GovTableReader *r, const GovLine *line, const GovToken *token);
void gov__reader_read_header(GovTableReader *r, const GovLine *line, size_t n);
void gov__reader_end_header(GovTableReader *r);
void gov__reader_note_groups(GovTableReader *r, const GovLine *line, size_t lead);
/* The table whose labels a line holds, or that under way. */
int gov__reader_vote(const GovTableReader *r, const GovLine *line);
bool gov__reader_lacks_column(const GovTableReader *r);
void gov__reader_doubt_hits(GovTableReader *r, guint first, GovDoubt doubt);

/* ---- parts of a line ------------------------------------------------------------------ */

typedef struct {
    size_t lead;    /* tokens up to and with the last label */
    size_t label;   /* token that labels the row, or GOV_NO_TOKEN */
    size_t header;  /* leading tokens that belong to the header */
    size_t figures; /* figures and marks after the lead */
} GovParts;

bool gov__token_is_figure(const GovToken *token);
bool gov__token_is_unit(const GovToken *token);
bool gov__token_names_column(const GovToken *token, int table);
bool gov__token_names_row(const GovToken *token, int table);
GovParts gov__parts_take(GovTableReader *r, const GovLine *line);

/* ---- rows and their figures ----------------------------------------------------------- */

/* A data line: the figures after its label, and where the form may want them. */
typedef struct {
    const GovLine *line;
    int row;    /* row of the form, or −1 where the header names the rows */
    int column; /* column of the form where lines are columns, else −1 */
    GovEvidence evidence;
    size_t first; /* first token after the label */
} GovDataLine;

void gov__row_read(GovTableReader *r, const GovLine *line, const GovParts *parts);
void gov__row_read_unlabelled(GovTableReader *r, const GovLine *line, const GovParts *parts);
void gov__data_read(GovTableReader *r, const GovDataLine *data);

/* A leaf is a place of the header that has no other label under it: chosen[i] is the token that is
 * read under leaf i. */
static inline const GovPlace *gov__leaf_at(const GovTableReader *r, guint i)
{
    return &g_array_index(r->columns.in_order, GovPlace, i);
}
/* Whether a place of the header stands for figures of the form. */
static inline bool gov__leaf_is_known(const GovTableReader *r, const GovPlace *place)
{
    return (r->columns.transposed ? place->row : place->column) >= 0;
}
static inline bool gov__leaf_equals(const GovPlace *a, const GovPlace *b)
{
    return a->column == b->column && a->row == b->row;
}
/* The cell of the form that stands under a leaf, or −1. */
int gov__leaf_cell(const GovTableReader *r, const GovDataLine *data, const GovPlace *place);

/* The first column of the grid whose figures the form knows. */
uint32_t gov__position_first(const GovTableReader *r);
bool gov__position_is_given(const GovTableReader *r, const GovDataLine *data);
bool gov__position_read(const GovTableReader *r, const GovDataLine *data, const GovToken **chosen);
/* The leaf a token stands under, in `found`, or −1; FALSE if that leaves a doubt. */
bool gov__position_leaf(const GovTableReader *r, const GovLine *line, const GovToken *token, int *found);

bool gov__order_read(const GovTableReader *r, const GovDataLine *data, const GovToken **chosen);
bool gov__order_is_open(const GovTableReader *r);
bool gov__order_read_form(GovTableReader *r, const GovDataLine *data);

/* ---- hits ----------------------------------------------------------------------------- */

void gov__hit_add(GovTableReader *r, const GovLine *line, size_t cell, const GovPlace *place,
                  GovEvidence row_evidence, const GovToken *token, GovDoubt doubt);
void gov__hit_add_lost(GovTableReader *r, const GovLine *line, size_t cell);
/* Keeps the digits of a row that does not fit, if it has nothing else. */
void gov__reader_keep_broken(GovTableReader *r, const GovDataLine *data);
void gov__reader_remark(GovTableReader *r, const GovLine *line, const char *code, const char *what);

#endif
