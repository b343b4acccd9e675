/* Bytes in memory, or an open file, read into a log. */
#ifndef KIND_READER_H
#define KIND_READER_H

#include "base/buf.h"
#include "base/limit.h"
#include "row/record.h"

enum { JOIN_LINES = LIMIT(64, 3) /* quoted newlines may join at most this many lines */ };

struct header;
struct row;

/* What is read. In memory: fd -1, bytes and end. A file: fd, which stays open, and left. */
struct source {
    int fd;        /* -1: everything is in memory already */
    int64_t left;  /* bytes still to be read from fd */
    int64_t start; /* where bytes[0] is in the file */
    const char *bytes;
    size_t at, end; /* bytes before AT are done with */
    int error;      /* errno of a failed read, 0 if none */
    char *own;      /* private: the block, if it is ours */
    size_t room;    /* private: of that block */
};

struct reader {
    struct source source;
    enum text_wanted wanted;
    const struct clock *clock; /* serves times without an offset */
    const char *path;          /* for messages */
    const char *since; /* NULL, or a date: rows before it that can be no goal or trial may be left out */
    struct log *log;
    uint32_t line;               /* where the source is; reader_all sets it, reader_rows is told */
    const struct header *header; /* private, as the two rows are: one being read, one to try a line */
    struct row *row, *probe;
};

/* Finds the header at the start of the source and reads the rows behind it. False if there is no usable
   header (ERROR says why). A failed read ends the rows, and source.error tells. */
bool reader_all(struct reader *reader, struct buf *error);

/* Reads BYTES into LOG. PATH is for messages. */
bool reader_bytes(const char *path, struct view bytes, enum text_wanted wanted, const struct clock *clock,
                  struct log *log, struct buf *error);

/* The same as reader_all from the rows on: keeps HEADER, or refuses it. */
bool reader_rows(struct reader *reader, const struct header *header, struct buf *error);

#endif
