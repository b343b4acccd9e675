/* What the two formats of json share. */
#ifndef KIND_JSON_H
#define KIND_JSON_H

struct buf;
struct record;

/* Appends RECORD as one value of kind.records/1, without an end of line in it or behind it. */
void record_json_line(struct buf *out, const struct record *record);

#endif
