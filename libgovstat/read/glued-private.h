/* SPDX-License-Identifier: MIT */
/* Inside of the reader of glued text:
 *
 *   glued-text.c   document → one text without white space, and its runs of digits
 *   glued-label.c  what the form calls the text before a run
 *   glued-plain.c  rows of tables without sums
 *   match-glued.c  which tables are read so, and their rows
 *
 * Everything lives as long as one call of gov__glued_read(). */
#ifndef GOV_GLUED_PRIVATE_H
#define GOV_GLUED_PRIVATE_H

#include <string.h>

#include "read/match-private.h"

/* What stood before a character of the stream. */
enum { MARK_NONE, MARK_SPACE, MARK_BLOCK };

/* A run of digits and what stands before it. */
typedef struct {
    size_t begin;
    size_t end;
    size_t label; /* where the text before it begins: behind the run before */
    guint first_name; /* what that text names */
    guint n_names;
} Run;

/* What an end of the text before a run names. */
typedef struct {
    bool begins; /* a label begins there, as far as signs tell */
    bool behind_column; /* or the label of a column ends there */
    const GovTarget *targets;
    size_t n;
} Name;

/* A run that a label of the form claims. */
typedef struct {
    Run run;
    size_t row; /* GOV_BROKEN_ALL_ROWS: the run is all rows of the table */
} Claim;

typedef struct {
    GovMatch *match;
    const GovForm *form;
    GString *text;     /* all text, folded, without white space */
    GByteArray *marks; /* per byte of it */
    GArray *starts;    /* uint32_t, per block: where it begins in the text */
    GArray *blocks;    /* uint32_t: its number */
    GArray *runs;      /* Run */
    GArray *names;     /* Name, run by run */
    GString *key;
    bool *sums;  /* per table: its rows have sums */
    bool blanks; /* some cells are left blank: a row of digits may lack any of its figures */
    bool glued_cells; /* rows of figures stand in single cells */
} Glued;

/* Whether the digit before a place is the ordinal of what follows: 1. 5、 2) */
static inline bool gov__glued_is_ordinal_sign(const char *p)
{
    return (*p == '.' && !g_ascii_isdigit(p[1])) || *p == ')' || g_str_has_prefix(p, "、");
}

/* Fills the text, its marks and its runs. */
void gov__glued_load(Glued *glued, const GovDocument *document);
/* A hit on a cell of the form in the digits from a run's begin to `end`, not yet read. */
GovHit gov__glued_hit(const Glued *glued, const Run *run, size_t cell, size_t end);
uint32_t gov__glued_block_at(const Glued *glued, size_t offset);

/* Looks up what stands before each run, once for all tables. */
void gov__glued_name_runs(Glued *glued);
/* The row of a table whose label stands before a run; -1 if none. */
int gov__glued_find_row(Glued *glued, const Run *run, size_t table);
/* Whether the text before a run is the printed header of a wide table: its last column at the end, and
 * its last row somewhere before; or its title alone. */
bool gov__glued_is_wide_header(Glued *glued, const Run *run, size_t table);

/* A row of a table without sums: reported if its text can be parted in one way only. */
void gov__glued_add_plain(Glued *glued, size_t table, const Claim *claim);

#endif
