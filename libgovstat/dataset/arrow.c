/* SPDX-License-Identifier: MIT */
/* Datasets through the Arrow C data interface.
 *
 * Schema and array are trees of the same shape: a struct, its fields, and a dictionary below a key. Every
 * node owns what it allocates and one reference to the dataset whose buffers it points into, so that a
 * consumer may move any child away and release the rest, as the interface allows. */
#include <govstat/arrow.h>

#include "dataset/dataset-private.h"

#include <string.h>

/* ---- which fields ---- */

/* A key that no row has would be a column of nulls. */
static bool is_used(const GovDataset *dataset, GovKey key)
{
    const int32_t *codes = gov_dataset_get_codes(dataset, key);

    for (size_t row = 0; row < dataset->n_rows; row++)
        if (codes[row] >= 0)
            return true;
    return false;
}

static size_t list_keys(const GovDataset *dataset, GovKey keys[GOV_KEY_YEAR])
{
    size_t n = 0;

    for (int key = 0; key < GOV_KEY_YEAR; key++)
        if (is_used(dataset, (GovKey)key))
            keys[n++] = (GovKey)key;
    return n;
}

/* ---- schema ---- */

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release != NULL)
            schema->children[i]->release(schema->children[i]);
        g_free(schema->children[i]);
    }
    if (schema->dictionary != NULL && schema->dictionary->release != NULL)
        schema->dictionary->release(schema->dictionary);
    g_free(schema->dictionary);
    g_free(schema->children);
    g_free((char *)(uintptr_t)schema->name);
    g_free((char *)(uintptr_t)schema->metadata);
    schema->release = NULL;
}

static void init_schema(struct ArrowSchema *schema, const char *format, const char *name, bool nullable)
{
    *schema = (struct ArrowSchema){.format = format,
                                   .name = g_strdup(name),
                                   .flags = nullable ? ARROW_FLAG_NULLABLE : 0,
                                   .release = release_schema};
}

static void add_int32(GByteArray *bytes, int32_t number)
{
    g_byte_array_append(bytes, (const guint8 *)&number, sizeof number);
}

static void add_text(GByteArray *bytes, const char *text)
{
    add_int32(bytes, (int32_t)strlen(text));
    g_byte_array_append(bytes, (const guint8 *)text, (guint)strlen(text));
}

/* Pairs of texts with their lengths, as the interface lays them out. */
static char *make_metadata(const GovForm *form, size_t cell)
{
    GByteArray *bytes = g_byte_array_new();
    bool money = gov_form_get_cell_type(form, cell) == GOV_TYPE_MONEY;

    add_int32(bytes, money ? 2 : 1);
    add_text(bytes, "govstat.unit");
    add_text(bytes, gov_form_get_cell_unit(form, cell));
    if (money) {
        add_text(bytes, "govstat.scale");
        add_text(bytes, "6");
    }
    return (char *)g_byte_array_free(bytes, FALSE);
}

static struct ArrowSchema *add_child_schema(struct ArrowSchema *schema, const char *format, const char *name,
                                            bool nullable)
{
    struct ArrowSchema *child = g_new0(struct ArrowSchema, 1);

    init_schema(child, format, name, nullable);
    schema->children[schema->n_children++] = child;
    return child;
}

static void export_schema(const GovDataset *dataset, struct ArrowSchema *out)
{
    GovKey keys[GOV_KEY_YEAR];
    size_t n_keys = list_keys(dataset, keys);

    init_schema(out, "+s", "", false);
    out->children = g_new0(struct ArrowSchema *, n_keys + 1 + dataset->n_cells);
    for (size_t i = 0; i < n_keys; i++) {
        struct ArrowSchema *key = add_child_schema(out, "i", gov_key_get_name(keys[i]), true);
        key->dictionary = g_new0(struct ArrowSchema, 1);
        init_schema(key->dictionary, "U", "", false); /* 64-bit offsets: no text is too much */
    }
    add_child_schema(out, "i", "year", true);
    for (size_t cell = 0; cell < dataset->n_cells; cell++)
        add_child_schema(out, "l", gov_form_get_code(dataset->form, cell), true)->metadata =
            make_metadata(dataset->form, cell);
}

/* ---- arrays ---- */

/* What a node of the array owns. */
typedef struct {
    GovDataset *dataset;
    const void *buffers[3];
    void *owned[3]; /* of these buffers */
} Holder;

static void release_array(struct ArrowArray *array)
{
    Holder *holder = array->private_data;

    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release != NULL)
            array->children[i]->release(array->children[i]);
        g_free(array->children[i]);
    }
    if (array->dictionary != NULL && array->dictionary->release != NULL)
        array->dictionary->release(array->dictionary);
    g_free(array->dictionary);
    g_free(array->children);
    for (size_t i = 0; i < G_N_ELEMENTS(holder->owned); i++)
        g_free(holder->owned[i]);
    gov_dataset_unref(holder->dataset);
    g_free(holder);
    array->release = NULL;
}

static Holder *init_array(struct ArrowArray *array, const GovDataset *dataset, size_t length, int64_t n_buffers)
{
    Holder *holder = g_new0(Holder, 1);

    holder->dataset = gov_dataset_ref(dataset);
    *array = (struct ArrowArray){.length = (int64_t)length,
                                 .n_buffers = n_buffers,
                                 .buffers = holder->buffers,
                                 .release = release_array,
                                 .private_data = holder};
    return holder;
}

static struct ArrowArray *add_child(struct ArrowArray *array)
{
    struct ArrowArray *child = g_new0(struct ArrowArray, 1);

    array->children[array->n_children++] = child;
    return child;
}

/* Bits of the rows whose number is not `none`; NULL if all are. */
static uint8_t *make_bits(const int32_t *numbers, size_t n, int32_t none, int64_t *n_null)
{
    uint8_t *bits = g_new0(uint8_t, n / 8 + 1);

    *n_null = 0;
    for (size_t row = 0; row < n; row++) {
        bits[row / 8] |= (uint8_t)((numbers[row] != none) << row % 8);
        *n_null += numbers[row] == none;
    }
    if (*n_null == 0)
        g_clear_pointer(&bits, g_free);
    return bits;
}

/* Numbers of a slice begin within their buffer: the pointer moves, so that no offset is needed. */
static void fill_numbers(struct ArrowArray *array, const GovDataset *dataset, const int32_t *numbers, int32_t none)
{
    Holder *holder = init_array(array, dataset, dataset->n_rows, 2);

    holder->owned[0] = make_bits(numbers, dataset->n_rows, none, &array->null_count);
    holder->buffers[0] = holder->owned[0];
    holder->buffers[1] = numbers;
}

static void fill_dictionary(struct ArrowArray *array, const GovDataset *dataset, GovKey key)
{
    size_t n = gov_dataset_n_key_values(dataset, key);
    Holder *holder = init_array(array, dataset, n, 3);
    int64_t *offsets = g_new0(int64_t, n + 1);
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        g_string_append(text, gov_dataset_get_key_value(dataset, key, i));
        offsets[i + 1] = (int64_t)text->len;
    }
    holder->owned[1] = offsets;
    holder->owned[2] = g_string_free(text, FALSE);
    holder->buffers[1] = offsets;
    holder->buffers[2] = holder->owned[2];
}

/* Bits cannot begin within a byte, so here the offset of the slice is the array's. */
static void fill_cell(struct ArrowArray *array, const GovDataset *dataset, size_t cell)
{
    Holder *holder = init_array(array, dataset, dataset->n_rows, 2);
    const GovColumn *column = &dataset->columns[cell];

    array->offset = (int64_t)dataset->offset;
    array->null_count = column->validity == NULL ? 0 : -1;
    holder->buffers[0] = column->validity != NULL ? column->validity->data : NULL;
    holder->buffers[1] = column->values->data;
}

static void export_array(const GovDataset *dataset, struct ArrowArray *out)
{
    GovKey keys[GOV_KEY_YEAR];
    size_t n_keys = list_keys(dataset, keys);

    init_array(out, dataset, dataset->n_rows, 1);
    out->children = g_new0(struct ArrowArray *, n_keys + 1 + dataset->n_cells);
    for (size_t i = 0; i < n_keys; i++) {
        struct ArrowArray *key = add_child(out);
        fill_numbers(key, dataset, gov_dataset_get_codes(dataset, keys[i]), -1);
        key->dictionary = g_new0(struct ArrowArray, 1);
        fill_dictionary(key->dictionary, dataset, keys[i]);
    }
    fill_numbers(add_child(out), dataset, gov_dataset_get_years(dataset), 0);
    for (size_t cell = 0; cell < dataset->n_cells; cell++)
        fill_cell(add_child(out), dataset, cell);
}

/* ---- stream ---- */

typedef struct {
    GovDataset *dataset;
    bool done;
} Stream;

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    export_schema(((Stream *)stream->private_data)->dataset, out);
    return 0;
}

/* One batch, then one that is released already: the end. */
static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    Stream *self = stream->private_data;

    if (self->done)
        *out = (struct ArrowArray){.release = NULL};
    else
        export_array(self->dataset, out);
    self->done = true;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    Stream *self = stream->private_data;

    gov_dataset_unref(self->dataset);
    g_free(self);
    stream->release = NULL;
}

void gov_dataset_export_stream(const GovDataset *dataset, struct ArrowArrayStream *out)
{
    g_return_if_fail(dataset != NULL && dataset->sealed && out != NULL);
    Stream *self = g_new0(Stream, 1);

    self->dataset = gov_dataset_ref(dataset);
    *out = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release_stream, self};
}
