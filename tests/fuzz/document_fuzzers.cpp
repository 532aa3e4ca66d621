// SPDX-License-Identifier: Apache-2.0
#include "fuzz/document_fuzzers.h"

#include "archive/archive_files.h"
#include "archive/docker_legacy_images.h"
#include "archive/docker_manifest_images.h"
#include "archive/oci_images.h"
#include "oci/docker_archive.h"
#include "oci/image_config.h"
#include "oci/image_index.h"
#include "oci/manifest.h"
#include "oci/schema1.h"
#include "prebaked/prebaked_config.h"
#include "store/stored_image.h"
#include "store/stored_layer.h"
#include "support/image_files.h"
#include "support/layout_maker.h"
#include "support/need.h"
#include "support/sources.h"
#include "support/tar_builder.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

using FileMap = std::map<std::string, std::string>;

const QString kFuzzedSubject = u"document"_s;

Digest someDigest(std::string_view bytes)
{
    return Digest::of(asBytes(bytes));
}

/// The files of a layout, in memory.
class MemoryFiles : public ArchiveFiles
{
public:
    explicit MemoryFiles(FileMap files)
        : ArchiveFiles(u"layout"_s)
        , m_files(std::move(files))
    {
    }
    QString subject(const QString &name) const override { return path() + u'/' + name; }
    bool has(std::string_view name) const override { return m_files.contains(std::string(name)); }
    Result<FileRegion> find(std::string_view name) const override
    {
        const auto found = m_files.find(std::string(name));
        return found == m_files.end() ? Result<FileRegion>(fail(ErrorKind::NotFound, subject(printable(name)), u"missing"_s))
                                      : regionOf(found->second);
    }

private:
    FileMap m_files;
};

/// Looks every image up in each way that there is.
bool resolveAll(const Result<std::shared_ptr<const LocalArchive>> &archive)
{
    if (!archive)
        return false;
    QStringList names{{}, u"latest"_s, u"example.test/app:1"_s};
    for (const ArchivedImage &image : (*archive)->images()) {
        (void)image.toString();
        names += image.names;
    }
    bool isAnyFound = false;
    ProgressMeter progress;
    for (const QString &name : names.mid(0, 20)) {
        const auto image = (*archive)->resolve(name, {}, progress, {});
        if (!image)
            continue;
        isAnyFound = true;
        insist(image->layers.size() == image->config.diffIds.size(), "there is a layer for each diff ID");
        insist(image->configDigest == Digest::ofDocument(image->config.bytes, image->configDigest.algorithm()),
               "the image ID is the config's digest");
        insist(!image->digest || *image->digest == Digest::ofDocument(image->manifestBytes, image->digest->algorithm()),
               "the manifest has its digest");
    }
    return isAnyFound;
}

const std::vector<TestImage> &archivedImages()
{
    static const std::vector<TestImage> images{
        {.layers = {TarBuilder().file("a", "1").finish(), TarBuilder().file("b", "2").finish()},
         .run = {{u"User"_s, u"app"_s}, {u"Env"_s, QJsonArray{u"A=b"_s}}, {u"Cmd"_s, QJsonArray{u"sh"_s}}}},
        {.layers = {TarBuilder().file("a", "1").finish()}, .name = u"example.test/other:2"_s, .compression = Compression::Gzip}};
    return images;
}

FileMap archiveFiles(DockerLayout layout)
{
    return dockerArchive(archivedImages(), layout);
}

Result<std::shared_ptr<const TarFiles>> tarFilesWith(FileMap files, const std::string &name, std::string_view bytes)
{
    files[name] = bytes;
    return TarFiles::open(u"archive.tar"_s, regionOf(tarOf(files)), {});
}

bool tryLayoutFile(const std::string &name, std::string_view bytes)
{
    static const FileMap good = [] {
        LayoutMaker maker;
        const QJsonObject one = maker.image(archivedImages()[0]);
        const QJsonObject other = maker.image(archivedImages()[1]);
        maker.index({forPlatform(one, u"linux/amd64"_s), forPlatform(other, u"linux/arm64"_s)});
        return maker.entry(named(one, u"example.test/app:1"_s)).files();
    }();
    FileMap files = good;
    files[name] = bytes;
    return resolveAll(openOciImages(SourceKind::OciLayout, std::make_shared<const MemoryFiles>(std::move(files))));
}

std::string descriptorText(const std::string &type, const std::string &more = {})
{
    return R"({"mediaType":")" + type + R"(","digest":")" + someDigest(type).toString().toStdString() + R"(","size":7)" + more
        + '}';
}

} // namespace

bool tryJson(std::string_view bytes)
{
    const QByteArray text = toQt(bytes);
    const QByteArray valid = validJsonText(text);
    insist(validJsonText(valid) == valid, "text that was made valid stays as it is");
    const auto object = parseJsonObject(text, kFuzzedSubject);
    const auto array = parseJsonArray(text, kFuzzedSubject);
    insist(!object || !array, "a document is either an object or an array");
    if (object) {
        const JsonFields fields(*object, kFuzzedSubject);
        for (const auto key : {"name"_L1, "list"_L1, "number"_L1, "map"_L1}) {
            (void)fields.string(key);
            (void)fields.boolean(key);
            (void)fields.integer(key);
            (void)fields.size(key);
            (void)fields.stringOrStrings(key);
            (void)fields.stringMap(key);
            (void)fields.keys(key);
            (void)fields.forEachObject(key, [](const JsonFields &) { return Result<void>(); });
        }
    }
    return object || array;
}

bool tryManifest(std::string_view bytes)
{
    const QByteArray text = toQt(bytes);
    if (const auto document = parseJsonObject(text, kFuzzedSubject))
        (void)documentKind(*document);
    const auto manifest = Manifest::parse(text, kFuzzedSubject);
    if (!manifest)
        return false;
    insist(!ImageIndex::parse(text, kFuzzedSubject), "a manifest is not an index");
    insist(manifest->config.size >= 0, "sizes are not negative");
    (void)manifest->artifactName();
    insist(manifest->isImage() || !manifest->requireImage(kFuzzedSubject), "an artifact is not accepted as an image");
    return true;
}

bool tryImageIndex(std::string_view bytes)
{
    const auto index = ImageIndex::parse(toQt(bytes), kFuzzedSubject);
    if (!index)
        return false;
    for (const Descriptor &descriptor : index->manifests) {
        (void)isAttestation(descriptor);
        (void)isArtifact(descriptor);
        for (const QString &name : imageNames(descriptor))
            (void)isNamed(descriptor, name);
    }
    const auto chosen = selectPlatform(index->manifests, need(Platform::parse(u"linux/amd64")), kFuzzedSubject);
    insist(!chosen || *chosen < index->manifests.size(), "what is chosen is one of the manifests");
    Descriptor entry;
    entry.mediaType = u"application/vnd.oci.image.index.v1+json"_s;
    const auto read = [&index](const Descriptor &) -> Result<std::optional<ImageIndex>> { return *index; };
    (void)manifestsOf(entry, read, kFuzzedSubject);
    return true;
}

bool tryConfig(std::string_view bytes)
{
    const auto config = ImageConfig::parse(toQt(bytes), kFuzzedSubject);
    if (!config)
        return false;
    const std::size_t layers = config->diffIds.size();
    insist(historyForLayers(*config, layers).size() == layers, "there is a step for each layer");
    insist(requireLayers(*config, layers, kFuzzedSubject).has_value(), "it has as many layers as it has diff IDs");
    (void)config->platform.normalized().toString();
    return true;
}

bool trySchema1(std::string_view bytes)
{
    const QByteArray text = toQt(bytes);
    if (const auto document = parseJsonObject(text, kFuzzedSubject))
        (void)manifestDigest(text, *document, HashAlgorithm::Sha256, kFuzzedSubject);
    const auto manifest = Schema1Manifest::parse(text, kFuzzedSubject);
    if (!manifest)
        return false;
    const std::vector<DiffId> diffIds(manifest->layers.size(), DiffId::of(asBytes("tar")));
    const auto config = ImageConfig::parse(manifest->imageConfig(diffIds), kFuzzedSubject);
    insist(!config || config->diffIds == diffIds, "the config made of it has its layers");
    return true;
}

bool tryDockerManifest(std::string_view bytes)
{
    static const FileMap good = archiveFiles(DockerLayout::Skopeo);
    (void)parseDockerManifest(toQt(bytes), kFuzzedSubject);
    const auto files = tarFilesWith(good, "manifest.json", bytes);
    return files && resolveAll(openDockerImages(*files));
}

bool tryRepositories(std::string_view bytes)
{
    static const FileMap good = archiveFiles(DockerLayout::Oldest);
    (void)parseLegacyRepositories(toQt(bytes), kFuzzedSubject);
    const auto files = tarFilesWith(good, "repositories", bytes);
    return files && resolveAll(openLegacyDockerImages(*files));
}

bool tryLegacyLayer(std::string_view bytes)
{
    const auto layer = LegacyLayer::parse(toQt(bytes), kFuzzedSubject);
    if (!layer)
        return false;
    const LegacyLayers layers{{layer->id, *layer}, {u"base"_s, {.id = u"base"_s, .parent = {}, .json = layer->json}}};
    (void)legacyTops(layers);
    const auto chain = legacyChain(layers, layer->id, kFuzzedSubject);
    if (chain) {
        insist(chain->size() <= layers.size(), "a layer is in its chain once");
        const std::vector<DiffId> diffIds(chain->size(), DiffId::of(asBytes("tar")));
        const auto config = ImageConfig::parse(legacyImageConfig(*chain, diffIds), kFuzzedSubject);
        insist(!config || config->diffIds == diffIds, "the config made of it has its layers");
    }
    return true;
}

bool tryLayoutIndex(std::string_view bytes)
{
    return tryLayoutFile("index.json", bytes);
}

bool tryLayoutVersion(std::string_view bytes)
{
    return tryLayoutFile("oci-layout", bytes);
}

bool tryArchive(std::string_view bytes)
{
    const FileRegion file = regionOf(bytes);
    ProgressMeter progress;
    return resolveAll(
        openArchive(u"/proc/self/fd/%1"_s.arg(file.file->descriptor()), std::nullopt, QDir::tempPath(), progress, {}));
}

std::vector<std::string> jsonCorpus()
{
    return {R"({"name":"a","Name":"b","list":["x",null,"\u00e9\ud83d\ude00"],"number":9007199254740993,"map":{"k":"v"}})",
            "[{\"a\":[[],{}]},1.5e3,true,null,\"M\xFCller\\n\\ud800\"]", "\xEF\xBB\xBF{}",
            R"({"list":[{"a":1},null],"number":null})"};
}

std::vector<std::string> manifestCorpus()
{
    const std::string config = descriptorText("application/vnd.oci.image.config.v1+json");
    const std::string layer
        = descriptorText("application/vnd.oci.image.layer.v1.tar+gzip", R"(,"urls":["https://example.test/x"])");
    return {R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":)" + config + R"(,"layers":[)"
                + layer + ',' + layer + R"(],"annotations":{"org.opencontainers.image.title":"a"}})",
            R"({"SchemaVersion":2,"Config":)" + descriptorText("application/vnd.docker.container.image.v1+json") + R"(,"Layers":[)"
                + descriptorText("application/vnd.docker.image.rootfs.diff.tar.gzip") + "]}",
            R"({"schemaVersion":2,"artifactType":"application/spdx+json","config":)"
                + descriptorText("application/vnd.oci.empty.v1+json") + R"(,"layers":[)" + descriptorText("application/spdx+json")
                + R"(],"subject":)" + descriptorText("application/vnd.oci.image.manifest.v1+json") + '}',
            R"({"schemaVersion":2,"config":)" + config + R"(,"layers":[)"
                + descriptorText("application/vnd.oci.image.layer.v1.tar+gzip+encrypted") + "]}"};
}

std::vector<std::string> indexCorpus()
{
    const std::string manifest = "application/vnd.oci.image.manifest.v1+json";
    return {
        R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[)"
            + descriptorText(manifest, R"(,"platform":{"os":"linux","architecture":"arm","variant":"v7","os.features":["nydus"]})")
            + ',' + descriptorText(manifest, R"(,"platform":{"os":"windows","architecture":"amd64","os.version":"10.0.17763.1"})")
            + ',' + descriptorText(manifest, R"(,"annotations":{"vnd.docker.reference.type":"attestation-manifest"})") + "]}",
        R"({"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.list.v2+json","manifests":[)"
            + descriptorText("application/vnd.docker.distribution.manifest.v2+json",
                             R"(,"platform":{"os":"linux","architecture":"amd64"})")
            + "]}",
        R"({"manifests":[)"
            + descriptorText(manifest,
                             R"(,"annotations":{"org.opencontainers.image.ref.name":"a:1,b:2","io.containerd.image.name":"c"})")
            + "]}"};
}

std::vector<std::string> configCorpus()
{
    std::vector<std::string> corpus;
    for (const TestImage &image : archivedImages())
        corpus.push_back(image.configBytes().toStdString());
    corpus.push_back(R"({"os":"windows","os.version":"10.0.17763.1","architecture":"amd64","config":{"Entrypoint":["a"],"Env":null,
        "Labels":{"k":"v"},"ExposedPorts":{"80/tcp":{}},"Volumes":{"/v":{}},"Shell":["sh"],"OnBuild":["RUN x"],"StopSignal":"9"},
        "rootfS":{"type":"layers","diff_ids":[")"
                     + someDigest("tar").toString().toStdString()
                     + R"("]},"history":[{"created":"2024-05-01T12:00:00Z","created_by":"a","author":"b","comment":"c"},
        {"empty_layer":true}]})");
    return corpus;
}

std::vector<std::string> schema1Corpus()
{
    const std::string layers = R"("fsLayers":[{"blobSum":")" + someDigest("2").toString().toStdString() + R"("},{"blobSum":")"
        + someDigest("1").toString().toStdString()
        + R"("}],"history":[{"v1Compatibility":"{\"id\":\"b\",\"parent\":\"a\",\"os\":\"linux\",
        \"architecture\":\"amd64\",\"config\":{\"User\":\"7\",\"Cmd\":[\"sh\"]},\"container_config\":{\"Cmd\":[\"/bin/sh -c make\"]}}"},
        {"v1Compatibility":"{\"id\":\"a\",\"created\":\"2016-01-01T00:00:00Z\",\"throwaway\":true}"}])";
    const std::string document = R"({"schemaVersion":1,"name":"team/app","tag":"1","architecture":"amd64",)" + layers;
    const auto encoded = [](const std::string &text) {
        return toQt(text).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString();
    };
    const std::string header
        = encoded(R"({"formatLength":)" + std::to_string(document.size()) + R"(,"formatTail":")" + encoded("}") + R"("})");
    return {document + '}', document + R"(,"signatures":[{"signature":"x","protected":")" + header + R"("}]})"};
}

std::vector<std::string> dockerManifestCorpus()
{
    return {archiveFiles(DockerLayout::Skopeo).at("manifest.json")};
}

std::vector<std::string> repositoriesCorpus()
{
    return {archiveFiles(DockerLayout::Oldest).at("repositories")};
}

std::vector<std::string> legacyLayerCorpus()
{
    std::vector<std::string> corpus{
        R"({"id":"top","parent":"base","created":"2014-01-01T00:00:00Z","container_config":{"Cmd":["sh"]},"Size":5})"};
    for (const auto &[name, bytes] : archiveFiles(DockerLayout::Oldest)) {
        if (name.ends_with("/json"))
            corpus.push_back(bytes);
    }
    return corpus;
}

std::vector<std::string> layoutIndexCorpus()
{
    LayoutMaker maker;
    const QJsonObject one = maker.image(archivedImages()[0]);
    const QJsonObject other = maker.image(archivedImages()[1]);
    const QJsonObject both = maker.index({forPlatform(one, u"linux/amd64"_s), forPlatform(other, u"linux/arm64"_s)});
    return {LayoutMaker().entry(named(one, u"example.test/app:1"_s)).entry(named(other, u"latest"_s)).files().at("index.json"),
            LayoutMaker().entry(both).files().at("index.json"),
            LayoutMaker().entry(asAttestation(other)).entry(one).files().at("index.json")};
}

std::vector<std::string> layoutVersionCorpus()
{
    return {R"({"imageLayoutVersion":"1.0.0"})", R"({"imageLayoutVersion":"1.1.0","other":[1]})"};
}

std::vector<std::string> archiveCorpus()
{
    std::vector<std::string> corpus;
    for (const auto layout : {DockerLayout::Oldest, DockerLayout::Old, DockerLayout::New, DockerLayout::Skopeo})
        corpus.push_back(tarOf(archiveFiles(layout)));
    corpus.push_back(tarOf(ociLayout(archivedImages())));
    return corpus;
}

std::vector<std::string> storedImageCorpus()
{
    StoredImage image;
    image.reference = u"docker.io/library/alpine:3.22"_s;
    image.manifest = someDigest("manifest");
    image.config = someDigest("config");
    image.platform = {.os = u"linux"_s, .architecture = u"arm"_s, .variant = u"v7"_s, .osVersion = {}, .osFeatures = {u"x"_s}};
    image.mediaType = u"application/vnd.oci.image.manifest.v1+json"_s;
    image.size = 12345;
    image.created = u"2024-05-01T12:00:00Z"_s;
    image.pulled = QDateTime::fromMSecsSinceEpoch(1714564800123, Qt::UTC);
    image.layers = {someDigest("1"), someDigest("2")};
    image.source = u"docker.io"_s;
    std::vector<std::string> corpus{image.toJson().toStdString()};
    image.index = someDigest("index");
    corpus.push_back(image.toJson().toStdString());
    return corpus;
}

std::vector<std::string> storedLayerCorpus()
{
    StoredLayer layer;
    layer.digest = someDigest("blob");
    layer.diffId = DiffId::of(asBytes("tar"));
    layer.mediaType = u"application/vnd.oci.image.layer.v1.tar+zstd"_s;
    layer.compression = Compression::Zstd;
    layer.compressedSize = 1;
    layer.size = 2;
    layer.entries = 3;
    layer.idxSize = 4;
    layer.contentsSize = 5;
    layer.sidecarSize = 6;
    return {layer.toJson().toStdString()};
}

std::vector<std::string> prebakedConfigCorpus()
{
    const PrebakedConfig config{
        .layers = {someDigest("1"), someDigest("2")},
        .env = {u"PATH=/bin"_s, u"GREETING=<é & \"ü\">"_s},
        .entrypoint = {u"/init"_s},
        .cmd = {u"sh"_s, u"-c"_s, u"echo\n"_s},
        .workingDir = u"/srv"_s,
        .user = u"app:staff"_s,
        .ids = UserIds{1000, 50},
        .labels = {{u"b"_s, u"2"_s}, {u"a"_s, u"1"_s}},
        .architecture = u"amd64"_s,
    };
    return {config.toBytes().toStdString(),
            R"({"layers":[],"env":"A=b","entrypoint":"/bin/sh","cmd":"x","uid":1,"labels":{"a":"b"}})"};
}

} // namespace stratoscope::test
