// SPDX-License-Identifier: Apache-2.0
#include "fuzz/engine_fuzzers.h"

#include "engine/engine_documents.h"
#include "engine/storage/storage_documents.h"
#include "engine/storage/storage_locations.h"
#include "engine/storage/tar_split.h"
#include "fuzz/document_fuzzers.h"
#include "support/need.h"
#include "support/sources.h"
#include "support/storage_maker.h"
#include "support/tar_builder.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr std::uint64_t kFuzzedLayer = 1 << 20; // bytes

/// A file of any name, always the same.
Result<File> openFuzzedFile(const std::string &)
{
    File file = need(File::temporary(QDir::tempPath()));
    need(file.writeAt(0, asBytes("content of a file")));
    return file;
}

} // namespace

bool tryEngineVersion(std::string_view bytes)
{
    const auto version = EngineVersion::parse(toQt(bytes), u"engine"_s);
    if (!version)
        return false;
    insist(need(ApiVersion::parse(version->api.toString(), {})) == version->api, "a version is read as it is printed");
    if (const auto chosen = version->negotiate(u"engine"_s))
        insist(*chosen >= kOldestApi && *chosen <= kNewestApi, "a version is chosen that this program speaks");
    return true;
}

bool tryEngineAnswers(std::string_view bytes)
{
    const QByteArray answer = toQt(bytes);
    const auto images = parseEngineImages(answer, u"engine"_s);
    for (const EngineImage &image : images.value_or(std::vector<EngineImage>())) {
        insist(!image.id.isEmpty(), "an image has an ID");
        insist(!image.names.contains(u"<none>:<none>"_s), "an image without a name has none");
    }
    const bool isImage = parseEngineImage(answer, u"engine"_s).has_value();
    const bool isContainers = parseImagesInUse(answer, u"engine"_s).has_value();
    const bool isLoaded = parseLoadAnswer(answer, u"engine"_s).has_value();
    return images || isImage || isContainers || isLoaded;
}

bool tryStorageImages(std::string_view bytes)
{
    const auto images = parseStorageImages(toQt(bytes), u"images.json"_s);
    if (!images)
        return false;
    for (const StorageImage &image : *images)
        insist(!image.id.contains(u'/') && !image.id.contains(u'.') && !image.layer.contains(u'/'), "an ID is not a path");
    return true;
}

bool tryStorageLayers(std::string_view bytes)
{
    const auto layers = parseStorageLayers(toQt(bytes), u"layers.json"_s);
    if (!layers)
        return false;
    for (const auto &[id, layer] : *layers) {
        insist(!id.contains(u'/') && !id.contains(u'.'), "an ID is not a path");
        if (const auto chain = storageChain(*layers, id, u"layers.json"_s))
            insist(!chain->empty() && chain->back().id == id && chain->size() <= layers->size(), "a chain ends with its layer");
    }
    return true;
}

bool tryTarSplit(std::string_view bytes)
{
    MemorySource source{std::string(bytes)};
    MemorySink sink;
    const bool isValid = reassembleTar(source, openFuzzedFile, kFuzzedLayer, sink, {}).has_value();
    insist(sink.text.size() <= kFuzzedLayer, "no more is written than a layer has");
    return isValid;
}

bool tryStorageConf(std::string_view bytes)
{
    const auto locations = parseStorageConf(toQt(bytes), u"storage.conf"_s, true);
    if (!locations)
        return false;
    for (const StorageLocation &location : *locations)
        insist(!location.directory.isEmpty(), "a store has a directory");
    return true;
}

std::vector<std::string> engineVersionCorpus()
{
    return {
        R"({"Version":"20.10.24+dfsg1","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64"})",
        R"({"Components":[{"Name":"Podman Engine","Version":"5.0.0-dev","Details":{"APIVersion":"5.0.0-dev"}}],"Version":"5.0.0-dev","ApiVersion":"1.41","MinAPIVersion":"1.24"})",
    };
}

std::vector<std::string> engineAnswersCorpus()
{
    return {
        R"([{"Containers":-1,"Created":1546029863,"Id":"sha256:75ae28b8","RepoTags":["example.test/app:1","<none>:<none>"],"Size":1220598}])",
        R"([{"Id":"75ae28b8","RepoTags":null,"Arch":"arm64","Os":"linux","Variant":"v8","Created":1546029863,"Size":12,"IsManifestList":true}])",
        R"({"Id":"sha256:75ae28b8","RepoTags":[],"Created":"2018-12-28T20:44:23.030424642Z","Architecture":"amd64","Os":"linux","Size":1})",
        R"([{"Id":"c1","ImageID":"sha256:75ae28b8"}])",
        "{\"status\":\"Loading layer\"}\r\n{\"stream\":\"Loaded image: example.test/app:1\\n\"}\r\n",
        R"({"stream":"Loaded image: a:1,b:1"})",
    };
}

std::vector<std::string> storageImagesCorpus()
{
    return {
        R"([{"id":"75ae28b8","digest":"sha256:866b","names":["example.test/app:1"],"layer":"793afec8","big-data-names":["manifest"]},{"id":"12"}])"};
}

std::vector<std::string> storageLayersCorpus()
{
    return {
        R"([{"id":"23bc2b70","created":"2026-01-01T00:00:00Z","diff-digest":"sha256:23bc","diff-size":1369600,"uidset":[0]},{"id":"f06ca68e","parent":"23bc2b70","diff-size":8192}])",
        R"([{"id":"a","parent":"b"},{"id":"b","parent":"a"}])"};
}

std::vector<std::string> tarSplitCorpus()
{
    return {tarSplitOf(TarBuilder().dir("etc/").file("etc/hello", "content").file("caf\xe9", "c").symlink("link", "etc").finish()),
            tarSplitOf(TarBuilder().finish())};
}

std::vector<std::string> storageConfCorpus()
{
    return {"[storage]\ndriver = \"overlay\"\ngraphroot = \"/a\"\nrootless_storage_path = \"$HOME/$UID\"\n"
            "[storage.options]\nadditionalimagestores = [\"/c\"]\n"};
}

} // namespace stratoscope::test
