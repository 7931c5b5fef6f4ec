/* SPDX-License-Identifier: MIT */
/* The matcher in steps, each one file:
 *
 *   match-lines.c     document → lines of tokens, whatever the layout; match-token.c and match-label.c
 *                     are its steps
 *   match-columns.c   header lines → which column of the form a value stands in; its own steps are
 *                     in match-columns-private.h
 *   match-table.c     lines × form → hits: one token read as one cell of the form; its own steps
 *                     are in match-table-private.h
 *   match-identity.c  paragraphs → title, agency, year, period, sections; its own steps are in
 *                     match-identity-private.h
 *   match-glued.c     text without borders between cells → rows of digits
 *   match-decode.c    rows of digits × identities of the form → figures
 *
 * and match.c with the files of matcher-private.h, which splits a document into reports, chooses the
 * form and settles what two hits on one cell mean. Everything here lives as long as one call of gov_read_match(). */
#ifndef GOV_MATCH_PRIVATE_H
#define GOV_MATCH_PRIVATE_H

#include <govstat/document.h>
#include <govstat/report.h>

#include "form/form-private.h"

/* ---- lines ---------------------------------------------------------------------------- */

typedef enum {
    TOKEN_FIGURE, /* a figure, by gov_figure_parse() */
    TOKEN_BLANK,
    TOKEN_MARK,   /* not applicable */
    TOKEN_TEXT    /* a label, or anything else */
} GovTokenKind;

/* The text of one cell (or of one short paragraph) and what the form at hand says of it. */
typedef struct {
    const char *text;
    size_t len;
    size_t bare; /* length without a note in square brackets at the end: 12[1] */
    uint32_t key; /* normal form, as an offset into GovLines.keys; 0 if the text is no label */
    uint32_t row; /* where it stands in its block, from 0 */
    uint32_t column;
    uint32_t n_columns;
    GovTokenKind kind;
    bool continued; /* begins in a row above */
    bool open_end;  /* the document ends in it; digits may be missing */
    const GovTarget *targets;
    size_t n_targets;
    GovEvidence evidence; /* of the targets */
} GovToken;

typedef enum {
    LINE_PARAGRAPH, /* one paragraph of prose, or a heading */
    LINE_FLOW,      /* paragraphs that hold one cell each: labels, then figures */
    LINE_GRID       /* one row of a grid */
} GovLineKind;

typedef struct {
    GovLineKind kind;
    uint32_t block; /* block of the document it begins in */
    uint32_t first; /* its tokens */
    uint32_t n;
    const GovGrid *grid; /* NULL unless LINE_GRID */
} GovLine;

typedef struct {
    GArray *tokens; /* GovToken */
    GArray *lines;  /* GovLine */
    GString *keys;
    GString *scratch;
} GovLines;

GovLines *gov__lines_new(const GovDocument *document);
void gov__lines_free(GovLines *lines);
/* Looks every label up in a form: fills the targets of all tokens. */
void gov__lines_apply_form(GovLines *lines, const GovForm *form);

static inline GovToken *gov__lines_token(const GovLines *lines, const GovLine *line, size_t i)
{
    return &g_array_index(lines->tokens, GovToken, line->first + i);
}
static inline const char *gov__lines_key(const GovLines *lines, const GovToken *token)
{
    return lines->keys->str + token->key;
}
/* The first target of a token on an axis; table −1 means any. NULL if none. */
const GovTarget *gov__token_target(const GovToken *token, GovAxis axis, int table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovLines, gov__lines_free)

/* ---- columns -------------------------------------------------------------------------- */

/* What a place in the printed header means. */
typedef struct {
    int column; /* column of the form, or −1 */
    int row;    /* row of the form, where rows are printed side by side, or −1 */
    GovEvidence evidence;
    GovUnit unit; /* written in the header */
    uint32_t token; /* header token, so that one wide header counts once */
    bool labelled; /* some text stands above, known or not */
} GovPlace;

typedef struct {
    int table; /* of the form, or −1 while there is no header */
    uint32_t n_lines;
    uint32_t width; /* slots of the header lines, if the same for all; else 0 */
    bool spans;     /* the grid states its spans */
    bool side_by_side; /* the header names rows of the form too */
    bool transposed;   /* it names nothing else */
    bool disputed;     /* positions and order do not agree; only sums can tell */
    bool resolved;
    GArray *by_position; /* GovPlace by column of the grid */
    GArray *in_order;    /* GovPlace in reading order of the leaves */
    GArray *tokens;      /* uint32_t: label tokens of the header, in reading order */
} GovColumns;

void gov__columns_init(GovColumns *columns);
void gov__columns_clear(GovColumns *columns);
void gov__columns_reset(GovColumns *columns, int table);
/* Takes the first `n` tokens of a line as one more line of the header. */
void gov__columns_add_line(GovColumns *columns, const GovLines *lines, const GovLine *line, size_t n);
/* Whether a header that could not be worked out lets the order of the form stand: it names no
 * column, or, with rows side by side, its columns come in the order of the form. */
bool gov__columns_in_form_order(const GovColumns *columns, const GovLines *lines, const GovForm *form);
/* Works out by_position and in_order; FALSE if the header names no column. */
bool gov__columns_resolve(GovColumns *columns, const GovLines *lines, const GovForm *form);

/* ---- hits ----------------------------------------------------------------------------- */

/* Whether a figure may be counted. */
typedef enum {
    DOUBT_NONE,
    DOUBT_UNLESS_SUM, /* only if the sum of its row confirms it */
    DOUBT_STANDING    /* never */
} GovDoubt;

/* One token read as one cell of the form. */
typedef struct {
    uint32_t cell;
    uint32_t block;
    uint32_t row; /* in the block, from 0 */
    uint32_t column;
    const char *raw;
    size_t raw_len;
    GovFigure figure;
    GovEvidence evidence;
    GovDoubt doubt;
    bool disputed; /* its header is: one row that does not add up discredits all of them */
    int year;      /* named above the table; 0 none, −1 the year before */
    const char *note; /* static code of what is worth telling, or NULL */
} GovHit;

/* Something to tell about a place in the document. */
typedef struct {
    uint32_t block;
    int cell;
    const char *code; /* static */
    char *message;
} GovRemark;

/* All rows of a table, printed one behind the other (review_litigation). */
#define GOV_BROKEN_ALL_ROWS UINT32_MAX

/* A row whose figures are known by their digits only: cells glued together, split or lost. Its cells
 * have hits without a figure; the identities of the form may tell what they are (match-decode.c). */
typedef struct {
    uint32_t table;
    uint32_t row;   /* or GOV_BROKEN_ALL_ROWS */
    uint32_t block;
    uint32_t place; /* row in the block, from 0 */
    bool soft;      /* pieces may end anywhere: text, not cells */
    char *digits;   /* pieces, parted by single blanks; the ways they may stand, parted by bars */
} GovBroken;

typedef struct {
    const GovForm *form;
    GArray *hits;    /* GovHit, in document order */
    GArray *remarks; /* GovRemark */
    GArray *broken;  /* GovBroken, in document order */
    char *text;      /* of glued tables, which the hits borrow from; else NULL */
    bool blanks;     /* in glued tables cells may be blank */
} GovMatch;

/* Without lines the match is empty: the form was ruled out. */
GovMatch *gov__match_new(const GovLines *lines, const GovForm *form);
void gov__match_free(GovMatch *match);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovMatch, gov__match_free)

/* ---- glued text ----------------------------------------------------------------------- */

/* Reads tables whose cells are glued together: labels and digits in one run of text, without
 * anything between them. For the tables of which not all rows were found, or not with figures. */
void gov__glued_read(GovMatch *match, const GovDocument *document);

/* ---- settling and decoding ------------------------------------------------------------ */

/* What all hits on one cell come to. */
typedef struct {
    const GovHit *hit;
    bool conflict;
} GovSettled;

static inline bool gov__settled_is_figure(const GovSettled *s)
{
    return s->hit != NULL && !s->conflict && s->hit->figure.status == GOV_STATUS_REPORTED &&
           s->hit->doubt != DOUBT_STANDING;
}

/* Reads the broken rows of the blocks [first, end) by the identities of the form, and puts what comes
 * of it in the place of their cells. `decoded` has room for all cells of the form; what was inferred
 * is noted in the report. */
void gov__match_decode(const GovMatch *match, uint32_t first, uint32_t end, GovSettled *settled,
                       const uint8_t *confirmed, GovHit *decoded, GovReport *report);

/* ---- identity ------------------------------------------------------------------------- */

typedef struct {
    uint32_t block; /* where it stands */
    char *text;     /* as printed, on one line */
    char *agency;   /* or NULL */
    int year;       /* or 0 */
} GovTitle;

/* All paragraphs that are the title of a report; GovTitle. */
GArray *gov__identity_find_titles(const GovDocument *document);
void gov__identity_free_titles(GArray *titles);
/* Fills title, agency, year, period and sections from the blocks [first, end); the tables begin at
 * block `first_table`, and `used` tells the blocks whose figures were read. */
void gov__identity_fill(GovReport *report, const GovDocument *document, const GArray *titles,
                        const uint8_t *used, uint32_t first, uint32_t first_table, uint32_t end);
/* The section (1–6) that a heading in normal form opens, or 0. */
unsigned gov__identity_get_section(const char *key);

#endif
