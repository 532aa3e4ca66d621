// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/http/http_message.h"

namespace stratoscope {

/// Collects a document in memory. TooLarge above `limit` bytes; Unsupported if it is encoded although no encoding was requested.
/// (Blobs are not refused for that: some servers only label them, and their digest tells.)
class BufferSink : public HttpSink
{
public:
    BufferSink(QString subject, qint64 limit)
        : m_subject(std::move(subject))
        , m_limit(limit)
    {
    }

    Result<void> begin(const HttpResponse &response) override
    {
        m_body.clear();
        const QByteArray encoding = contentEncoding(response);
        return encoding.isEmpty() ? Result<void>() : unexpectedEncoding(m_subject, encoding);
    }

    Result<void> write(Bytes bytes) override
    {
        if (qint64(bytes.size()) > m_limit - m_body.size())
            return fail(ErrorKind::TooLarge, m_subject, QStringLiteral("exceeds %1 bytes").arg(m_limit));
        const auto text = asText(bytes);
        m_body.append(text.data(), qsizetype(text.size()));
        return {};
    }

    QByteArray take() { return std::move(m_body); }

private:
    const QString m_subject;
    const qint64 m_limit;
    QByteArray m_body;
};

} // namespace stratoscope
