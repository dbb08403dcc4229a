#pragma once

/// Flushes all of the file system that `descriptor` lies in; -1 and `errno` where that failed (as syncfs(2) tells
/// since Linux 5.8) or the system cannot do it.
int flush_file_system(int descriptor);

/// Opens a new file in `folder` for writing that has no name, so that it is gone with whoever opened it; -1 and `errno`
/// where that failed or the system cannot do it, or could not name it later.
int open_unnamed(const char *folder, unsigned mode);

/// Gives a file of `open_unnamed` a name that is free; -1 and `errno` where that failed.
int name_unnamed(int descriptor, const char *path);

/// Lets two files or folders change places in one step; -1 and `errno` where that failed or the system cannot do it.
int exchange_paths(const char *one, const char *other);
