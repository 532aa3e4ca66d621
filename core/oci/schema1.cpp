// SPDX-License-Identifier: Apache-2.0
#include "oci/schema1.h"

#include "oci/digest_fields.h"
#include "oci/manifest.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

std::optional<QByteArray> decodeBase64Url(const QString &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional(*decoded) : std::nullopt;
}

/// The payload of a signature: the first bytes of the document, followed by the tail that the signatures replaced.
Result<QByteArray> payloadOf(const JsonFields &signature, const QByteArray &bytes)
{
    STRATOSCOPE_TRY(const QString text, signature.string("protected"_L1));
    const auto header = decodeBase64Url(text);
    if (!header)
        return signature.fail("protected"_L1, u"is not base64"_s);
    STRATOSCOPE_TRY(QJsonObject object, parseJsonObject(*header, signature.subject() + u": "_s + signature.pathOf("protected"_L1)));
    const JsonFields fields(std::move(object), signature.subject(), signature.pathOf("protected"_L1));
    STRATOSCOPE_TRY(const std::optional<qint64> length, fields.integer("formatLength"_L1));
    if (!length || *length < 0 || *length > bytes.size())
        return fields.fail("formatLength"_L1, u"is not a length within the document"_s);
    STRATOSCOPE_TRY(const QString tailText, fields.string("formatTail"_L1));
    const auto tail = decodeBase64Url(tailText);
    if (!tail)
        return fields.fail("formatTail"_L1, u"is not base64"_s);
    return bytes.first(*length) + *tail;
}

/// A layer and the description of the step that created it.
struct Step {
    Digest digest;
    QJsonObject description;

    QString id() const { return jsonMember(description, "id"_L1).toString(); }
    bool hasLayer() const { return !jsonMember(description, "throwaway"_L1).toBool(); }
};

Result<QJsonObject> parseDescription(const JsonFields &entry)
{
    STRATOSCOPE_TRY(const QString text, entry.string("v1Compatibility"_L1));
    return parseJsonObject(text.toUtf8(), entry.subject() + u": "_s + entry.pathOf("v1Compatibility"_L1));
}

/// Lowest first.
Result<std::vector<Step>> parseSteps(const JsonFields &fields)
{
    const auto parseLayer = [](const JsonFields &layer) { return parseDigest<Digest>(layer, "blobSum"_L1); };
    STRATOSCOPE_TRY(const auto digests, fields.list<Digest>("fsLayers"_L1, parseLayer));
    STRATOSCOPE_TRY(auto descriptions, fields.list<QJsonObject>("history"_L1, parseDescription));
    if (digests.empty())
        return fields.fail("fsLayers"_L1, u"is empty"_s);
    if (digests.size() != descriptions.size())
        return fields.fail("history"_L1, u"has %1 entries for %2 layers"_s.arg(descriptions.size()).arg(digests.size()));
    std::vector<Step> steps;
    for (std::size_t i = digests.size(); i-- > 0;) {
        Step step{digests[i], std::move(descriptions[i])};
        // Old programs repeated layers.
        const bool isRepeated = !steps.empty() && !step.id().isEmpty() && steps.back().id() == step.id();
        if (!isRepeated)
            steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace

Result<QByteArray> schema1Payload(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(bytes, subject));
    if (!fields.has("signatures"_L1))
        return bytes;
    std::optional<QByteArray> payload;
    STRATOSCOPE_CHECK(fields.forEachObject("signatures"_L1, [&](const JsonFields &signature) -> Result<void> {
        STRATOSCOPE_TRY(QByteArray signedBytes, payloadOf(signature, bytes));
        if (payload && *payload != signedBytes)
            return fields.fail("signatures"_L1, u"have different payloads"_s);
        payload = std::move(signedBytes);
        return {};
    }));
    if (!payload)
        return fields.fail("signatures"_L1, u"is empty"_s);
    return *payload;
}

Result<Digest> manifestDigest(const QByteArray &bytes, const QJsonObject &document, HashAlgorithm algorithm, const QString &subject)
{
    if (documentKind(document) != DocumentKind::Schema1)
        return Digest::ofDocument(bytes, algorithm);
    STRATOSCOPE_TRY(const QByteArray payload, schema1Payload(bytes, subject));
    return Digest::ofDocument(payload, algorithm);
}

Result<Schema1Manifest> Schema1Manifest::parse(const QByteArray &bytes, const QString &subject)
{
    STRATOSCOPE_TRY(const QByteArray payload, schema1Payload(bytes, subject));
    STRATOSCOPE_TRY(const JsonFields fields, JsonFields::parse(payload, subject));
    STRATOSCOPE_TRY(const std::optional<qint64> version, fields.integer("schemaVersion"_L1));
    if (version != 1)
        return fields.fail("schemaVersion"_L1, u"is not 1"_s);

    Schema1Manifest manifest;
    STRATOSCOPE_TRY(const QString architecture, fields.string("architecture"_L1));
    STRATOSCOPE_TRY(std::vector<Step> steps, parseSteps(fields));
    for (const Step &step : steps) {
        QJsonObject history = v1History(step.description);
        if (step.hasLayer())
            manifest.layers.push_back(step.digest);
        else
            history.insert("empty_layer"_L1, true);
        manifest.history.append(history);
    }
    manifest.top = std::move(steps.back().description);
    if (jsonMember(manifest.top, "architecture"_L1).toString().isEmpty() && !architecture.isEmpty())
        manifest.top.insert("architecture"_L1, architecture);
    if (jsonMember(manifest.top, "os"_L1).toString().isEmpty())
        manifest.top.insert("os"_L1, u"linux"_s);
    STRATOSCOPE_CHECK(ImageConfig::parse(manifest.imageConfig({}), subject));
    return manifest;
}

} // namespace stratoscope
