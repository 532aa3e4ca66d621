// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <tl/expected.hpp>

#include <string_view>

namespace stratoscope {

/// What went wrong, coarse enough to decide on: the interface chooses its sentence and its offer by this.
enum class ErrorKind {
    Invalid, ///< an argument of the caller's: a reference, a name, an option
    NotFound, ///< a file, an image, a blob or a path that is not there
    Ambiguous, ///< several images, and none was named; the detail lists them
    Malformed, ///< input that breaks its own format
    Truncated, ///< input that ends too early
    Mismatch, ///< a digest, size or diff-id that is not the promised one
    WrongPlatform, ///< the image is for another architecture or operating system
    Unsupported, ///< well-formed, but nothing that this program reads
    TooLarge, ///< beyond a limit that keeps memory or disk bounded
    Exists, ///< the destination is there already
    NoSpace, ///< the disk is full
    Denied, ///< the system refuses access
    Busy, ///< another process holds it
    Network, ///< a server that was not reached, cut off, fell silent or failed: a new try may mend it
    Tls, ///< a server's certificate is not trusted
    Unauthorized, ///< a registry wants a login, or refuses the one it was given
    RateLimited, ///< a registry wants fewer requests; see Error::retryAfter
    Io, ///< any other failure of reading or writing
};

/// An error as a value. Printed as `SUBJECT: DETAIL`.
///
/// Being cancelled is no error: see cancel.h.
struct Error {
    ErrorKind kind = ErrorKind::Io;
    QString subject; ///< the file, digest, path or URL it is about
    QString detail; ///< what is wrong and, where there is one, what to do; no full stop
    int retryAfter = 0; ///< RateLimited, Network: seconds to wait as the server says; 0: it does not say

    QString message() const;
    bool operator==(const Error &) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

/// `return fail(ErrorKind::Malformed, path, u"…"_s);`
Failure fail(ErrorKind kind, QString subject, QString detail);

/// The error of a failed system call, from `errno`: NoSpace for ENOSPC and EDQUOT, NotFound, Denied, Exists, else Io.
Failure failErrno(QString subject, QStringView doing, int errnum);

/// The error for the exception that is being handled, in a `catch (...)`: TooLarge for a lack of memory, otherwise as failErrno()
/// for what the system reported, and Io.
Error errorOfException();

/// Bytes of an image (a name, a link target) made fit for a message: UTF-8 as it is,
/// control characters and invalid bytes as \xNN.
QString printable(std::string_view bytes);

/// Text of an input made fit for a message: printable, in quotes, and cut after 80 characters.
QString quoted(QStringView text);

/// Puts an outer subject ("FILE: layer 3") before the error's own, where a caller knows more about it.
Error withContext(const QString &outer, Error error);

} // namespace stratoscope

/// Evaluates a Result; returns its error from this function, or gives its value.
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
