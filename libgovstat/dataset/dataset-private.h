/* SPDX-License-Identifier: MIT */
/* The inside of a dataset, for the layers that go over columns. */
#ifndef GOV_DATASET_PRIVATE_H
#define GOV_DATASET_PRIVATE_H

#include <govstat/dataset.h>

#include "dataset/buffer-private.h"

#include <pthread.h>

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
    GovBuffer *validity; /* bits; NULL: all reported */
    GovBuffer *states;   /* GovState, two rows a byte; NULL: the bits tell which of the two below */
    GovState reported;   /* of all rows with a figure, where there are no states */
    GovState lacking;    /* of all rows without */
    bool any_reported;
    bool any_lacking;
    int64_t least;    /* of the values, 0 included; known when the dataset is sealed */
    int64_t greatest;
} GovColumn;

/* The distinct texts of a key; shared, and immutable once sealed. */
typedef struct {
    gatomicrefcount references;
    GStringChunk *texts;
    GPtrArray *values; /* of the texts */
    GHashTable *codes; /* text → code + 1; NULL once sealed */
} GovDictionary;

typedef struct {
    GovBuffer *codes; /* int32_t */
    GovDictionary *dictionary;
} GovKeyColumn;

typedef struct _GovStage GovStage;

struct _GovDataset {
    gatomicrefcount references;
    GovForm *form;
    pthread_mutex_t mutex; /* of appending; not a GMutex, which thread sanitizers cannot see */
    /* What is kept of a status and an evidence. */
    uint8_t state_of[GOV_STATUS_ABSENT + 1][GOV_EVIDENCE_GIVEN + 1];
    bool sealed;
    size_t offset; /* first row in the buffers, for a slice */
    size_t n_rows;
    size_t capacity; /* rows that the columns have room for */
    GovStage *stage; /* the last rows, until they go into the columns together */
    size_t n_cells;
    GovColumn *columns;
    GovBuffer *years; /* int32_t */
    GovKeyColumn keys[GOV_KEY_YEAR];
};

GovDataset *gov__dataset_new(const GovForm *form);
/* Gives a new dataset the rows of another, keys and years shared, and seals it; columns are left to the caller. */
void gov__dataset_share_rows(GovDataset *self, const GovDataset *dataset);
/* A key of its own for the rows of a dataset: codes to be filled in, and an empty dictionary. */
void gov__key_column_init(GovKeyColumn *column, const GovDataset *dataset);
int32_t *gov__key_column_get_codes(const GovKeyColumn *column, const GovDataset *dataset);
/* The same figures with another key; takes the column over and seals it. */
GovDataset *gov__dataset_with_key_column(const GovDataset *dataset, GovKey key, const GovKeyColumn *column);
/* The least and the greatest value of a cell over all rows of the memory, which may be more than those of
 * the dataset; 0 is always between them. */
void gov__dataset_get_range(const GovDataset *dataset, size_t cell, int64_t *least, int64_t *greatest);
typedef void (*GovLackingFunc)(size_t row, GovStatus status, void *data);
/* Visits the rows in which a cell is not reported, in order. */
void gov__dataset_visit_lacking(const GovDataset *dataset, size_t cell, GovLackingFunc visit, void *data);
GovState gov__column_get_state(const GovColumn *column, size_t row);
/* Sets the state of the row after those that have one. */
void gov__column_set_state(GovColumn *column, size_t row, GovState state);
/* The same for the `n` rows from `first`, a multiple of 8. */
void gov__column_add_states(GovColumn *column, size_t first, const uint8_t *states, size_t n);
/* Finds the range of `n` rows, and trims. */
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
/* Ends adding, and drops what only that needs. */
void gov__dictionary_seal(GovDictionary *dictionary);

/* Whether a row in this state changes nothing but the number of rows. */
static inline bool gov__column_is_even(const GovColumn *column, GovState state)
{
    return column->states == NULL && column->validity == NULL && column->any_reported && state == column->reported;
}

static inline bool gov__state_is_reported(GovState state)
{
    return state <= GOV_STATE_GIVEN;
}

#endif
