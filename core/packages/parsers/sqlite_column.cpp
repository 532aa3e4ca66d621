// SPDX-License-Identifier: Apache-2.0
#include "packages/parsers/sqlite_column.h"

#include "base/cancel.h"

#include <sqlite3.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr int kLargestValue = 64 * 1024 * 1024;
constexpr int kStepsBetweenChecks = 10'000;
constexpr int kMostChecks = 100'000;

struct CloseDatabase {
    void operator()(sqlite3 *database) const { sqlite3_close(database); }
};
struct FinishStatement {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};

/// What SQLite asks from time to time.
struct Watch {
    const std::stop_token &stop;
    int checksLeft = kMostChecks;
    static int isOver(void *watch)
    {
        auto *const self = static_cast<Watch *>(watch);
        return self->stop.stop_requested() || --self->checksLeft < 0;
    }
};

void distrust(sqlite3 *database)
{
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, kLargestValue);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_exec(database, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;", nullptr, nullptr, nullptr);
}

} // namespace

Result<void> forEachInColumn(QByteArray bytes, const char *query, const QString &subject,
                             const std::function<Result<void>(Bytes value)> &visit, const std::stop_token &stop)
{
    // Offsets 18 and 19 of the header (https://sqlite.org/fileformat.html): 2 for a write-ahead log, which a database in memory
    // cannot have.
    constexpr qsizetype kWriteVersion = 18, kReadVersion = 19, kHeader = 100;
    if (bytes.size() < kHeader || !bytes.startsWith("SQLite format 3"))
        return fail(ErrorKind::Malformed, subject, u"is not a database of SQLite"_s);
    bytes[kWriteVersion] = bytes[kReadVersion] = 1;

    sqlite3 *opened = nullptr;
    const int status = sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
    const std::unique_ptr<sqlite3, CloseDatabase> database(opened);
    if (status != SQLITE_OK)
        return fail(ErrorKind::NoMemory, subject, u"cannot be opened: %1"_s.arg(QLatin1StringView(sqlite3_errstr(status))));
    distrust(opened);
    const auto failure = [&](int code) -> Result<void> {
        throwIfStopped(stop);
        const int primary = code & 0xFF;
        if (primary == SQLITE_INTERRUPT || primary == SQLITE_TOOBIG)
            return fail(ErrorKind::TooLarge, subject, u"is too large a database to be read"_s);
        return fail(ErrorKind::Malformed, subject, u"is a damaged database: %1"_s.arg(printable(sqlite3_errmsg(opened))));
    };
    Watch watch{stop};
    sqlite3_progress_handler(opened, kStepsBetweenChecks, Watch::isOver, &watch);
    auto *const data = reinterpret_cast<unsigned char *>(bytes.data());
    const int loaded = sqlite3_deserialize(opened, "main", data, bytes.size(), bytes.size(), SQLITE_DESERIALIZE_READONLY);
    if (loaded != SQLITE_OK)
        return failure(loaded);
    sqlite3_stmt *prepared = nullptr;
    const int isPrepared = sqlite3_prepare_v2(opened, query, -1, &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, FinishStatement> statement(prepared);
    if (isPrepared != SQLITE_OK)
        return failure(isPrepared);
    while (true) {
        const int step = sqlite3_step(prepared);
        if (step == SQLITE_DONE)
            return {};
        if (step != SQLITE_ROW)
            return failure(step);
        throwIfStopped(stop);
        const auto *const value = static_cast<const std::byte *>(sqlite3_column_blob(prepared, 0));
        const auto size = std::size_t(sqlite3_column_bytes(prepared, 0));
        if (value)
            STRATOSCOPE_CHECK(visit({value, size}));
    }
}

} // namespace stratoscope
