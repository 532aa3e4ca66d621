// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_analysis.h"

#include "analysis/hidden_files.h"
#include "base/cancel.h"
#include "base/parallel.h"
#include "base/saturating_add.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

bool isCompressed(const ImageLayer &layer)
{
    return layer.compression != Compression::None && layer.compressedSize > 0;
}

/// Sorts the files that could be saved into savings.
class SavingsMaker
{
public:
    explicit SavingsMaker(ImageAnalysis &into)
        : m_into(into)
    {
    }

    void add(const WastedFile &file, WasteCause cause, int layer, CacheKind cache, Aspects aspects)
    {
        const auto [found, isNew] = m_groups.try_emplace({cause, file.file.layer, layer, cache}, m_into.savings.size());
        if (isNew) {
            m_into.savings.push_back({.cause = cause, .writtenBy = file.file.layer, .layer = layer, .cache = cache});
            m_files.emplace_back();
        }
        Saving &saving = m_into.savings[found->second];
        saving.bytes = saturatingAdd(saving.bytes, file.bytes);
        saving.aspects |= aspects;
        m_files[found->second].push_back(file);
    }

    void finish()
    {
        std::vector<Saving> &savings = m_into.savings;
        for (std::size_t i = 0; i < savings.size(); ++i) {
            savings[i].firstFile = i; // until they are sorted
            std::ranges::sort(m_files[i], [](const WastedFile &a, const WastedFile &b) {
                return std::tie(b.bytes, a.pathSlot, a.file.record) < std::tie(a.bytes, b.pathSlot, b.file.record);
            });
        }
        std::ranges::sort(savings, [](const Saving &a, const Saving &b) {
            return std::tie(b.bytes, a.layer, a.writtenBy, a.cause, a.cache)
                < std::tie(a.bytes, b.layer, b.writtenBy, b.cause, b.cache);
        });
        for (Saving &saving : savings) {
            const std::vector<WastedFile> &files = m_files[saving.firstFile];
            saving.firstFile = m_into.files.size();
            saving.fileCount = files.size();
            m_into.files.insert(m_into.files.end(), files.begin(), files.end());
            saving.advice = adviceFor(saving, step(saving.writtenBy), step(saving.layer), m_into.base ? m_into.base->layers : 0);
        }
    }

private:
    StepKind step(int layer)
    {
        const auto [found, isNew] = m_steps.try_emplace(layer, StepKind::Unknown);
        if (isNew)
            found->second = stepKindOf(m_into.layer(layer).createdBy);
        return found->second;
    }

    ImageAnalysis &m_into;
    std::map<std::tuple<WasteCause, int, int, CacheKind>, std::size_t> m_groups;
    std::vector<std::vector<WastedFile>> m_files; ///< by saving
    std::map<int, StepKind> m_steps;
};

struct OriginHash {
    std::size_t operator()(const MergedTree::Origin &origin) const
    {
        return std::hash<std::uint64_t>()(std::uint64_t(origin.layer) << 32 | origin.record);
    }
};

/// The caches in the final tree. A file that has another name elsewhere stays, and saves nothing.
void addCaches(SavingsMaker &savings, const std::vector<CacheKind> &caches, const TreeHistory &history, const std::stop_token &stop)
{
    const auto forEachFile = [&](const auto &visit) {
        for (NodeId slot = 0; slot < history.pathSlots()->size(); ++slot) {
            if (slot % 0x4000 == 0)
                throwIfStopped(stop);
            const TreeHistory::State &state = history.states(slot).back();
            if (state.exists && !state.isDirectory)
                visit(slot, state);
        }
    };
    struct Names {
        bool areAllInCaches = true;
        bool isAdded = false;
    };
    std::unordered_map<MergedTree::Origin, Names, OriginHash> linked; // files with several names
    forEachFile([&](NodeId, const TreeHistory::State &state) {
        if (state.isHardlink())
            linked[state.origin()];
    });
    if (!linked.empty()) {
        forEachFile([&](NodeId slot, const TreeHistory::State &state) {
            if (const auto names = linked.find(state.origin()); names != linked.end() && caches[slot] == CacheKind::None)
                names->second.areAllInCaches = false;
        });
    }
    forEachFile([&](NodeId slot, const TreeHistory::State &state) {
        if (caches[slot] == CacheKind::None)
            return;
        const MergedTree::Origin file = state.origin();
        const LayerIndex &layer = *history.layers()[std::size_t(file.layer)];
        if (layer.kind(file.record) != EntryKind::Regular || layer.fileSize(file.record) == 0)
            return;
        const auto names = linked.find(file);
        if (names != linked.end() && (!names->second.areAllInCaches || std::exchange(names->second.isAdded, true)))
            return;
        savings.add({.file = file, .pathSlot = slot, .bytes = layer.fileSize(file.record)}, WasteCause::Cache, file.layer,
                    caches[slot], 0);
    });
}

/// What the digests say about a hidden file and its successor.
class HiddenFileSorter
{
public:
    HiddenFileSorter(const ImageAnalysis &analysis, const DigestTable &digests)
        : m_analysis(analysis)
        , m_digests(digests)
    {
    }

    WasteCause cause(const HiddenFile &hidden, const MergedTree::Origin &movedTo) const
    {
        if (hidden.isDeleted)
            return movedTo.record == kNoRecord ? WasteCause::Deleted : WasteCause::Moved;
        const Sha256 *const before = hidden.hasSuccessor() ? m_digests.digest(hidden.file) : nullptr;
        const Sha256 *const after = before ? m_digests.digest(hidden.successor) : nullptr;
        return after && *before == *after ? WasteCause::AttributesOnly : WasteCause::Overwritten;
    }

    Aspects aspects(const HiddenFile &hidden) const
    {
        return compareEntries(entry(hidden.file), entry(hidden.successor), [] { return true; });
    }

private:
    Entry entry(const MergedTree::Origin &file) const { return m_analysis.layer(file.layer).index->entry(file.record); }

    const ImageAnalysis &m_analysis;
    const DigestTable &m_digests;
};

void addHidden(SavingsMaker &savings, ImageAnalysis &into, const std::vector<HiddenFile> &hidden,
               const std::vector<MergedTree::Origin> &movedTo, const DigestTable &digests, const std::vector<CacheKind> &caches)
{
    const HiddenFileSorter sorter(into, digests);
    for (std::size_t number = 0; number < hidden.size(); ++number) {
        const HiddenFile &one = hidden[number];
        const WasteCause cause = sorter.cause(one, movedTo[number]);
        const std::uint64_t bytes = into.layer(one.file.layer).index->fileSize(one.file.record);
        std::uint64_t &sum = cause == WasteCause::AttributesOnly ? into.hidden.attributesOnly
            : cause == WasteCause::Overwritten                   ? into.hidden.overwritten
                                                                 : into.hidden.deleted;
        sum = saturatingAdd(sum, bytes);
        std::uint64_t &ofLayer = into.layers[std::size_t(one.file.layer)].hidden;
        ofLayer = saturatingAdd(ofLayer, bytes);
        const CacheKind cache = caches.empty() || one.pathSlot == kNoNode ? CacheKind::None : caches[one.pathSlot];
        savings.add({one.file, one.pathSlot, bytes, movedTo[number]}, cause, one.hiddenBy, cache,
                    cause == WasteCause::AttributesOnly ? sorter.aspects(one) : Aspects(0));
    }
}

} // namespace

std::string ImageAnalysis::path(const WastedFile &file) const
{
    if (file.pathSlot != kNoNode)
        return pathSlots->path(file.pathSlot);
    return '/' + layer(file.file.layer).index->path(file.file.record);
}

std::string ImageAnalysis::newPath(const WastedFile &file) const
{
    return '/' + layer(file.movedTo.layer).index->path(file.movedTo.record);
}

double ImageAnalysis::hiddenPercent() const
{
    const std::uint64_t own = layersSize - (layers.empty() ? 0 : std::min(layers.front().size, layersSize));
    if (hidden.total() == 0)
        return 0;
    return own == 0 ? std::numeric_limits<double>::infinity() : 100 * double(hidden.total()) / double(own);
}

std::optional<std::uint64_t> ImageAnalysis::compressedSize() const
{
    std::uint64_t sum = 0;
    for (int number = 0; number < int(image->layers.size()); ++number) {
        if (!isCompressed(layer(number)))
            return std::nullopt;
        if (!layers[std::size_t(number)].isRepeated)
            sum = saturatingAdd(sum, layer(number).compressedSize);
    }
    return sum;
}

std::optional<std::uint64_t> ImageAnalysis::compressedBytes(int number, std::uint64_t bytes) const
{
    const ImageLayer &of = layer(number);
    if (!isCompressed(of))
        return std::nullopt;
    if (bytes == 0 || layers[std::size_t(number)].isRepeated)
        return 0;
    const double whole = double(std::max({of.size, of.index->contentSize(), bytes})); // a sparse tar is smaller than its files
    return std::uint64_t(double(of.compressedSize) * (double(bytes) / whole));
}

ImageAnalysis::Rest ImageAnalysis::without(std::span<const std::size_t> ticked) const
{
    Rest rest{.layersSize = layersSize, .compressedSize = compressedSize()};
    const std::set<std::size_t> each(ticked.begin(), ticked.end());
    std::map<int, std::uint64_t> byLayer;
    for (const std::size_t number : each) {
        const Saving &saving = savings[number];
        rest.layersSize -= std::min(saving.bytes, rest.layersSize);
        byLayer[saving.writtenBy] = saturatingAdd(byLayer[saving.writtenBy], saving.bytes);
    }
    for (const auto &[number, bytes] : byLayer) {
        if (rest.compressedSize)
            *rest.compressedSize -= std::min(compressedBytes(number, bytes).value_or(0), *rest.compressedSize);
    }
    return rest;
}

Result<ImageAnalysis> analyzeImage(std::shared_ptr<const Image> image, std::span<const BaseCandidate> candidates,
                                   const std::stop_token &stop)
{
    ImageAnalysis made;
    made.image = image;
    made.size = image->tree->totalSize(kRootNode);
    std::set<const LayerIndex *> distinct;
    for (const ImageLayer &layer : image->layers) {
        made.layers.push_back({.size = layer.index->contentSize(), .isRepeated = !distinct.insert(layer.index.get()).second});
        made.layersSize = saturatingAdd(made.layersSize, layer.index->contentSize());
    }
    made.base = findBaseImage(*image, candidates);

    std::shared_ptr<const TreeHistory> history;
    std::optional<DuplicateFinder> duplicates;
    std::optional<FinalFiles> files;
    const auto work = [&](std::size_t part, const std::stop_token &stop) -> Result<void> {
        if (part == 0) {
            STRATOSCOPE_TRY(history, withContext(image->location, TreeHistory::make(image->tree, stop)));
            return {};
        }
        made.dive = diveFigures(image->tree->layers(), stop);
        files.emplace(*image->tree, stop);
        duplicates.emplace(*files, stop);
        return {};
    };
    STRATOSCOPE_CHECK(inParallel(2, work, stop));
    made.pathSlots = history->pathSlots();
    const std::vector<HiddenFile> hidden = findHiddenFiles(*history, *files, stop);

    const DiffSide side = DiffSide::whole(image);
    made.knowsContents = side.hasDigests();
    DigestTable digests(side);
    duplicates->requestDigests(digests);
    for (const HiddenFile &one : hidden) {
        if (one.hasSuccessor()) {
            digests.request(one.file);
            digests.request(one.successor);
        }
    }
    STRATOSCOPE_CHECK(DigestTable::read({&digests}, stop));
    DuplicateFinder::Found found = duplicates->find(hidden, digests, stop);
    made.duplicates = std::move(found.duplicates);
    for (const DuplicateFiles &files : made.duplicates)
        made.duplicateBytes = saturatingAdd(made.duplicateBytes, files.bytes());

    const std::vector<CacheKind> caches = findPackageCaches(*made.pathSlots);
    SavingsMaker savings(made);
    addHidden(savings, made, hidden, found.movedTo, digests, caches);
    if (!caches.empty())
        addCaches(savings, caches, *history, stop);
    savings.finish();
    return made;
}

} // namespace stratoscope
