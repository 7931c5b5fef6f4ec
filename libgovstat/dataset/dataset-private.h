/* SPDX-License-Identifier: MIT */
/* The inside of a dataset, for the layers that go over columns. */
#ifndef GOV_DATASET_PRIVATE_H
#define GOV_DATASET_PRIVATE_H

#include <govstat/dataset.h>

#include "dataset/buffer-private.h"

/* What is kept of the status and the evidence of a cell, in four bits. */
typedef enum {
    GOV_STATE_PLAIN,    /* reported, read from a plain cell */
    GOV_STATE_INFERRED, /* reported, by inference */
    GOV_STATE_GIVEN,    /* reported, set by a caller or read from a file of figures */
    GOV_STATE_BLANK,
    GOV_STATE_NOT_APPLICABLE,
    GOV_STATE_UNREADABLE,
    GOV_STATE_UNCERTAIN,
    GOV_STATE_ABSENT
} GovState;

/* One cell in all rows. */
typedef struct {
    GovBuffer *values;   /* int64_t */
    int64_t *data;       /* of the values; while they grow */
    GovBuffer *validity; /* bits; NULL: all reported. Made when the dataset is sealed. */
    GovBuffer *states;   /* GovState, two rows a byte; NULL: all are `state` */
    GovState state;
    bool any_lacking; /* some row is not reported */
    int64_t least;    /* of the values, 0 included; known when the dataset is sealed */
    int64_t greatest;
} GovColumn;

/* The distinct texts of a key; shared, and immutable once sealed. */
typedef struct {
    gatomicrefcount references;
    GPtrArray *values;
    GHashTable *codes; /* text → code + 1 */
} GovDictionary;

typedef struct {
    GovBuffer *codes; /* int32_t */
    GovDictionary *dictionary;
} GovKeyColumn;

struct _GovDataset {
    gatomicrefcount references;
    GovForm *form;
    GMutex mutex; /* of appending */
    bool sealed;
    size_t offset; /* first row in the buffers, for a slice */
    size_t n_rows;
    size_t capacity; /* rows that the columns have room for */
    int64_t *stage;  /* values of the last rows, row by row, until they go into the columns together */
    size_t n_cells;
    GovColumn *columns;
    GovBuffer *years; /* int32_t */
    GovKeyColumn keys[GOV_KEY_YEAR];
};

GovDataset *gov__dataset_new(const GovForm *form);
/* The least and the greatest value of a cell over all rows of the memory, which may be more than those of
 * the dataset; 0 is always between them. */
void gov__dataset_get_range(const GovDataset *dataset, size_t cell, int64_t *least, int64_t *greatest);
GovState gov__column_get_state(const GovColumn *column, size_t row);
void gov__column_set_state(GovColumn *column, size_t row, GovState state);
/* Makes the bitmap of `n` rows from the states, and trims. */
void gov__column_seal(GovColumn *column, size_t n);
/* Shares the memory of one column with another. */
void gov__column_share(GovColumn *to, const GovColumn *from);
GovState gov__state_of(GovStatus status, GovEvidence evidence);
GovStatus gov__state_get_status(GovState state);
GovEvidence gov__state_get_evidence(GovState state);

GovDictionary *gov__dictionary_new(void);
GovDictionary *gov__dictionary_ref(GovDictionary *dictionary);
void gov__dictionary_unref(GovDictionary *dictionary);
/* The code of a text, added if it is new; -1 for NULL. */
int32_t gov__dictionary_add(GovDictionary *dictionary, const char *text);

static inline bool gov__state_is_reported(GovState state)
{
    return state <= GOV_STATE_GIVEN;
}

#endif
