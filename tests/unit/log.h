/* A log of rows written by hand, read at noon of a Monday whose day began at four. */
#ifndef KIND_UNIT_LOG_H
#define KIND_UNIT_LOG_H

#include "tests/unit/rows.h"
#include "track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DAY_START = 240 };

/* 2026-11-23T12:00:00Z, and its day number. */
static const int64_t noon = 1795435200, today = 20780;

/* Every row of ROWS is a record of LOG, which the caller frees. */
static inline void log_from(const char *rows, struct log *log)
{
    struct buf text = {0}, error = {0};
    struct clock clock = {.now = {noon, 0}, .fixed = true, .day_start = DAY_START};
    *log = (struct log){0};
    buf_printf(&text, HEADER "%s", rows);
    assert_int_equal(track_parse(text.bytes, text.length, TEXT_TAGS, &clock, log, &error), TRACK_OK);
    assert_int_equal(log->lost, 0);
    buf_free(&text);
    buf_free(&error);
}

#endif
