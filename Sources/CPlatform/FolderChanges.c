#include "include/FolderChanges.h"
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/inotify.h>

int folder_changes_open(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

int folder_changes_watch(int descriptor, const char *folder) {
    return inotify_add_watch(descriptor, folder,
                             IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR);
}
#else
int folder_changes_open(void) {
    errno = ENOSYS;
    return -1;
}

int folder_changes_watch(int descriptor, const char *folder) {
    (void)descriptor, (void)folder;
    errno = ENOSYS;
    return -1;
}
#endif

int folder_changes_wait(int descriptor, int milliseconds) {
    struct pollfd request = {.fd = descriptor, .events = POLLIN};
    int found = poll(&request, 1, milliseconds);
    if (found <= 0) return 0;
    char events[4096];
    while (read(descriptor, events, sizeof events) > 0) continue;
    return 1;
}
