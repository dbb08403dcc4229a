// The choice of a level: by what the machine says that it has, once for each question.

#include "include/CKernels.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

extern const struct kernel_table kernel_table_portable;

#if defined(__x86_64__)
extern const struct kernel_table kernel_table_sse2, kernel_table_avx2, kernel_table_avx2_vnni,
    kernel_table_avx512, kernel_table_avx512_vnni;
#elif defined(__aarch64__)
extern const struct kernel_table kernel_table_neon, kernel_table_neon_dotprod;

static int has_dot_product(void) {
#if defined(__APPLE__)
    return 1;
#elif defined(__linux__)
    // HWCAP_ASIMDDP
    return (getauxval(AT_HWCAP) >> 20) & 1;
#else
    return 0;
#endif
}
#endif

const struct kernel_table *kernel_table_at(enum kernel_level level) {
    switch (level) {
    case kernel_level_portable: return &kernel_table_portable;
#if defined(__x86_64__)
    case kernel_level_sse2: return &kernel_table_sse2;
    case kernel_level_avx2: return __builtin_cpu_supports("x86-64-v3") ? &kernel_table_avx2 : 0;
    case kernel_level_avx2_vnni:
        return __builtin_cpu_supports("x86-64-v3") && __builtin_cpu_supports("avxvnni")
            ? &kernel_table_avx2_vnni : 0;
    case kernel_level_avx512: return __builtin_cpu_supports("x86-64-v4") ? &kernel_table_avx512 : 0;
    case kernel_level_avx512_vnni:
        return __builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vnni")
            ? &kernel_table_avx512_vnni : 0;
#elif defined(__aarch64__)
    case kernel_level_neon: return &kernel_table_neon;
    case kernel_level_neon_dotprod: return has_dot_product() ? &kernel_table_neon_dotprod : 0;
#endif
    default: return 0;
    }
}

const struct kernel_table *kernel_table_best(void) {
    for (int level = kernel_level_count - 1; level > kernel_level_portable; level--) {
        const struct kernel_table *table = kernel_table_at((enum kernel_level)level);
        if (table) return table;
    }
    return &kernel_table_portable;
}
