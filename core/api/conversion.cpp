// SPDX-License-Identifier: Apache-2.0
#include "api/conversion.h"

#include <QCoreApplication>

#include <mutex>

namespace stratoscope::api {

namespace {

ErrorCode codeOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Invalid:
    case ErrorKind::Configuration:
        return ErrorCode::Invalid;
    case ErrorKind::NotFound:
        return ErrorCode::NotFound;
    case ErrorKind::Ambiguous:
        return ErrorCode::Ambiguous;
    case ErrorKind::Malformed:
        return ErrorCode::Malformed;
    case ErrorKind::Truncated:
        return ErrorCode::Truncated;
    case ErrorKind::Mismatch:
        return ErrorCode::Mismatch;
    case ErrorKind::WrongPlatform:
        return ErrorCode::WrongArchitecture;
    case ErrorKind::Unsupported:
        return ErrorCode::Unsupported;
    case ErrorKind::TooLarge:
        return ErrorCode::TooLarge;
    case ErrorKind::NoMemory:
        return ErrorCode::NoMemory;
    case ErrorKind::Exists:
        return ErrorCode::Exists;
    case ErrorKind::NoSpace:
        return ErrorCode::NoSpace;
    case ErrorKind::Denied:
        return ErrorCode::Denied;
    case ErrorKind::Busy:
        return ErrorCode::Busy;
    case ErrorKind::UnknownHost:
    case ErrorKind::UnexpectedResponse:
    case ErrorKind::Network:
    case ErrorKind::Tls:
        return ErrorCode::Network;
    case ErrorKind::Unauthorized:
        return ErrorCode::Unauthorized;
    case ErrorKind::RateLimited:
        return ErrorCode::RateLimited;
    case ErrorKind::Io:
        break;
    }
    return ErrorCode::Other;
}

} // namespace

std::vector<std::string> toStd(const QStringList &texts)
{
    std::vector<std::string> made;
    for (const QString &text : texts)
        made.push_back(text.toStdString());
    return made;
}

void throwError(const stratoscope::Error &error)
{
    const std::string subject = printable(error.subject.toStdString()).toStdString();
    const std::string detail = printable(error.detail.toStdString()).toStdString();
    if (error.kind == ErrorKind::WrongPlatform)
        throw ArchitectureError(subject, detail);
    throw Error(codeOf(error.kind), subject, detail);
}

ProgressSink sinkFor(const ProgressCallback &progress)
{
    if (!progress)
        return {};
    return [progress](const stratoscope::Progress &now) {
        progress({.current = now.current,
                  .total = now.total,
                  .fileName = now.filename.toStdString(),
                  .blobIndex = now.blobIndex,
                  .blobCount = now.blobCount,
                  .bytesPerSecond = now.bytesPerSecond,
                  .secondsLeft = now.eta});
    };
}

EntryType typeOf(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Directory:
        return EntryType::Directory;
    case EntryKind::Symlink:
        return EntryType::Symlink;
    case EntryKind::CharacterDevice:
        return EntryType::CharacterDevice;
    case EntryKind::BlockDevice:
        return EntryType::BlockDevice;
    case EntryKind::Fifo:
        return EntryType::Fifo;
    case EntryKind::Socket:
        return EntryType::Socket;
    default:
        return EntryType::Regular;
    }
}

void ensureApplication()
{
    static std::once_flag once;
    std::call_once(once, [] {
        if (QCoreApplication::instance())
            return;
        static int count = 1;
        static char name[] = "libstratoscope";
        static char *arguments[] = {name, nullptr};
        new QCoreApplication(count, arguments); // until the process ends, since other threads may use it until then
    });
}

Image imageOf(std::shared_ptr<const stratoscope::Image> image, const Store &store)
{
    return Image(std::make_shared<const Image::Data>(Image::Data{std::move(image), store}));
}

} // namespace stratoscope::api
