/* Files that others are at too, and that a failing power leaves whole: locks that are waited for, directories
   that are on the disk. */
#ifndef KIND_FILE_H
#define KIND_FILE_H

#include <stdbool.h>

/* Takes the lock of FD, HOW as flock does, waiting SECONDS at most for somebody else who has it. False with
   errno; EWOULDBLOCK if that was not enough. */
bool file_lock(int fd, int how, int seconds);

/* Opens the directory that holds PATH. -1 with errno. */
int directory_open(const char *path);

/* Brings the names in the directory that holds PATH to the disk. False with errno. */
bool directory_sync(const char *path);

/* Makes the directories that PATH needs, for the owner alone, each on the disk before the next. False with
   errno. */
bool directories_make(const char *path);

#endif
