// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

#include <tl/expected.hpp>

#include <string_view>

namespace stratoscope {

/// The category of an error, by which callers decide and the window chooses its headline and its actions.
enum class ErrorKind {
    Invalid, ///< invalid argument: a reference, a name, an option
    NotFound, ///< missing file, image, blob or path
    Ambiguous, ///< several images match; the detail lists them
    Malformed, ///< input that violates its format
    Configuration, ///< malformed configuration file
    Truncated, ///< input that ends prematurely
    Mismatch, ///< unexpected digest, size or diff ID
    WrongPlatform, ///< the image is for another architecture or operating system
    Unsupported, ///< well-formed, but not supported by this program
    TooLarge, ///< exceeds a limit on memory or disk usage
    NoMemory, ///< memory could not be allocated, which says nothing about the input
    Exists, ///< the destination exists
    NoSpace, ///< the disk is full
    Denied, ///< permission denied
    Busy, ///< in use by another process
    UnknownHost, ///< the name of a host cannot be resolved
    UnexpectedResponse, ///< a response that does not come from a registry: a web page, for example
    Network, ///< a server could not be reached, closed the connection, timed out or failed: worth retrying
    Tls, ///< a server's certificate is not trusted
    Unauthorized, ///< a registry requires a login, or rejects the one it was given
    RateLimited, ///< too many requests to a registry; see Error::retryAfter
    Io, ///< any other read or write error
};

/// An error as a value. Printed as `SUBJECT: DETAIL`.
///
/// Cancellation is not an error: see cancel.h.
struct Error {
    ErrorKind kind = ErrorKind::Io;
    QString subject; ///< the file, digest, path or URL it is about
    QString detail; ///< what is wrong and, if possible, what to do about it; without a full stop
    int retryAfter = 0; ///< RateLimited, Network: seconds to wait according to the server; 0: unspecified

    QString message() const { return subject.isEmpty() ? detail : subject + QLatin1StringView(": ") + detail; }
    bool operator==(const Error &) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

/// `return fail(ErrorKind::Malformed, path, u"…"_s);`
Failure fail(ErrorKind kind, QString subject, QString detail);

/// The error of a failed system call, from `errno`: NoSpace for ENOSPC and EDQUOT, NotFound, Denied, Exists, else Io.
Failure failErrno(QString subject, QStringView doing, int errnum);

/// The error for the exception that is being handled, in a `catch (...)`: NoMemory for a lack of memory, otherwise as failErrno()
/// for what the system reported, and Io.
Error errorOfException();

/// Formats bytes from an image (a name, a link target) for a message: invalid UTF-8 and characters that cannot be seen, such as
/// control characters and line separators, become \xNN.
QString printable(std::string_view bytes);

/// Formats untrusted text for a message: printable, in quotes, and truncated to 80 characters.
QString quoted(QStringView text);

/// For a message: the first `most` texts, and how many more there are.
QString listed(const QStringList &texts, qsizetype most);

/// Puts an outer subject ("FILE: layer 3") before the error's own, where a caller knows more about it.
Error withContext(const QString &outer, Error error);

/// The same if there is an error.
template <typename T>
Result<T> withContext(const QString &outer, Result<T> result)
{
    if (!result)
        return Failure(withContext(outer, std::move(result).error()));
    return result;
}

} // namespace stratoscope

/// Evaluates a Result: returns its error from the current function, or initializes the declaration with its value.
/// `STRATOSCOPE_TRY(auto manifest, parseManifest(bytes));`
#define STRATOSCOPE_TRY(declaration, expression) STRATOSCOPE_TRY_AS(STRATOSCOPE_TRY_NAME(__LINE__), declaration, expression)
#define STRATOSCOPE_TRY_NAME(line) STRATOSCOPE_TRY_JOIN(tryResult_, line)
#define STRATOSCOPE_TRY_JOIN(a, b) a##b
#define STRATOSCOPE_TRY_AS(name, declaration, expression)                                                                          \
    auto name = (expression);                                                                                                      \
    if (!name)                                                                                                                     \
        return tl::unexpected(std::move(name).error());                                                                            \
    declaration = *std::move(name)

/// The same for a Result<void>.
#define STRATOSCOPE_CHECK(expression)                                                                                              \
    do {                                                                                                                           \
        if (auto checkResult_ = (expression); !checkResult_)                                                                       \
            return tl::unexpected(std::move(checkResult_).error());                                                                \
    } while (false)
