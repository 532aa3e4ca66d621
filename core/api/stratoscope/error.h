// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stratoscope/export.h>

#include <stdexcept>
#include <string>

namespace stratoscope::api {

/// What kind of problem an Error is, for programs to decide by.
enum class ErrorCode {
    Other, ///< reading or writing failed
    Invalid, ///< an argument is not valid: a reference, a path
    NotFound, ///< a file, an image or a path does not exist
    Ambiguous, ///< several images match; the detail lists them
    Malformed, ///< the input violates its format
    Truncated, ///< the input ends prematurely
    Mismatch, ///< a digest or a size is not the expected one
    WrongArchitecture, ///< see ArchitectureError
    Unsupported, ///< well-formed, but not supported
    TooLarge, ///< exceeds a limit
    NoMemory, ///< memory could not be allocated
    Exists, ///< the destination exists
    NoSpace, ///< the disk is full
    Denied, ///< permission denied
    Busy, ///< in use by another process
    Network, ///< a server could not be reached or failed; trying again may help
    Unauthorized, ///< a registry requires a login, or rejects the one it was given
    RateLimited, ///< too many requests to a registry
};

/// Every failure of the library. what() is one line, `SUBJECT: DETAIL`, in English and UTF-8, in which control characters are
/// escaped.
class STRATOSCOPE_API Error : public std::runtime_error
{
public:
    Error(ErrorCode code, std::string subject, std::string detail);
    ~Error() override;

    ErrorCode code() const noexcept { return m_code; }
    /// The file, digest, path or URL that it is about; may be empty.
    const std::string &subject() const noexcept { return m_subject; }
    /// What is wrong and, if possible, what to do about it.
    const std::string &detail() const noexcept { return m_detail; }

private:
    ErrorCode m_code;
    std::string m_subject;
    std::string m_detail;
};

/// The image is for another architecture, or another operating system, than was asked for.
class STRATOSCOPE_API ArchitectureError : public Error
{
public:
    ArchitectureError(std::string subject, std::string detail);
    ~ArchitectureError() override;
};

/// Thrown when a stop was requested; not a failure. Nothing incomplete is left.
class STRATOSCOPE_API Cancelled : public std::exception
{
public:
    ~Cancelled() override;
    const char *what() const noexcept override;
};

} // namespace stratoscope::api
