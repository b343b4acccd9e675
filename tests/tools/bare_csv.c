/* bare_csv FILE: one plain pass of libcsv over a file, as the measure for what reads a log. Prints how many
   rows and fields it met. */
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct tally {
    unsigned long rows, fields;
};

static void take_field(void *bytes, size_t length, void *context)
{
    struct tally *tally = context;
    (void)bytes;
    (void)length;
    tally->fields++;
}

static void take_row(int end, void *context)
{
    struct tally *tally = context;
    (void)end;
    tally->rows++;
}

int main(int argc, char **argv)
{
    static char block[65536];
    struct tally tally = {0};
    struct csv_parser csv;
    int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0 || csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI)) {
        fputs("bare_csv: needs a file that can be read\n", stderr);
        return 2;
    }
    ssize_t got;
    while ((got = read(fd, block, sizeof block)) > 0)
        if (csv_parse(&csv, block, (size_t)got, take_field, take_row, &tally) != (size_t)got)
            break;
    if (got || csv_fini(&csv, take_field, take_row, &tally)) {
        fputs("bare_csv: the file is not plain CSV\n", stderr);
        return 1;
    }
    csv_free(&csv);
    printf("%lu rows, %lu fields\n", tally.rows, tally.fields);
    return 0;
}
