/* SPDX-License-Identifier: MIT */
/* What the steps of loading a form share. See form-load.c. */
#ifndef GOV_FORM_LOAD_PRIVATE_H
#define GOV_FORM_LOAD_PRIVATE_H

#include "form/form-struct-private.h"

typedef struct {
    GovForm *form;
    const GovKeys *keys;
} GovLoader;

/* Resolves parents, captions and columns; makes the cells (form-link.c). */
bool gov__loader_link(GovLoader *loader, GError **error);
/* Fills the label index (form-load-labels.c). */
bool gov__loader_index(GovLoader *loader, GError **error);

/* The text of a key in the form's own memory. `value` stays as it is if the key is not
 * there. */
bool gov__loader_read(const GovLoader *loader, const GovSection *section, const char *key,
                      const char **value, GError **error);
/* As above, and fails if the key is not there or empty. */
bool gov__loader_require(const GovLoader *loader, const GovSection *section,
                         const char *key, const char **value, GError **error);
/* Chinese and English, where the English may be left out and is then the Chinese. */
bool gov__loader_read_pair(const GovLoader *loader, const GovSection *section,
                           const char *key, const char *value[GOV_N_LANGUAGES],
                           GError **error);

#endif
