// SPDX-License-Identifier: Apache-2.0
#include "support/served.h"

#include "support/compress.h"

#include <QJsonDocument>

namespace stratoscope::test {

TestImage servedImage()
{
    return {.layers
            = {TarBuilder().file("etc/hello", "hello").finish(), TarBuilder().file("noise", noise(kServedLayerSize)).finish()}};
}

WireAnswer answerOf(quint16 port, const WireRequest &request)
{
    return ask(port, request).value_or(WireAnswer{});
}

WireAnswer get(quint16 port, const QByteArray &target, WireHeaders headers)
{
    if (headerOf(headers, "Accept").isEmpty())
        setHeader(headers, "Accept", kOciManifestType);
    return answerOf(port, {.target = target, .headers = headers});
}

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace stratoscope::test
