/* SPDX-License-Identifier: MIT */
/* The inside of rules, for the files of this folder: what the text of a check says (an
 * expression) and what it is compiled to (a rule). The grammar is in docs/rules.md. */
#ifndef GOV_RULE_STRUCT_PRIVATE_H
#define GOV_RULE_STRUCT_PRIVATE_H

#include "form/form-struct-private.h"

typedef enum {
    GOV_ATOM_NUMBER, /* 12, 0.5 */
    GOV_ATOM_NAME,   /* received, applications.received.total, cell */
    GOV_ATOM_SUM,    /* sum(denied, granted) */
    GOV_ATOM_EACH    /* each(denied): one comparison per row or column named */
} GovAtomKind;

typedef struct {
    const char *text;
    unsigned column; /* of the check, from 1 */
} GovName;

/* One term of a side. */
typedef struct {
    GovAtomKind kind;
    guint part; /* of the text: 0 the check itself, then its conditions */
    bool right; /* of the comparison */
    bool prior; /* of the year before */
    unsigned column;
    int32_t coefficient; /* with the sign; 1 or -1 for numbers */
    int64_t number;      /* in millionths, without sign */
    guint first_name;    /* into the names of the expression */
    guint n_names;
} GovAtom;

typedef struct {
    const char *text; /* what was parsed; borrowed */
    GArray *compares; /* GovCompare: of the check, then of its conditions */
    int64_t tolerance; /* in millionths, or 0 */
    bool is_percent;   /* the tolerance is in percent of the larger side */
    unsigned tolerance_column;
    GArray *atoms; /* GovAtom */
    GArray *names; /* GovName */
    GStringChunk *strings;
} GovExpression;

/* Numbers of an expression are held in this scale, which is that of amounts. */
#define GOV_EXPRESSION_ONE INT64_C(1000000)

GovExpression *gov__expression_parse(const char *check, GError **error);
void gov__expression_free(GovExpression *expression);
/* Appends the expression in its one canonical spelling. */
void gov__expression_print(const GovExpression *expression, GString *out);
/* Sets "column N: …" with the text and a caret on lines of their own; returns false. */
bool gov__expression_fail(const GovExpression *expression, GError **error,
                          unsigned column, const char *format, ...) G_GNUC_PRINTF(4, 5);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovExpression, gov__expression_free)

/* What a rule is repeated for: the key `for`. */
typedef enum {
    GOV_OVER_NOTHING,
    GOV_OVER_COLUMNS,
    GOV_OVER_ROWS,
    GOV_OVER_TABLES,
    GOV_OVER_CELLS,
    GOV_OVER_UNSIGNED /* cells that cannot be negative */
} GovOver;

typedef struct {
    GovOver over;
    int table; /* -1: the whole form */
} GovIteration;

bool gov__iteration_parse(const GovForm *form, const char *text, GovIteration *iteration,
                          GError **error);

struct _GovRule {
    char *id;
    char *iterate;
    char *text;
    char *canonical; /* the same in its one canonical spelling */
    char *message[GOV_N_LANGUAGES];
    char *basis;
    GovSeverity severity;
    GovNulls nulls;
    GovCompare compare;
    int64_t percent; /* tolerance, in millionths of a percent */
    bool uses_prior;
    GArray *terms;      /* GovTerm, of all instances and conditions */
    GArray *instances;  /* GovInstance */
    GArray *conditions; /* GovInstance, of all instances */
};

/* An atom of an expression with its names resolved. */
typedef struct {
    const GovAtom *atom;
    int cell;        /* or one of the two below */
    GArray *members; /* uint16_t: rows or columns, on the axis that is named */
    const GovName *names; /* atom->n_names of them: row.column in a rule over tables */
} GovOperand;

#define GOV_NO_CELL (-1)      /* see members, or names in a rule over tables */
#define GOV_CURRENT_CELL (-2) /* the one the rule is at */

/* One operand per atom; at most one of them is each(). NULL after an error. */
GArray *gov__rule_resolve(const GovForm *form, const GovIteration *iteration,
                          const GovExpression *expression, GError **error);
/* Fails with GOV_ERROR_LIMIT once compiling a rule takes too long. */
bool gov__rule_spend(size_t *steps, size_t n, GError **error);

/* Fills terms and instances. */
bool gov__rule_expand(GovRule *rule, const GovForm *form, const GovIteration *iteration,
                      const GovExpression *expression, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovRule, gov__rule_free)

#endif
