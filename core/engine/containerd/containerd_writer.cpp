// SPDX-License-Identifier: Apache-2.0
#include "engine/containerd/containerd_writer.h"

#include "base/cancel.h"
#include "engine/containerd/containerd.pb.h"

#include <QDateTime>
#include <QScopeGuard>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

const QByteArray kContent = "containerd.services.content.v1.Content/";
constexpr std::size_t kPieceOfBlob = 4 << 20; // containerd acknowledges each, and takes messages of up to 16 MiB
constexpr int kLeaseHours = 24; // if nobody ends it

void addLabel(auto &request, const QString &name, const QString &value)
{
    containerd::Label &label = *request.add_labels();
    label.set_key(name.toStdString());
    label.set_value(value.toStdString());
}

/// The messages by which a blob is written: pieces of it, the last of which also commits it.
class BlobMessages
{
public:
    BlobMessages(QString ref, const Digest &digest, FileRegion bytes, ContainerdWriter::Labels labels, ProgressMeter &progress)
        : m_ref(std::move(ref))
        , m_digest(digest)
        , m_bytes(std::move(bytes))
        , m_labels(std::move(labels))
        , m_progress(progress)
    {
    }
    Result<QByteArray> next()
    {
        if (m_isCommitted)
            return QByteArray();
        std::string piece(std::size_t(std::min<std::uint64_t>(kPieceOfBlob, m_bytes.size - m_offset)), '\0');
        STRATOSCOPE_TRY(const std::size_t count, m_bytes.readAt(m_offset, std::as_writable_bytes(std::span(piece))));
        if (count < piece.size())
            return fail(ErrorKind::Truncated, m_digest.toString(), u"ends prematurely"_s);
        containerd::WriteRequest request;
        request.set_action(containerd::WRITE);
        request.set_ref(m_ref.toStdString());
        request.set_offset(qint64(m_offset));
        request.set_data(std::move(piece));
        m_progress.add(qint64(count));
        m_offset += count;
        if (m_offset == m_bytes.size)
            commit(request);
        return GrpcCall::framed(request);
    }

private:
    void commit(containerd::WriteRequest &request)
    {
        m_isCommitted = true;
        request.set_action(containerd::COMMIT);
        request.set_total(qint64(m_bytes.size));
        request.set_expected(m_digest.toString().toStdString());
        for (const auto &[name, value] : m_labels)
            addLabel(request, name, value);
    }

    const QString m_ref;
    const Digest m_digest;
    const FileRegion m_bytes;
    const ContainerdWriter::Labels m_labels;
    ProgressMeter &m_progress;
    std::uint64_t m_offset = 0;
    bool m_isCommitted = false;
};

/// Undoes something where nothing can be done about a failure; the lease expires in any case.
void tryToUndo(const auto &undo)
{
    try {
        [[maybe_unused]] const Result<void> undone = undo();
    } catch (const Cancelled &) { // it is not to be cancelled
    }
}

} // namespace

ContainerdWriter::ContainerdWriter(const ContainerdClient &client, QString space, QString lease, std::stop_token stop)
    : m_client(client)
    , m_space(std::move(space))
    , m_lease(std::move(lease))
    , m_stop(std::move(stop))
{
}

Result<std::unique_ptr<ContainerdWriter>> ContainerdWriter::begin(const ContainerdClient &client, const QString &space,
                                                                  std::stop_token stop)
{
    const QString lease = u"stratoscope-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    containerd::LeaseRequest request;
    request.set_id(lease.toStdString());
    const QString end = QDateTime::currentDateTimeUtc().addSecs(kLeaseHours * 3600).toString(Qt::ISODate);
    addLabel(request, u"containerd.io/gc.expire"_s, end);
    containerd::Empty answer;
    STRATOSCOPE_CHECK(client.ask("containerd.services.leases.v1.Leases/Create", space, request, answer, stop));
    return std::unique_ptr<ContainerdWriter>(new ContainerdWriter(client, space, lease, std::move(stop)));
}

ContainerdWriter::~ContainerdWriter()
{
    containerd::DeleteLeaseRequest request;
    request.set_id(m_lease.toStdString());
    containerd::Empty answer;
    tryToUndo([&] { return m_client.ask("containerd.services.leases.v1.Leases/Delete", m_space, request, answer, {}); });
}

Result<bool> ContainerdWriter::has(const Digest &digest)
{
    const auto size = m_client.blobSize(m_space, digest, m_stop);
    if (!size && size.error().kind == ErrorKind::NotFound)
        return false;
    if (!size)
        return Failure(size.error());
    containerd::LeaseResourceRequest request;
    request.set_id(m_lease.toStdString());
    request.mutable_resource()->set_id(digest.toString().toStdString());
    request.mutable_resource()->set_type("content");
    containerd::Empty answer;
    STRATOSCOPE_CHECK(m_client.ask("containerd.services.leases.v1.Leases/AddResource", m_space, request, answer, m_stop));
    return true;
}

ContainerdWriter::Labels ContainerdWriter::refersTo(const std::vector<Descriptor> &parts)
{
    Labels labels;
    for (std::size_t i = 0; i < parts.size(); ++i)
        labels.emplace(u"containerd.io/gc.ref.content.%1"_s.arg(i), parts[i].digest.toString());
    return labels;
}

Result<void> ContainerdWriter::setImage(const QString &name, const Descriptor &target)
{
    containerd::ImageRequest request;
    request.mutable_image()->set_name(name.toStdString());
    containerd::Descriptor &descriptor = *request.mutable_image()->mutable_target();
    descriptor.set_media_type(target.mediaType.toStdString());
    descriptor.set_digest(target.digest.toString().toStdString());
    descriptor.set_size(target.size);
    containerd::Empty answer;
    const auto created = m_client.ask("containerd.services.images.v1.Images/Create", m_space, request, answer, m_stop);
    if (created || created.error().kind != ErrorKind::Exists)
        return created;
    return m_client.ask("containerd.services.images.v1.Images/Update", m_space, request, answer, m_stop);
}

Result<void> ContainerdWriter::add(const Digest &digest, const FileRegion &bytes, const Labels &labels, ProgressMeter &progress)
{
    const QString ref = m_lease + u'-' + digest.hex();
    const auto abort = qScopeGuard([&] {
        containerd::AbortRequest request;
        request.set_ref(ref.toStdString());
        containerd::Empty answer;
        tryToUndo([&] { return m_client.ask(kContent + "Abort", m_space, request, answer, {}); });
    });
    BlobMessages messages(ref, digest, bytes, labels, progress);
    const GrpcCall::Requests requests = [&messages] { return messages.next(); };
    GrpcCall writing = m_client.call(kContent + "Write", m_space, m_lease, requests, m_stop);
    const auto finish = [&writing]() -> Result<void> {
        containerd::WriteAnswer answer; // one for each message; a failure is reported by the status at the end
        while (true) {
            STRATOSCOPE_TRY(const bool hasMore, writing.receive(answer));
            if (!hasMore)
                return {};
        }
    };
    const auto finished = finish();
    if (!finished && finished.error().kind == ErrorKind::Exists) // somebody else has added it meanwhile
        return has(digest).map([](bool) {});
    return finished;
}

} // namespace stratoscope
