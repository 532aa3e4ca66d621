// SPDX-License-Identifier: Apache-2.0
#include "oci/media_type.h"

#include <algorithm>
#include <initializer_list>

using namespace Qt::StringLiterals;

namespace stratoscope::media_type {

namespace {

bool isOneOf(QStringView type, std::initializer_list<Name> names)
{
    return std::ranges::any_of(names, [type](Name name) { return type == name; });
}

} // namespace

bool isIndex(QStringView type)
{
    return isOneOf(type, {kOciIndex, kDockerManifestList});
}

bool isManifest(QStringView type)
{
    return isOneOf(type, {kOciManifest, kDockerManifest});
}

bool isSchema1(QStringView type)
{
    return isOneOf(type, {kDockerSchema1, kDockerSchema1Signed});
}

bool isImageConfig(QStringView type)
{
    return isOneOf(type, {kOciConfig, kDockerConfig});
}

bool isLayer(QStringView type)
{
    return isForeignLayer(type) || isEncryptedLayer(type)
        || isOneOf(type, {kOciLayer, kOciLayerGzip, kOciLayerZstd, kDockerLayer, kDockerLayerGzip, kDockerLayerZstd});
}

bool isEncryptedLayer(QStringView type)
{
    return type.endsWith("+encrypted"_L1);
}

bool isForeignLayer(QStringView type)
{
    return isOneOf(type,
                   {kOciForeignLayer, kOciForeignLayerGzip, kOciForeignLayerZstd, kDockerForeignLayer, kDockerForeignLayerGzip});
}

} // namespace stratoscope::media_type
