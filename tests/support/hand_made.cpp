// SPDX-License-Identifier: Apache-2.0
#include "support/hand_made.h"

#include "support/need.h"
#include "support/sources.h"

using namespace Qt::StringLiterals;

namespace stratoscope::test {

namespace {

constexpr Timestamp kTime{.seconds = 1714564800, .nanoseconds = 0};

/// Adds members one after another, their contents side by side.
class Maker
{
public:
    void add(std::string path, EntryKind kind, std::uint64_t size = 0, std::string_view link = {})
    {
        Entry entry;
        entry.kind = kind;
        entry.mode = kind == EntryKind::Directory || path.ends_with(".sh") ? 0755 : 0644;
        entry.size = size;
        entry.mtime = kTime;
        entry.linkTarget = link;
        const LayerIndexBuilder::Member member{
            .path = path, .entry = entry, .contentOffset = m_content, .extents = {}, .sparse = false};
        need(m_builder.add(member));
        m_content += (size + LayerIndex::kContentUnit - 1) / LayerIndex::kContentUnit * LayerIndex::kContentUnit;
    }

    void addLine(const std::string &line)
    {
        const auto split = [&line](std::string_view by) {
            const auto at = line.find(by);
            return std::pair{line.substr(0, at), at == std::string::npos ? std::string() : line.substr(at + by.size())};
        };
        if (line.starts_with('-'))
            return add(line.substr(1), EntryKind::Whiteout);
        if (line.starts_with('!'))
            return add(line.substr(1) + "/.wh..wh..opq", EntryKind::Opaque);
        if (line.ends_with('/'))
            return add(line, EntryKind::Directory);
        if (const auto [path, target] = split(" -> "); !target.empty())
            return add(path, EntryKind::Symlink, 0, target);
        if (const auto [path, target] = split(" => "); !target.empty())
            return add(path, EntryKind::Hardlink, 0, target);
        const auto [path, size] = split(" ");
        add(path, EntryKind::Regular, size.empty() ? 0 : std::stoull(size));
    }

    std::shared_ptr<const LayerIndex> finish() { return m_builder.finish(); }

private:
    LayerIndexBuilder m_builder;
    std::uint64_t m_content = 0;
};

std::shared_ptr<Image> imageOf(const MergedTree::Layers &indexes, const LayerContents &contents)
{
    auto image = std::make_shared<Image>();
    image->source = SourceKind::DockerArchive;
    image->location = u"/images/sample.tar"_s;
    image->names = {u"example.org/sample:1.0"_s};
    image->config.platform = {.os = u"linux"_s, .architecture = u"amd64"_s, .variant = {}, .osVersion = {}, .osFeatures = {}};
    for (const auto &index : indexes) {
        ImageLayer layer;
        layer.size = index->contentSize();
        layer.createdBy = u"/bin/sh -c #(nop) COPY file %1 in /"_s.arg(image->layers.size());
        layer.index = index;
        layer.contents = contents;
        layer.check = std::make_shared<ImageLayer::Check>(Verification::Pending);
        image->layers.push_back(std::move(layer));
    }
    image->tree = need(MergedTree::merge(indexes));
    return image;
}

} // namespace

std::shared_ptr<const LayerIndex> makeLayer(const std::vector<std::string> &lines)
{
    Maker maker;
    for (const std::string &line : lines)
        maker.addLine(line);
    return maker.finish();
}

std::shared_ptr<const MergedTree> makeTree(const std::vector<std::vector<std::string>> &layers)
{
    MergedTree::Layers indexes;
    for (const auto &lines : layers)
        indexes.push_back(makeLayer(lines));
    return need(MergedTree::merge(indexes));
}

std::shared_ptr<Image> makeImage(const std::vector<std::vector<std::string>> &layers, const QByteArray &contents)
{
    MergedTree::Layers indexes;
    for (const auto &lines : layers)
        indexes.push_back(makeLayer(lines));
    return imageOf(indexes, LayerContents(regionOf(std::string_view(contents.constData(), std::size_t(contents.size())))));
}

std::shared_ptr<Image> makeLargeImage(std::uint32_t entries, int layers)
{
    MergedTree::Layers indexes;
    for (int layer = 0; layer < layers; ++layer) {
        Maker maker;
        for (std::uint32_t n = std::uint32_t(layer); n < entries; n += std::uint32_t(layers)) {
            // A tenth in one folder, the rest in folders of thirty, three deep.
            const std::string number = std::to_string(n);
            const std::string folder = n % 10 == 0
                ? "var/cache/many"
                : "usr/lib/python" + std::to_string(n / 9000) + "/Package_" + std::to_string(n / 30);
            maker.add(folder + "/module-" + number
                          + (n % 3 == 0       ? ".py"
                                 : n % 3 == 1 ? ".cpython-311.pyc"
                                              : ".sh"),
                      EntryKind::Regular, n % 5000);
        }
        indexes.push_back(maker.finish());
    }
    return imageOf(indexes, {});
}

} // namespace stratoscope::test
