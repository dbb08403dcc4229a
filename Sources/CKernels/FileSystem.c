#define _GNU_SOURCE
#include "include/FileSystem.h"
#include <errno.h>
#include <unistd.h>

int flush_file_system(int descriptor) {
#if defined(__linux__)
    return syncfs(descriptor);
#else
    (void)descriptor;
    errno = ENOSYS;
    return -1;
#endif
}
