/* SPDX-License-Identifier: MIT */
/* PDF in steps, each one file:
 *
 *   pdf-child.c    bytes of a PDF → pdftotext in a process of its own → its output
 *   pdf-words.c    that output → pages of words with their boxes
 *   pdf-turn.c     pages set sideways → upright pages
 *   pdf-line.c     words → lines, on one tape over all pages, without page furniture
 *   pdf-layout.c   lines → paragraphs and tables
 *   pdf-prose.c    lines → paragraphs
 *   pdf-blank.c    lines → tables without a figure
 *   pdf-tables.c   lines of tables → bands: a header and the rows under it
 *   pdf-band.c     a band → its parts, by the steps that follow
 *   pdf-rows.c     words beside the labels → rows of figures
 *   pdf-columns.c  figures and words of the header → columns
 *   pdf-header.c   words of the header × columns → its cells
 *   pdf-cover.c    headings of the header → the columns they cover
 *   pdf-cuts.c     words beside the figures → label columns
 *   pdf-labels.c   lines of labels × rows → labels
 *   pdf-asides.c   what no row took: groups, captions, rows of blanks
 *   pdf-broken.c   rows that are one row with figures broken over lines
 *   pdf-grid.c     a band with all that → a GovGrid
 *
 * and pdf.c, the format. A PDF says where words stand and nothing else: no cells, no lines of a
 * table. What is not clear stays unclear: a figure that may stand in two columns is a cell over
 * both, which the matcher takes for uncertain. */
#ifndef GOV_PDF_PRIVATE_H
#define GOV_PDF_PRIVATE_H

#include <govstat/document.h>
#include <stdint.h>

/* Caps. A report of two hundred pages has some 100 000 words. */
#define GOV_PDF_MAX_OUTPUT ((size_t)64 << 20)
#define GOV_PDF_MAX_PAGES 5000u
#define GOV_PDF_MAX_WORDS 600000u
#define GOV_PDF_MAX_WORD_BYTES 4096u
#define GOV_PDF_MAX_CUTS 6u     /* between label columns; the form has three */
#define GOV_PDF_MAX_COLUMNS 64u /* the widest form has 15 columns of figures */

/* ---- child ---------------------------------------------------------------------------- */

/* What the child may take. */
typedef struct {
    const char *program; /* NULL: of the build or the environment */
    unsigned seconds;    /* on the wall */
    size_t max_output;   /* bytes */
} GovPdfLimits;

#define GOV_PDF_LIMITS_INIT {NULL, 60, GOV_PDF_MAX_OUTPUT}

/* Runs pdftotext over a document and returns what it writes. */
GByteArray *gov__pdf_run(const char *data, size_t len, const GovPdfLimits *limits, GError **error);

/* ---- words ---------------------------------------------------------------------------- */

/* A word and its box, in points from the top left corner of its page; later from the top of
 * the tape. */
typedef struct {
    double x0;
    double x1;
    double y0; /* top and bottom, which depend on the font … */
    double y1;
    double y;  /* … so that lines are known by the middle */
    double em; /* width of an ideograph, or 0 if the word has none */
    const char *text;
    uint32_t len;
    uint32_t page; /* from 0 */
    bool figure;   /* or a mark for "not applicable" */
} GovPdfWord;

typedef struct {
    double width;
    double height;
    uint32_t first; /* its words */
    uint32_t n;
} GovPdfPage;

typedef struct {
    GStringChunk *strings;
    GArray *words; /* GovPdfWord */
    GArray *pages; /* GovPdfPage */
} GovPdfWords;

/* Turns a page whose text runs sideways or upside down. */
void gov__pdf_turn_page(GovPdfPage *page, GovPdfWord *words);
GovPdfWords *gov__pdf_words_new(const char *xml, size_t len, GError **error);
void gov__pdf_words_free(GovPdfWords *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovPdfWords, gov__pdf_words_free)

/* ---- lines ---------------------------------------------------------------------------- */

/* Words at one height, from left to right. */
typedef struct {
    uint32_t first; /* its words */
    uint32_t n;
    uint32_t page;
    uint32_t n_runs; /* runs of words parted by wide gaps */
    uint32_t n_gaps; /* gaps that are no blank, wide or not */
    double y;
    double x0;
    double x1;
    double em;
    bool figures; /* holds a figure that stands apart from its neighbours */
    bool furniture;
} GovPdfLine;

/* The tape: all pages one below the other. Furniture is dropped from it. */
typedef struct {
    GArray *words; /* GovPdfWord, line after line */
    GArray *lines; /* GovPdfLine */
    double em;     /* of the document */
    double *left;  /* by page: margins of the text */
    double *right;
    uint32_t n_pages;
} GovPdfTape;

GovPdfTape *gov__pdf_tape_new(const GovPdfWords *words);
void gov__pdf_tape_free(GovPdfTape *tape);
/* Groups words of one page to lines: reorders them and appends the lines. */
void gov__pdf_add_lines(GArray *lines, GovPdfWord *words, uint32_t first, uint32_t n, double em);
/* Appends a word to text of its line, with a space if the gap before it calls for one. */
void gov__pdf_append_word(GString *text, const GovPdfWord *word, const GovPdfWord *before, double em);

static inline GovPdfWord *gov__pdf_word(const GovPdfTape *tape, size_t i)
{
    return &g_array_index(tape->words, GovPdfWord, i);
}
static inline GovPdfLine *gov__pdf_line(const GovPdfTape *tape, size_t i)
{
    return &g_array_index(tape->lines, GovPdfLine, i);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovPdfTape, gov__pdf_tape_free)

/* ---- layout --------------------------------------------------------------------------- */

/* Everything after the words; also what the fuzzer sees. */
bool gov__pdf_layout(GovDocument *document, const GovPdfWords *words, GError **error);
/* Lines [first, end) as paragraphs. */
void gov__pdf_add_prose(GovDocument *document, const GovPdfTape *tape, size_t first, size_t end);
/* If the lines from `first` on are a table without figures, adds it as a grid of blanks; returns
 * the line after it, or `first`. */
size_t gov__pdf_add_blank_table(GovDocument *document, const GovPdfTape *tape, size_t first, size_t end);
/* Lines [first, end), of which some hold figures in columns, as grids and paragraphs; the lines
 * from `prose` on up to the first header go before them. */
void gov__pdf_add_tables(GovDocument *document, const GovPdfTape *tape, size_t prose, size_t first,
                         size_t end);

/* ---- bands ---------------------------------------------------------------------------- */

#define GOV_PDF_SAME_ROW 0.45 /* em between figures of one row, at most */
#define GOV_PDF_TOUCH 0.2     /* em by which words of two columns may touch */

/* The index in a line of the first figure that is no serial number in front of a label. */
uint32_t gov__pdf_first_figure(const GovPdfTape *tape, const GovPdfLine *line);
/* 第五十条: a heading, not a label. */
bool gov__pdf_is_article(const GovPdfWord *word);

/* Words of one line of one cell. */
typedef struct {
    double x0;
    double x1;
    double y;
    GString *text;
    uint32_t page;
    uint32_t column;  /* of the figures, or of the labels */
    uint32_t n_columns;
    unsigned ordinal; /* level of the ordinal it begins with: 1 for 一、, 2 for （一）, 3 for 1. */
    bool leaf;        /* reaches the last label column */
    bool taken;
} GovPdfPiece;

typedef struct {
    double x0;
    double x1;
    double figures_x0; /* of its figures alone; none if x1 < x0 */
    double figures_x1;
    double header_x0;  /* of its words in the header */
    double header_x1;
} GovPdfColumn;

static inline bool gov__pdf_has_figures(const GovPdfColumn *column)
{
    return column->figures_x1 >= column->figures_x0;
}
static inline bool gov__pdf_has_header(const GovPdfColumn *column)
{
    return column->header_x1 >= column->header_x0;
}

/* One row of figures. */
typedef struct {
    double y;
    uint32_t first; /* its figures, in GovPdfBand.figures */
    uint32_t n;
    bool doubtful;
    bool labelled;
    GString *label;   /* NULL if there is none */
    unsigned label_at; /* label column in which it begins */
    double label_top;  /* heights of its first line … */
    double label_end;  /* … and its last */
} GovPdfRow;

/* A figure, or a text among figures, with the columns it stands in. */
typedef struct {
    const GovPdfWord *word;
    uint32_t row;
    uint32_t column;
    uint32_t n_columns;
} GovPdfFigure;

/* A cell of the header. */
typedef struct {
    GString *text;
    double y;   /* its middle */
    double top; /* its first line */
    double x0;
    double x1;
    uint32_t column;
    uint32_t n_columns;
    uint32_t row;
    uint32_t n_rows;
} GovPdfHead;

/* Text beside the figures that no row of them took. */
typedef struct {
    GString *text;
    double y;   /* its first line */
    double end; /* its last */
    double x1;
    unsigned column; /* label column */
    unsigned n_columns;
    unsigned ordinal;
    bool group; /* stands for several rows */
    bool blank; /* is the label of a row of blanks */
} GovPdfAside;

typedef struct {
    const GovPdfTape *tape;
    size_t first;  /* its lines; of the header … */
    size_t data;   /* … and of the rows */
    size_t end;    /* what follows the last row and its label is not the band's */
    double em;
    double split;  /* right edge of the labels */
    double figures_at; /* left edge of the figures */
    bool labelled; /* has labels at all */
    GArray *figures;  /* GovPdfFigure, row after row */
    GArray *rows;     /* GovPdfRow */
    GArray *columns;  /* GovPdfColumn, from left to right */
    GArray *pieces;   /* GovPdfPiece: of the header, right of the labels */
    GArray *heads;    /* GovPdfHead */
    uint32_t n_head_rows;
    GString *corner;
    GArray *cuts;     /* double: where label columns part */
    GArray *asides;   /* GovPdfAside, by height */
} GovPdfBand;

static inline GovPdfHead *gov__pdf_head(const GovPdfBand *band, guint i)
{
    return &g_array_index(band->heads, GovPdfHead, i);
}

/* Appends the words of a line that stand in (left, right) as pieces; no piece reaches over two
 * columns that `columns` tells apart. */
void gov__pdf_add_pieces(const GovPdfBand *band, const GovPdfLine *line, double left, double right,
                         const GArray *columns, GArray *pieces);
void gov__pdf_clear_piece(gpointer piece);

GovPdfBand *gov__pdf_band_new(const GovPdfTape *tape, size_t first, size_t data, size_t end);
void gov__pdf_band_free(GovPdfBand *band);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovPdfBand, gov__pdf_band_free)

/* The words beside the figures of a band. */
typedef struct {
    GovPdfBand *band;
    GArray *pieces; /* GovPdfPiece, from the top */
    GArray *leaves; /* GovPdfPiece *, those that reach the last label column */
    unsigned n_columns;
} GovPdfLabels;

static inline GovPdfPiece *gov__pdf_piece(const GovPdfLabels *labels, guint i)
{
    return &g_array_index(labels->pieces, GovPdfPiece, i);
}

void gov__pdf_find_pieces(GovPdfLabels *labels);
void gov__pdf_deal_labels(const GovPdfLabels *labels);
void gov__pdf_collect_asides(const GovPdfLabels *labels);
void gov__pdf_doubt_unlabelled(const GovPdfBand *band);

/* Each fills its part of the band; FALSE if the lines are no table after all. */
bool gov__pdf_find_rows(GovPdfBand *band);
bool gov__pdf_find_columns(GovPdfBand *band);
void gov__pdf_find_header(GovPdfBand *band);
/* The first `n_labels` heads are labels; the others, in the rows above, are headings. */
void gov__pdf_cover_columns(const GovPdfBand *band, guint n_labels, guint n_rows);
/* Joins rows that are one, with figures broken over lines: before there are labels, those nearer to
 * each other than lines can be; after, those that labels do not tell apart. */
void gov__pdf_join_near_rows(GovPdfBand *band);
void gov__pdf_join_broken_rows(GovPdfBand *band);
/* Adds the band as a grid. */
void gov__pdf_add_grid(GovDocument *document, const GovPdfBand *band, unsigned number);

#endif
