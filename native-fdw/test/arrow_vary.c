/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same values in other layouts, made of the batches of arrow_writer.c, whose buffers are all from malloc.
 */
#include "postgres.h"

#include "arrow_test.h"

/* What a varied array is released by: its own release function may know nothing of the changes. */
typedef struct Varied
{
    void (*release)(struct ArrowArray *);
    const void **buffers; /* the original ones */
    char *copies[3];
    struct ArrowArray *dictionary;
    struct ArrowSchema *schema; /* of the dictionary */
} Varied;

static void
release_varied(struct ArrowArray *array)
{
    Varied *varied = array->private_data;

    for (int i = 0; i < lengthof(varied->copies); i++)
        free(varied->copies[i]);
    if (varied->buffers != NULL)
    {
        free(array->buffers);
        array->buffers = varied->buffers;
    }
    if (varied->dictionary != NULL)
    {
        varied->dictionary->release(varied->dictionary);
        free(varied->dictionary);
        varied->schema->release(varied->schema);
        free(varied->schema);
    }
    varied->release(array);
    free(varied);
}

/* Begins a change that needs more than free() when it is released. */
static Varied *
start_varied(struct ArrowArray *array)
{
    Varied *varied = calloc(1, sizeof(Varied));

    varied->release = array->release;
    array->release = release_varied;
    array->private_data = varied;
    return varied;
}

/* Replaces the format by another one. */
static void
set_format(struct ArrowSchema *schema, const char *format)
{
    free(unconstify(char *, schema->format));
    schema->format = strdup(format);
}

/* Replaces a buffer by another one from malloc. */
static void
set_buffer(struct ArrowArray *array, int buffer, void *data)
{
    free(unconstify(void *, array->buffers[buffer]));
    array->buffers[buffer] = data;
}

static bool
is_null(const struct ArrowArray *array, int64 row)
{
    const uint8 *bitmap = array->buffers[0];

    return bitmap != NULL && ((bitmap[row / 8] >> (row % 8)) & 1) == 0;
}

/* 64-bit offsets instead of 32-bit ones. */
static void
enlarge(struct ArrowArray *array, struct ArrowSchema *schema)
{
    const char *const formats[][2] = {{"u", "U"}, {"z", "Z"}, {"+l", "+L"}};

    for (int i = 0; i < lengthof(formats); i++)
    {
        const int32 *narrow = array->buffers[1];
        int64 *wide;

        if (strcmp(schema->format, formats[i][0]) != 0)
            continue;
        wide = malloc((array->length + 1) * sizeof(int64));
        for (int64 row = 0; row <= array->length; row++)
            wide[row] = narrow[row];
        set_buffer(array, 1, wide);
        set_format(schema, formats[i][1]);
        break;
    }
}

/* Views, with the long values in two buffers by turns. */
static void
make_views(struct ArrowArray *array, struct ArrowSchema *schema)
{
    const int32 *offsets = array->buffers[1];
    const char *data;
    char *views;
    char *parts[2];
    int64 *sizes;

    if (strcmp(schema->format, "u") != 0 && strcmp(schema->format, "z") != 0)
        return;
    data = array->buffers[2];
    views = malloc(Max(array->length, 1) * 16);
    parts[0] = malloc(Max(offsets[array->length], 1));
    parts[1] = malloc(Max(offsets[array->length], 1));
    sizes = calloc(2, sizeof(int64));
    for (int64 row = 0; row < array->length; row++)
    {
        int32 length = offsets[row + 1] - offsets[row];
        char *view = views + row * 16;
        int32 part = row % 2;
        int32 offset = (int32) sizes[part];

        if (is_null(array, row))
            continue; /* left as it is: a view of a null may be anything */
        memset(view, 0, 16);
        memcpy(view, &length, 4);
        if (length <= 12)
        {
            memcpy(view + 4, data + offsets[row], length);
            continue;
        }
        memcpy(view + 4, data + offsets[row], 4);
        memcpy(view + 8, &part, 4);
        memcpy(view + 12, &offset, 4);
        memcpy(parts[part] + offset, data + offsets[row], length);
        sizes[part] += length;
    }
    array->buffers = realloc(array->buffers, 5 * sizeof(void *));
    set_buffer(array, 1, views);
    set_buffer(array, 2, parts[0]);
    array->buffers[3] = parts[1];
    array->buffers[4] = sizes;
    array->n_buffers = 5;
    set_format(schema, schema->format[0] == 'u' ? "vu" : "vz");
}

/* Indexes in reverse order into a dictionary; every other null is one of the dictionary and not of the indexes. */
static void
make_dictionary(struct ArrowArray *array, struct ArrowSchema *schema)
{
    struct ArrowArray *values = malloc(sizeof(struct ArrowArray));
    struct ArrowSchema *values_schema = malloc(sizeof(struct ArrowSchema));
    uint8 *bitmap = malloc(Max(array->length, 1));
    int16 *indexes = malloc(Max(array->length, 1) * sizeof(int16));
    Varied *varied;

    if (array->length > PG_INT16_MAX)
        elog(ERROR, "a batch of %lld rows is too long for a dictionary", (long long) array->length);
    *values = *array;
    *values_schema = *schema;
    memset(bitmap, 0xFF, Max(array->length, 1));
    for (int64 row = 0; row < array->length; row++)
    {
        bool hidden = is_null(values, row) && row % 2 == 0;

        if (hidden)
            bitmap[row / 8] &= ~(1 << (row % 8));
        indexes[row] = hidden ? -1 : (int16) row;
    }
    memset(array, 0, sizeof(*array));
    array->length = values->length;
    array->null_count = -1;
    array->n_buffers = 2;
    array->buffers = malloc(2 * sizeof(void *));
    array->buffers[0] = bitmap;
    array->buffers[1] = indexes;
    array->dictionary = values;
    array->release = values->release; /* of arrow_export.c: frees buffers and children, of which there are none */
    varied = start_varied(array);
    varied->dictionary = values;
    varied->schema = values_schema;
    memset(schema, 0, sizeof(*schema));
    schema->format = strdup("s");
    schema->name = strdup(values_schema->name);
    schema->dictionary = values_schema;
    schema->release = values_schema->release;
}

/* Decimals of another width. */
static void
resize_decimals(struct ArrowArray *array, struct ArrowSchema *schema, int bytes)
{
    const char *narrow = array->buffers[1];
    char *resized;
    char format[64];

    if (strncmp(schema->format, "d:", 2) != 0)
        return;
    resized = malloc(Max(array->length, 1) * bytes);
    for (int64 row = 0; row < array->length; row++)
    {
        char value[32];

        memset(value, narrow[row * 16 + 15] < 0 ? 0xFF : 0, sizeof(value));
        memcpy(value, narrow + row * 16, 16);
        memcpy(resized + row * bytes, value, bytes);
    }
    set_buffer(array, 1, resized);
    snprintf(format, sizeof(format), "%s,%d", schema->format, bytes * 8);
    set_format(schema, format);
}

/* All buffers but the bitmap at odd addresses. */
static void
misalign(struct ArrowArray *array, struct ArrowSchema *schema)
{
    Varied *varied = start_varied(array);
    Size offset_size = (array->length + 1) * sizeof(int32);

    varied->buffers = array->buffers;
    array->buffers = malloc(3 * sizeof(void *));
    memcpy(array->buffers, varied->buffers, array->n_buffers * sizeof(void *));
    for (int i = 1; i < array->n_buffers; i++)
    {
        /* No fixed-width value here has more than 16 bytes. */
        Size size = i == 2 ? ((const int32 *) varied->buffers[1])[array->length] : array->length * 16;

        if (i == 1 && (array->n_buffers == 3 || schema->format[0] == '+'))
            size = offset_size;
        else if (i == 1)
        {
            const char letters[] = "sifglb";
            const int widths[] = {2, 4, 4, 8, 8, 0};
            const char *letter = schema->format[1] == '\0' ? strchr(letters, schema->format[0]) : NULL;

            if (letter != NULL)
                size = letter[0] == 'b' ? (array->length + 7) / 8 : array->length * widths[letter - letters];
            else if (strcmp(schema->format, "tdD") == 0)
                size = array->length * 4;
            else if (schema->format[0] == 't' && strcmp(schema->format, "tin") != 0)
                size = array->length * 8;
        }
        varied->copies[i] = malloc(size + 1);
        memcpy(varied->copies[i] + 1, varied->buffers[i], size);
        array->buffers[i] = varied->copies[i] + 1;
    }
}

/* A bitmap that says that nothing is null. */
static void
add_bitmap(struct ArrowArray *array)
{
    if (array->null_count == 0)
    {
        array->buffers[0] = malloc(array->length / 8 + 1);
        memset(unconstify(void *, array->buffers[0]), 0xFF, array->length / 8 + 1);
        array->null_count = -1;
    }
}

/* Changes an array and what is below it. */
static void
vary(struct ArrowArray *array, struct ArrowSchema *schema, const char *variation)
{
    for (int i = 0; i < array->n_children; i++)
        vary(array->children[i], schema->children[i], variation);
    if (strcmp(variation, "large") == 0)
        enlarge(array, schema);
    else if (strcmp(variation, "view") == 0)
        make_views(array, schema);
    else if (strcmp(variation, "dictionary") == 0 && strcmp(schema->format, "+l") != 0)
        make_dictionary(array, schema);
    else if (strcmp(variation, "decimal32") == 0)
        resize_decimals(array, schema, 4);
    else if (strcmp(variation, "decimal64") == 0)
        resize_decimals(array, schema, 8);
    else if (strcmp(variation, "decimal256") == 0)
        resize_decimals(array, schema, 32);
    else if (strcmp(variation, "unaligned") == 0)
        misalign(array, schema);
    else if (strcmp(variation, "unknown_nulls") == 0)
        array->null_count = -1;
    else if (strcmp(variation, "bitmaps") == 0)
        add_bitmap(array);
    else if (strcmp(variation, "damaged") == 0 && array->n_buffers > 1)
        *(char *) unconstify(void *, array->buffers[1]) ^= 1;
}

void
arrow_test_vary(struct ArrowArray *batch, struct ArrowSchema *schema, const char *variation)
{
    for (int i = 0; i < batch->n_children; i++)
        vary(batch->children[i], schema->children[i], variation);
}

void
arrow_test_skip(struct ArrowArray *array, const struct ArrowSchema *schema, int64 count)
{
    array->offset += count;
    array->length -= count;
    if (strcmp(schema->format, "+l") == 0 && array->length > 0)
    {
        /* What is before the first list goes too, so that the elements begin at an offset. */
        int32 *offsets = unconstify(void *, array->buffers[1]);
        int32 gone = offsets[array->offset];

        for (int64 row = 0; row <= array->length; row++)
            offsets[array->offset + row] -= gone;
        arrow_test_skip(array->children[0], schema->children[0], gone);
    }
}
