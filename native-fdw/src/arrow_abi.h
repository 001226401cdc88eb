/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structs of the Arrow C Data Interface and C Stream Interface, laid out as the specification has them. Their
 * layout is a binary contract: nothing may be added, removed or reordered.
 */
#ifndef ARROW_ABI_H
#define ARROW_ABI_H

#include <stdint.h>

/* Other copies of these structs use the same guards, so that two of them may meet in one source file. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

/* The type of an array. Owned by whoever may call release; release == NULL marks it as released or moved away. */
struct ArrowSchema
{
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

/* The values of an array. Owned like ArrowSchema. */
struct ArrowArray
{
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

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/*
 * A sequence of arrays of one type. get_schema and get_next return 0 or an errno value and hand what they fill to the
 * caller, who releases it; the text of get_last_error lives until the next call. An array with release == NULL ends
 * the stream.
 */
struct ArrowArrayStream
{
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

#endif /* ARROW_ABI_H */
