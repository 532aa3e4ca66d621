// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <new>

using namespace Qt::StringLiterals;

namespace stratoscope {

Failure fail(ErrorKind kind, QString subject, QString detail)
{
    return Failure(Error{kind, std::move(subject), std::move(detail)});
}

Failure failErrno(QString subject, QStringView doing, int errnum)
{
    const auto kind = [errnum] {
        switch (errnum) {
        case ENOSPC:
        case EDQUOT:
            return ErrorKind::NoSpace;
        case ENOENT:
        case ENOTDIR:
            return ErrorKind::NotFound;
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorKind::Denied;
        case EEXIST:
        case ENOTEMPTY:
            return ErrorKind::Exists;
        default:
            return ErrorKind::Io;
        }
    }();
    return fail(kind, std::move(subject), u"cannot %1: %2"_s.arg(doing, QString::fromLocal8Bit(std::strerror(errnum))));
}

namespace {

/// Whether a code point can be seen, or is a space. Not: control and format characters (bidi overrides, tags), line and paragraph
/// separators, unassigned and private ones, and the letters and marks that Unicode lists as ignorable by default.
bool isVisible(char32_t c)
{
    struct Range {
        char32_t first;
        char32_t last;
    };
    static constexpr std::array kIgnorable{
        Range{0x034F, 0x034F}, Range{0x115F, 0x1160}, Range{0x17B4, 0x17B5}, Range{0x180B, 0x180F}, Range{0x2028, 0x2029},
        Range{0x2800, 0x2800}, Range{0x3164, 0x3164}, Range{0xFE00, 0xFE0F}, Range{0xFFA0, 0xFFA0}, Range{0xE0000, 0xE0FFF}};
    return QChar::isPrint(c)
        && std::ranges::none_of(kIgnorable, [c](const Range &range) { return c >= range.first && c <= range.last; });
}

} // namespace

QString printable(std::string_view bytes)
{
    QString text;
    while (!bytes.empty()) {
        const std::size_t length = utf8SequenceLength(bytes);
        const auto sequence = bytes.substr(0, length == 0 ? 1 : length);
        const QString decoded = QString::fromUtf8(sequence.data(), qsizetype(sequence.size()));
        const auto code = decoded.toUcs4(); // empty for a byte order mark
        if (length > 0 && !code.isEmpty() && isVisible(code.front())) {
            text += decoded;
        } else {
            for (const char byte : sequence)
                text += u"\\x%1"_s.arg(static_cast<uchar>(byte), 2, 16, QChar(u'0'));
        }
        bytes.remove_prefix(sequence.size());
    }
    return text;
}

QString quoted(QStringView text)
{
    constexpr qsizetype kMost = 80;
    const QString shown = printable(text.first(std::min(kMost, text.size())).toUtf8().toStdString());
    return text.size() > kMost ? u"\"%1…\""_s.arg(shown) : u"\"%1\""_s.arg(shown);
}

QString listed(const QStringList &texts, qsizetype most)
{
    const QString list = texts.first(std::min(most, texts.size())).join(", "_L1);
    return texts.size() > most ? u"%1 and %2 more"_s.arg(list, QString::number(texts.size() - most)) : list;
}

Error errorOfException()
{
    try {
        throw;
    } catch (const std::bad_alloc &) {
        return {ErrorKind::NoMemory, {}, u"not enough memory"_s};
    } catch (const std::filesystem::filesystem_error &error) {
        return failErrno(QString::fromStdString(error.path1().string()), u"access this file", error.code().value()).value();
    } catch (const std::exception &error) {
        return {ErrorKind::Io, {}, u"unexpected error: %1"_s.arg(QString::fromLocal8Bit(error.what()))};
    } catch (...) {
        return {ErrorKind::Io, {}, u"unexpected error"_s};
    }
}

Error withContext(const QString &outer, Error error)
{
    error.subject = error.subject.isEmpty() ? outer : outer + u": "_s + error.subject;
    return error;
}

} // namespace stratoscope
