// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/registry_client.h"
#include "support/http_wire.h"

/// A blob served by a test, and a sink for it.
namespace stratoscope::test {

inline const QByteArray kBlob = [] {
    QByteArray bytes;
    for (int i = 0; i < 1000; ++i)
        bytes += QByteArray::number(i);
    return bytes;
}();

inline Descriptor descriptorOf(const QByteArray &bytes)
{
    Descriptor descriptor;
    descriptor.digest = Digest::of(asBytes({bytes.constData(), std::size_t(bytes.size())}));
    descriptor.size = bytes.size();
    return descriptor;
}

/// Responds like a server that supports ranges.
inline WireAnswer rangeOf(const WireRequest &request, const QByteArray &bytes)
{
    const QByteArray range = request.header("Range");
    if (range.isEmpty())
        return {200, {}, bytes};
    const qsizetype from = QByteArray(range).remove(0, int(qstrlen("bytes="))).chopped(1).toLongLong();
    const QByteArray told
        = "bytes " + QByteArray::number(from) + '-' + QByteArray::number(bytes.size() - 1) + '/' + QByteArray::number(bytes.size());
    return {206, {{"Content-Range", told}}, bytes.sliced(from)};
}

/// Collects the bytes since the last begin().
class BlobBuffer : public RegistryClient::BlobSink
{
public:
    Result<void> begin(qint64 offset) override
    {
        begins.append(offset);
        bytes.clear();
        return {};
    }
    Result<void> write(Bytes more) override
    {
        const auto text = asText(more);
        bytes.append(text.data(), qsizetype(text.size()));
        return {};
    }
    QList<qint64> begins;
    QByteArray bytes;
};

} // namespace stratoscope::test
