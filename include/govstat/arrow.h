/* SPDX-License-Identifier: MIT */
/**
 * @file arrow.h
 * Datasets for other programs, through the Arrow C data interface.
 *
 * The structures are those that the Arrow project defines for handing columns from one library to
 * another in one process, without a copy and without a dependency; whoever consumes them calls `release`.
 */
#ifndef GOVSTAT_ARROW_H
#define GOVSTAT_ARROW_H

#include <govstat/dataset.h>

GOV_BEGIN_DECLS

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

/**
 * Exports a dataset as a stream of one batch. Fields: the keys that any row has (dictionary-coded text),
 * `year` (int32), then every cell under its code: int64, null where not reported. Amounts are in units of
 * 10^-6 万元, which the metadata `govstat.scale` of the field says (6), beside `govstat.unit`.
 *
 * Figures and codes are not copied; the dataset lives on until everything is released.
 *
 * @param dataset sealed
 * @param out     filled; the caller releases it
 */
void gov_dataset_export_stream(const GovDataset *dataset, struct ArrowArrayStream *out);

GOV_END_DECLS

#endif
