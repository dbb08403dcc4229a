#ifndef FILE_SYSTEM_H
#define FILE_SYSTEM_H

/// Flushes all of the file system that `descriptor` lies in; -1 and `errno` where that failed (as syncfs(2) tells
/// since Linux 5.8) or the system cannot do it.
int flush_file_system(int descriptor);

#endif
