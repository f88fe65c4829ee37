/* A product of a matrix of 8-bit rows with vectors of float32; model/narrow.py says what its numbers stand for.

   Sums of 8 × 16 bits are whole numbers, so they are the same in whichever order a processor adds them up, and so are the
   few floats besides, which are added in one order without fused operations: every processor gives the same result.

   One file, compiled once: this part includes the body for each kind of processor and chooses when it is called. */
#ifndef BODY
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Fields of one kind each, so that no padding is between them; model/narrow.py has the same in the same order. */
typedef struct {
    const int8_t *weights;      /* (rows, pitch) */
    const float *row_scale;     /* (rows) */
    const int16_t *wide;        /* (wide_count, rows) */
    const float *column_scale;  /* (wide_count) */
    const float *vectors;       /* (batch, vector_pitch) */
    float *sums;                /* (batch, sum_pitch) */
    int16_t *scratch;           /* (batch, width) */
    const int64_t *ranges;      /* (range_count, 2): where the numbers to narrow begin in a vector, and how many */
    int64_t rows, pitch, width, range_count, wide_at, wide_count, batch, vector_pitch, sum_pitch;
    double levels;              /* of the 16-bit numbers, a unit */
} Product;

enum { TOGETHER = 4, BLOCK = 32 }; /* vectors that share one pass over a row; rows whose sums are written at once */

#define BODY
#define NAME(function) function##_plain
#define TARGET
#include "product.c"
#undef NAME
#undef TARGET

#if defined(__x86_64__) && defined(__GNUC__)
#define NAME(function) function##_avx2
#define TARGET __attribute__((target("avx2")))
#include "product.c"
#undef NAME
#undef TARGET
#define NAME(function) function##_avx512
#if defined(__clang__) /* knows no preference there, and would leave out the whole attribute */
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#else
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,prefer-vector-width=512")))
#endif
#include "product.c"
#undef NAME
#undef TARGET
#endif

/* 2: AVX-512, 1: AVX2, 0: what the compiler takes for granted (NEON on ARM). */
EXPORT int64_t best_level(void) {
#if defined(__x86_64__) && defined(__GNUC__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vnni"))
        return 2;
    if (__builtin_cpu_supports("avx2")) return 1;
#endif
    return 0;
}

EXPORT int64_t struct_size(void) { return (int64_t)sizeof(Product); }

EXPORT void multiply_plain(const Product *product) { run_plain(product); }
#if defined(__x86_64__) && defined(__GNUC__)
EXPORT void multiply_avx2(const Product *product) { run_avx2(product); }
EXPORT void multiply_avx512(const Product *product) { run_avx512(product); }
#endif

#else /* the body, for one kind of processor */

/* To the nearest whole number, halves to even, |x| < 2^22, without a library's call, so that compilers make vectors of it. */
TARGET static void NAME(narrow)(const float *restrict from, int16_t *restrict to, int64_t count, float levels) {
    for (int64_t j = 0; j < count; j++) {
        float shifted = from[j] * levels + 12582912.0f;
        int32_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        to[j] = (int16_t)(bits - 0x4B400000);
    }
}

TARGET static int32_t NAME(dot)(const int8_t *restrict row, const int16_t *restrict x, int64_t width) {
    int32_t sum = 0;
    for (int64_t j = 0; j < width; j++) sum += (int32_t)row[j] * (int32_t)x[j];
    return sum;
}

/* Of four vectors, which lie `width` apart: the row is widened once for all. */
TARGET static void NAME(dot_four)(const int8_t *restrict row, const int16_t *restrict x, int64_t width, int32_t *restrict to) {
    const int16_t *second = x + width, *third = second + width, *fourth = third + width;
    int32_t a = 0, b = 0, c = 0, d = 0;
    for (int64_t j = 0; j < width; j++) {
        int32_t weight = row[j];
        a += weight * (int32_t)x[j];
        b += weight * (int32_t)second[j];
        c += weight * (int32_t)third[j];
        d += weight * (int32_t)fourth[j];
    }
    to[0] = a, to[BLOCK] = b, to[2 * BLOCK] = c, to[3 * BLOCK] = d;
}

TARGET static void NAME(add_column)(const int16_t *restrict column, float factor, float *restrict sums, int64_t rows) {
    for (int64_t r = 0; r < rows; r++) sums[r] += (float)column[r] * factor;
}

TARGET static void NAME(add_block)(const float *restrict scale, const int32_t *restrict whole, float *restrict sums, int64_t count) {
    for (int64_t r = 0; r < count; r++) sums[r] += scale[r] * (float)whole[r];
}

TARGET static void NAME(run)(const Product *p) {
    const float levels = (float)p->levels;
    for (int64_t b = 0; b < p->batch; b++) {
        const float *vector = p->vectors + b * p->vector_pitch;
        int16_t *narrowed = p->scratch + b * p->width;
        for (int64_t k = 0; k < p->range_count; k++) {
            int64_t at = p->ranges[2 * k], count = p->ranges[2 * k + 1];
            NAME(narrow)(vector + at, narrowed, count, levels);
            narrowed += count;
        }
        float *sums = p->sums + b * p->sum_pitch;
        memset(sums, 0, (size_t)p->rows * sizeof *sums);
        for (int64_t k = 0; k < p->wide_count; k++)
            NAME(add_column)(p->wide + k * p->rows, vector[p->wide_at + k] * p->column_scale[k], sums, p->rows);
    }
    for (int64_t begin = 0; begin < p->rows; begin += BLOCK) {
        const int64_t count = p->rows - begin < BLOCK ? p->rows - begin : BLOCK;
        const int8_t *block = p->weights + begin * p->pitch;
        int32_t whole[TOGETHER * BLOCK];
        for (int64_t b = 0; b < p->batch; b += TOGETHER) {
            const int64_t columns = p->batch - b < TOGETHER ? p->batch - b : TOGETHER;
            const int16_t *narrowed = p->scratch + b * p->width;
            if (columns == TOGETHER)
                for (int64_t r = 0; r < count; r++) NAME(dot_four)(block + r * p->pitch, narrowed, p->width, whole + r);
            else
                for (int64_t k = 0; k < columns; k++)
                    for (int64_t r = 0; r < count; r++)
                        whole[k * BLOCK + r] = NAME(dot)(block + r * p->pitch, narrowed + k * p->width, p->width);
            for (int64_t k = 0; k < columns; k++)
                NAME(add_block)(p->row_scale + begin, whole + k * BLOCK, p->sums + (b + k) * p->sum_pitch + begin, count);
        }
    }
}

#endif
