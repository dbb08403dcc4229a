#pragma once

/// A descriptor that tells of changes in folders (inotify); -1 and `errno` where the system has none of it.
int folder_changes_open(void);

/// Tells of the files in a folder from now on; -1 and `errno` where it cannot.
int folder_changes_watch(int descriptor, const char *folder);

/// Waits for a change; 1 where there was one, 0 where there was none in the time or a signal came.
int folder_changes_wait(int descriptor, int milliseconds);
