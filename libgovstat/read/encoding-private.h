/* SPDX-License-Identifier: MIT */
/* Bytes → UTF-8 for readers of text formats. */
#ifndef GOV_ENCODING_PRIVATE_H
#define GOV_ENCODING_PRIVATE_H

#include <govstat/document.h>

/* Decoded text: valid UTF-8 without NUL. Points into the input where that was UTF-8
 * already, so it must not outlive the input. */
typedef struct {
    const char *text;
    size_t len;
    char *owned;       /* what to free, or NULL */
    const char *name;  /* of the encoding; static */
    size_t n_replaced; /* sequences that became U+FFFD */
} GovDecoded;

/* Finds the encoding and decodes. Tells the document (may be NULL) of replacements as
 * the warning `encoding.replaced`; too many of them are ::GOV_ERROR_ENCODING. Release
 * with gov__encoding_clear(). */
bool gov__encoding_decode(GovDocument *document, const char *data, size_t len,
                          GovDecoded *decoded, GError **error);
void gov__encoding_clear(GovDecoded *decoded);

/* Whether bytes without a byte-order mark look like UTF-16, from the places of their
 * NULs. */
bool gov__encoding_is_utf16(const char *data, size_t len);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GovDecoded, gov__encoding_clear)

#endif
