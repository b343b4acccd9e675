/* What the writer of a page and its pictures share. */
#ifndef KIND_PAGE_H
#define KIND_PAGE_H

#include "base/buf.h"
#include "report.h"

/* The style of a page, light and dark, screen and paper: its lines, the last one NULL. */
extern const char *const page_style[];

/* Appends TEXT made safe as text_safe does, and escaped, for an element or a quoted attribute. */
void html_text(struct buf *out, const char *text);

/* Opens a drawing of WIDTH by HEIGHT units and of the class KIND, with MORE attributes, each with a space
   before it; the caller writes its title and its description, which have the names tN and dN by the new *ID,
   then the marks. */
void svg_open(struct buf *out, const char *kind, double width, double height, const char *more, unsigned *id);

/* The pictures, each with a title and a description. *ID counts them, for names that no two share. */
void picture_calendar(struct buf *out, const struct calendar *calendar, unsigned *id);
void picture_weekly(struct buf *out, const struct weekly *weekly, unsigned *id);
void picture_forest(struct buf *out, const struct forest *forest);
void picture_slopes(struct buf *out, const struct slopes *slopes, unsigned *id);

#endif
