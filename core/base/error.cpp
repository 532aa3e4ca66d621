// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include "base/utf8.h"

#include <algorithm>
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

QString printable(std::string_view bytes)
{
    QString text;
    while (!bytes.empty()) {
        const std::size_t length = utf8SequenceLength(bytes);
        const auto sequence = bytes.substr(0, length == 0 ? 1 : length);
        const QString decoded = QString::fromUtf8(sequence.data(), qsizetype(sequence.size()));
        const bool visible = length > 0
            && (length > 1 ? decoded.front().isPrint() || decoded.front().isSurrogate()
                           : decoded.front() >= u' ' && decoded.front() != u'\x7f');
        if (visible) {
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
    return texts.size() > most ? u"%1 and %2 more"_s.arg(list).arg(texts.size() - most) : list;
}

Error errorOfException()
{
    try {
        throw;
    } catch (const std::bad_alloc &) {
        return {ErrorKind::TooLarge, {}, u"not enough memory"_s};
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
