// SPDX-License-Identifier: Apache-2.0
#include "store/partial_upload.h"

#include "base/json_writer.h"
#include "oci/digest_fields.h"
#include "store/store_files.h"

#include <QFile>

#include <cerrno>
#include <chrono>
#include <sys/file.h>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr std::chrono::hours kLongestKept{24};
constexpr std::uint64_t kMostBytes = 64 << 10; ///< of a record: registries' locations have a few hundred

/// One per registry, repository and blob.
QString keyOf(const UploadTarget &target)
{
    const std::string key
        = target.registry.toStdString() + '\0' + target.repository.toStdString() + '\0' + target.digest.toString().toStdString();
    return QString::fromStdString(toHex(sha256(asBytes(key))));
}

/// Mismatch if it is that of another upload.
Result<PartialUpload::Position> parsePosition(const QByteArray &json, const QString &subject, const UploadTarget &target)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(json, subject));
    UploadTarget recorded;
    STRATOSCOPE_TRY(recorded.registry, fields.string("registry"_L1));
    STRATOSCOPE_TRY(recorded.repository, fields.string("repository"_L1));
    STRATOSCOPE_TRY(recorded.digest, parseDigest<Digest>(fields, "digest"_L1));
    if (recorded != target)
        return fail(ErrorKind::Mismatch, subject, u"belongs to another upload"_s);
    STRATOSCOPE_TRY(const QString location, fields.string("location"_L1));
    STRATOSCOPE_TRY(const std::uint64_t leastChunk, fields.size("leastChunk"_L1));
    return PartialUpload::Position{.location = location.toLatin1(), .leastChunk = qint64(leastChunk)};
}

} // namespace

PartialUpload::~PartialUpload()
{
    if (m_file.isOpen() && !m_position)
        remove();
}

Result<std::optional<PartialUpload>> PartialUpload::begin(const StoreDirectory &store, const UploadTarget &target)
{
    STRATOSCOPE_CHECK(makeDirectory(store.uploads())); // stores of earlier versions lack it
    const QString path = store.uploads() + u'/' + keyOf(target) + kRecordSuffix;
    STRATOSCOPE_TRY(std::optional<File> file, openLocked(path));
    if (!file)
        return std::nullopt;
    PartialUpload upload(*std::move(file), path, store.temporary(), target);
    // What cannot be read, such as an empty file, is as good as none.
    if (const auto json = readAll(path, kMostBytes)) {
        if (auto position = parsePosition(*json, path, target))
            upload.m_position = *std::move(position);
    }
    return upload;
}

Result<void> PartialUpload::setPosition(Position position)
{
    JsonWriter json(JsonWriter::Form::Indented);
    json.beginObject();
    json.member("registry", m_target.registry);
    json.member("repository", m_target.repository);
    json.member("digest", m_target.digest.toString());
    json.member("location", QString::fromLatin1(position.location));
    json.member("leastChunk", position.leastChunk);
    json.endObject();
    // The new file is locked before it gets the name, so that nobody ever finds it unlocked.
    STRATOSCOPE_TRY(TemporaryFile written, TemporaryFile::create(m_temporary));
    STRATOSCOPE_CHECK(written.file().writeAt(0, asBytes(json.take() + '\n')));
    if (::flock(written.file().descriptor(), LOCK_EX | LOCK_NB) != 0)
        return failErrno(m_path, u"lock", errno);
    STRATOSCOPE_CHECK(written.publish(m_path, Durability::Cache));
    m_file = std::move(written.file());
    m_position = std::move(position);
    return {};
}

void PartialUpload::remove()
{
    // It may have expired and been taken by somebody else.
    if (isStillNamed(m_file, m_path))
        QFile::remove(m_path);
    m_file = File();
    m_position.reset();
}

Result<void> PartialUpload::removeExpired(const StoreDirectory &store, std::uint64_t &freed)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t oldest = std::chrono::nanoseconds(now - kLongestKept).count();
    return removeFilesIn(store.uploads(), freed,
                         [&](const QString &name) { return lastUsed(store.uploads() + u'/' + name) < oldest; });
}

} // namespace stratoscope
