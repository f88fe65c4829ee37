/* A product of a matrix of 8-bit rows with vectors of float32; model/narrow.py says what its numbers stand for.

   Sums of 8 × 16 bits are whole numbers, so they are the same in whichever order a processor adds them up, and so are the
   few floats besides, which are added in one order without fused operations: every processor gives the same result.

   One file, compiled once: this part includes the body for each kind of processor and chooses when it is called. The sums are
   written with what processors offer for them, because compilers differ: what gcc makes of plain loops, clang makes half as
   fast, and slower than float32. */
#ifndef BODY
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif
#if defined(__x86_64__) || defined(_M_X64)
#define X86
#include <immintrin.h>
#elif (defined(__aarch64__) && defined(__ARM_NEON)) || defined(_M_ARM64)
#define NEON
#include <arm_neon.h>
#endif
#if defined(_MSC_VER) && defined(X86)
#include <intrin.h>
#endif

/* Fields of one kind each, so that no padding is between them; model/narrow.py has the same in the same order. */
typedef struct {
    const int8_t *weights;      /* (rows + fine_count, pitch): the rows, and what some of them have besides */
    const float *row_scale;     /* (rows + fine_count) */
    const int64_t *fine;        /* (fine_count): which those are */
    const int16_t *wide;        /* (wide_count, rows) */
    const float *column_scale;  /* (wide_count) */
    const float *vectors;       /* (batch, vector_pitch) */
    float *sums;                /* (batch, sum_pitch) */
    int16_t *scratch;           /* (batch, width) */
    const int64_t *ranges;      /* (range_count, 2): where the numbers to narrow begin in a vector, and how many */
    int64_t rows, fine_count, pitch, width, range_count, wide_at, wide_count, batch, vector_pitch, sum_pitch;
    double levels;              /* of the 16-bit numbers, a unit */
} Product;

enum { TOGETHER = 4, BLOCK = 32 }; /* rows, or vectors, of one pass; rows whose sums are written at once */

/* Each kind: VEC holds sums of 32 bits, LANES numbers are multiplied at once, and TOTAL adds a VEC up. */
#define BODY
#define NAME(function) function##_plain
#define TARGET
#define VEC int32_t
#define LANES 1
#define ZERO 0
#define WEIGHTS(at) (int32_t)(*(at))
#define STATES(at) (int32_t)(*(at))
#define ADD(sum, weights, states) ((sum) + (weights) * (states))
#define TOTAL(sum) (sum)
#include "product.c"

#if defined(X86) /* SSE2, which all of them have */
static int32_t total_of_4(__m128i sum) {
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4E));
    return _mm_cvtsi128_si32(_mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xB1)));
}
static __m128i widened(const int8_t *at) {
    __m128i eight = _mm_loadl_epi64((const __m128i *)at);
    return _mm_srai_epi16(_mm_unpacklo_epi8(eight, eight), 8);
}
#define NAME(function) function##_base
#define TARGET
#define VEC __m128i
#define LANES 8
#define ZERO _mm_setzero_si128()
#define WEIGHTS(at) widened(at)
#define STATES(at) _mm_loadu_si128((const __m128i *)(at))
#define ADD(sum, weights, states) _mm_add_epi32(sum, _mm_madd_epi16(weights, states))
#define TOTAL(sum) total_of_4(sum)
#include "product.c"

#define NAME(function) function##_avx2
#if defined(__GNUC__)
#define TARGET __attribute__((target("avx2")))
#else
#define TARGET
#endif
#define VEC __m256i
#define LANES 16
#define ZERO _mm256_setzero_si256()
#define WEIGHTS(at) _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(at)))
#define STATES(at) _mm256_loadu_si256((const __m256i *)(at))
#define ADD(sum, weights, states) _mm256_add_epi32(sum, _mm256_madd_epi16(weights, states))
#define TOTAL(sum) total_of_4(_mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1)))
#include "product.c"

#elif defined(NEON)
#define NAME(function) function##_base
#define TARGET
#define VEC int32x4_t
#define LANES 8
#define ZERO vdupq_n_s32(0)
#define WEIGHTS(at) vmovl_s8(vld1_s8(at))
#define STATES(at) vld1q_s16(at)
#define ADD(sum, weights, states) \
    vmlal_high_s16(vmlal_s16(sum, vget_low_s16(weights), vget_low_s16(states)), weights, states)
#define TOTAL(sum) vaddvq_s32(sum)
#include "product.c"
#endif

/* 2: AVX2, 1: what every processor of this make has, 0: C alone. */
EXPORT int64_t best_level(void) {
#if defined(X86) && defined(_MSC_VER)
    int told[4];
    __cpuid(told, 1);
    if (!(told[2] & (1 << 27)) || (_xgetbv(0) & 6) != 6) return 1; /* the system must keep the registers, too */
    __cpuidex(told, 7, 0);
    return told[1] & (1 << 5) ? 2 : 1;
#elif defined(X86)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") ? 2 : 1;
#elif defined(NEON)
    return 1;
#else
    return 0;
#endif
}

EXPORT int64_t struct_size(void) { return (int64_t)sizeof(Product); }

EXPORT void multiply_plain(const Product *product) { run_plain(product); }
#if defined(X86) || defined(NEON)
EXPORT void multiply_base(const Product *product) { run_base(product); }
#endif
#if defined(X86)
EXPORT void multiply_avx2(const Product *product) { run_avx2(product); }
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
    VEC sum = ZERO;
    int64_t j = 0;
    for (; j + LANES <= width; j += LANES) sum = ADD(sum, WEIGHTS(row + j), STATES(x + j));
    int32_t total = TOTAL(sum);
    for (; j < width; j++) total += (int32_t)row[j] * (int32_t)x[j];
    return total;
}

/* Of four rows, `pitch` apart: the vector is read once for all. */
TARGET static void NAME(four_rows)(
    const int8_t *restrict row, int64_t pitch, const int16_t *restrict x, int64_t width, int32_t *restrict to) {
    const int8_t *second = row + pitch, *third = second + pitch, *fourth = third + pitch;
    VEC a = ZERO, b = ZERO, c = ZERO, d = ZERO;
    const int64_t whole = width - width % LANES;
    for (int64_t j = 0; j < whole; j += LANES) {
        VEC states = STATES(x + j);
        a = ADD(a, WEIGHTS(row + j), states);
        b = ADD(b, WEIGHTS(second + j), states);
        c = ADD(c, WEIGHTS(third + j), states);
        d = ADD(d, WEIGHTS(fourth + j), states);
    }
    to[0] = TOTAL(a), to[1] = TOTAL(b), to[2] = TOTAL(c), to[3] = TOTAL(d);
    for (int64_t j = whole; j < width; j++) {
        const int32_t state = x[j];
        to[0] += row[j] * state, to[1] += second[j] * state, to[2] += third[j] * state, to[3] += fourth[j] * state;
    }
}

/* Of two rows with four vectors, `width` apart, whose sums stand `BLOCK` apart. */
TARGET static void NAME(four_vectors)(
    const int8_t *restrict row, int64_t pitch, const int16_t *restrict x, int64_t width, int32_t *restrict to) {
    const int8_t *below = row + pitch;
    const int16_t *second = x + width, *third = second + width, *fourth = third + width;
    VEC a = ZERO, b = ZERO, c = ZERO, d = ZERO, e = ZERO, f = ZERO, g = ZERO, h = ZERO;
    const int64_t whole = width - width % LANES;
    for (int64_t j = 0; j < whole; j += LANES) {
        VEC upper = WEIGHTS(row + j), lower = WEIGHTS(below + j);
        VEC states = STATES(x + j);
        a = ADD(a, upper, states), e = ADD(e, lower, states);
        states = STATES(second + j);
        b = ADD(b, upper, states), f = ADD(f, lower, states);
        states = STATES(third + j);
        c = ADD(c, upper, states), g = ADD(g, lower, states);
        states = STATES(fourth + j);
        d = ADD(d, upper, states), h = ADD(h, lower, states);
    }
    to[0] = TOTAL(a), to[BLOCK] = TOTAL(b), to[2 * BLOCK] = TOTAL(c), to[3 * BLOCK] = TOTAL(d);
    to[1] = TOTAL(e), to[BLOCK + 1] = TOTAL(f), to[2 * BLOCK + 1] = TOTAL(g), to[3 * BLOCK + 1] = TOTAL(h);
    for (int64_t j = whole; j < width; j++)
        for (int64_t k = 0; k < TOGETHER; k++) {
            to[k * BLOCK] += row[j] * x[k * width + j];
            to[k * BLOCK + 1] += below[j] * x[k * width + j];
        }
}

TARGET static void NAME(add_column)(const int16_t *restrict column, float factor, float *restrict sums, int64_t rows) {
    for (int64_t r = 0; r < rows; r++) sums[r] += (float)column[r] * factor;
}

TARGET static void NAME(add_block)(const float *restrict scale, const int32_t *restrict whole, float *restrict sums, int64_t count) {
    for (int64_t r = 0; r < count; r++) sums[r] += scale[r] * (float)whole[r];
}

/* Of the narrowed vectors in `scratch` with `rows` from the first on, to the sums; `fine`: which these are, if not in order. */
TARGET static void NAME(add_rows)(const Product *p, int64_t first, int64_t rows, const int64_t *fine) {
    for (int64_t begin = 0; begin < rows; begin += BLOCK) {
        const int64_t count = rows - begin < BLOCK ? rows - begin : BLOCK;
        const int8_t *block = p->weights + (first + begin) * p->pitch;
        const float *scale = p->row_scale + first + begin;
        int32_t whole[TOGETHER * BLOCK];
        for (int64_t b = 0; b < p->batch; b += TOGETHER) {
            const int64_t columns = p->batch - b < TOGETHER ? p->batch - b : TOGETHER;
            const int16_t *narrowed = p->scratch + b * p->width;
            int64_t done = 0; /* rows, of all columns */
            if (columns == TOGETHER)
                for (; done + 2 <= count; done += 2)
                    NAME(four_vectors)(block + done * p->pitch, p->pitch, narrowed, p->width, whole + done);
            for (int64_t k = 0; k < columns; k++) {
                const int16_t *x = narrowed + k * p->width;
                int64_t r = done;
                for (; r + TOGETHER <= count; r += TOGETHER)
                    NAME(four_rows)(block + r * p->pitch, p->pitch, x, p->width, whole + k * BLOCK + r);
                for (; r < count; r++) whole[k * BLOCK + r] = NAME(dot)(block + r * p->pitch, x, p->width);
                float *sums = p->sums + (b + k) * p->sum_pitch;
                if (fine)
                    for (r = 0; r < count; r++) sums[fine[begin + r]] += scale[r] * (float)whole[k * BLOCK + r];
                else
                    NAME(add_block)(scale, whole + k * BLOCK, sums + begin, count);
            }
        }
    }
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
    NAME(add_rows)(p, 0, p->rows, NULL);
    NAME(add_rows)(p, p->rows, p->fine_count, p->fine);
}

#undef NAME
#undef TARGET
#undef VEC
#undef LANES
#undef ZERO
#undef WEIGHTS
#undef STATES
#undef ADD
#undef TOTAL

#endif
