// SPDX-License-Identifier: Apache-2.0
#include "diff/image_diff.h"

#include "base/json_writer.h"
#include "oci/manifest.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

constexpr auto kAnnotationCreated = "org.opencontainers.image.created"_L1;

/// In the order of ConfigField.
constexpr std::array<std::string_view, 17> kFieldNames{
    "platform", "created", "author",     "user",        "env",   "entrypoint", "cmd",        "workingDir", "label",
    "port",     "volume",  "stopSignal", "healthcheck", "shell", "onBuild",    "annotation", "other",
};

/// In lower case, since the keys of a config match in any case: those that have a field of their own, those compared elsewhere, and
/// those that describe how the image was built.
const QSet<QString> kKnownMembers{
    u"architecture"_s, u"os"_s,        u"variant"_s,  u"os.version"_s, u"os.features"_s, u"created"_s,   u"author"_s,
    u"config"_s,       u"rootfs"_s,    u"history"_s,  u"id"_s,         u"parent"_s,      u"container"_s, u"container_config"_s,
    u"throwaway"_s,    u"parent_id"_s, u"layer_id"_s, u"size"_s,
};
const QSet<QString> kKnownRunMembers{
    u"user"_s,         u"env"_s,     u"entrypoint"_s, u"cmd"_s,   u"workingdir"_s,  u"labels"_s,
    u"exposedports"_s, u"volumes"_s, u"stopsignal"_s, u"shell"_s, u"healthcheck"_s, u"onbuild"_s,
};

using ValueMap = QMap<QString, QString>;

QString jsonText(const QJsonValue &value)
{
    return QString::fromStdString(JsonWriter().value(value).take());
}

QString listText(const QStringList &words)
{
    return words.isEmpty() ? QString() : QString::fromStdString(JsonWriter().value(words).take());
}

/// The last one of variables with the same name counts.
ValueMap variables(const QStringList &env)
{
    ValueMap values;
    for (const QString &variable : env) {
        const qsizetype sign = variable.indexOf(u'=');
        values.insert(sign < 0 ? variable : variable.first(sign), sign < 0 ? QString() : variable.sliced(sign + 1));
    }
    return values;
}

ValueMap withoutValues(const QStringList &keys)
{
    ValueMap values;
    for (const QString &key : keys)
        values.insert(key, {});
    return values;
}

ValueMap annotationsOf(const Image &image, const ImageRules &rules)
{
    if (image.manifestBytes.isEmpty())
        return {};
    const auto manifest = Manifest::parse(image.manifestBytes, image.location);
    if (!manifest)
        return {};
    ValueMap values = manifest->annotations;
    if (rules.ignoreNames) {
        values.remove(kAnnotationRefName);
        values.remove(kAnnotationImageName);
    }
    if (rules.ignoreTimes)
        values.remove(kAnnotationCreated);
    return values;
}

void addUnknown(ValueMap &values, const QJsonObject &object, const QSet<QString> &known, const QString &prefix)
{
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!known.contains(member.key().toLower()) && !member->isNull())
            values.insert(prefix + member.key(), jsonText(*member));
    }
}

ValueMap unspecified(const ImageConfig &config)
{
    ValueMap values;
    addUnknown(values, config.json, kKnownMembers, {});
    addUnknown(values, jsonMember(config.json, "config"_L1).toObject(), kKnownRunMembers, u"config."_s);
    return values;
}

QString platformText(const Platform &platform)
{
    if (platform.isUnknown())
        return {};
    QString text = platform.normalized().toString();
    if (!platform.osVersion.isEmpty() && !text.contains(platform.osVersion))
        text += u' ' + platform.osVersion;
    return platform.osFeatures.isEmpty() ? text : text + u' ' + platform.osFeatures.join(u' ');
}

QString healthcheckOf(const ImageConfig &config)
{
    const QJsonValue value = jsonMember(jsonMember(config.json, "config"_L1).toObject(), "Healthcheck"_L1);
    return value.isObject() ? jsonText(value) : QString();
}

class ConfigComparer
{
public:
    explicit ConfigComparer(std::vector<ConfigDifference> &found)
        : m_found(found)
    {
    }

    void compare(ConfigField field, const QString &before, const QString &after) { compare(field, {}, before, after, true); }
    void compare(ConfigField field, const ValueMap &before, const ValueMap &after)
    {
        QSet<QString> keys(before.keyBegin(), before.keyEnd());
        keys.unite(QSet<QString>(after.keyBegin(), after.keyEnd()));
        QStringList sorted(keys.begin(), keys.end());
        sorted.sort();
        for (const QString &key : sorted) {
            const auto old = before.find(key);
            const auto now = after.find(key);
            if (old == before.end())
                m_found.push_back({Change::Added, field, key, {}, *now});
            else if (now == after.end())
                m_found.push_back({Change::Removed, field, key, *old, {}});
            else
                compare(field, key, *old, *now, false);
        }
    }

private:
    void compare(ConfigField field, const QString &key, const QString &before, const QString &after, bool emptyIsMissing)
    {
        if (before == after)
            return;
        const bool isAdded = emptyIsMissing && before.isEmpty();
        const bool isRemoved = emptyIsMissing && after.isEmpty();
        m_found.push_back({isAdded ? Change::Added : isRemoved ? Change::Removed : Change::Modified, field, key, before, after});
    }

    std::vector<ConfigDifference> &m_found;
};

std::vector<ConfigDifference> compareConfigs(const Image &before, const Image &after, const ImageRules &rules)
{
    std::vector<ConfigDifference> found;
    ConfigComparer comparer(found);
    const ImageConfig &old = before.config;
    const ImageConfig &now = after.config;
    // A prebaked directory keeps only some members, and a docker-archive has no manifest.
    const bool areComplete = before.source != SourceKind::Prebaked && after.source != SourceKind::Prebaked;
    const bool haveManifests = !before.manifestBytes.isEmpty() && !after.manifestBytes.isEmpty();
    const auto compareIf = [&comparer](bool condition, ConfigField field, const auto &left, const auto &right) {
        if (condition)
            comparer.compare(field, left, right);
    };
    comparer.compare(ConfigField::Platform, platformText(old.platform), platformText(now.platform));
    compareIf(areComplete && !rules.ignoreTimes, ConfigField::Created, old.created, now.created);
    compareIf(areComplete, ConfigField::Author, old.author, now.author);
    comparer.compare(ConfigField::User, old.run.user, now.run.user);
    comparer.compare(ConfigField::Env, variables(old.run.env), variables(now.run.env));
    comparer.compare(ConfigField::Entrypoint, listText(old.run.entrypoint), listText(now.run.entrypoint));
    comparer.compare(ConfigField::Cmd, listText(old.run.cmd), listText(now.run.cmd));
    comparer.compare(ConfigField::WorkingDir, old.run.workingDir, now.run.workingDir);
    comparer.compare(ConfigField::Label, old.run.labels, now.run.labels);
    compareIf(areComplete, ConfigField::ExposedPort, withoutValues(old.run.exposedPorts), withoutValues(now.run.exposedPorts));
    compareIf(areComplete, ConfigField::Volume, withoutValues(old.run.volumes), withoutValues(now.run.volumes));
    compareIf(areComplete, ConfigField::StopSignal, old.run.stopSignal, now.run.stopSignal);
    compareIf(areComplete, ConfigField::Healthcheck, healthcheckOf(old), healthcheckOf(now));
    compareIf(areComplete, ConfigField::Shell, listText(old.run.shell), listText(now.run.shell));
    compareIf(areComplete, ConfigField::OnBuild, listText(old.run.onBuild), listText(now.run.onBuild));
    compareIf(haveManifests, ConfigField::Annotation, annotationsOf(before, rules), annotationsOf(after, rules));
    compareIf(areComplete && !rules.ignoreUnspecified, ConfigField::Other, unspecified(old), unspecified(now));
    return found;
}

bool isSameLayer(const ImageLayer &left, const ImageLayer &right)
{
    if (left.diffId && right.diffId)
        return *left.diffId == *right.diffId;
    if (left.digest && right.digest)
        return *left.digest == *right.digest;
    return left.index == right.index;
}

bool isSameBlob(const ImageLayer &left, const ImageLayer &right)
{
    return left.digest && right.digest ? *left.digest == *right.digest : isSameLayer(left, right);
}

/// The steps that led to the layers of a side.
std::vector<HistoryEntry> stepsOf(const DiffSide &side)
{
    if (!side.image || side.layers.empty())
        return {};
    const auto &history = side.image->config.history;
    if (side.layers.size() == side.image->layers.size())
        return history;
    const int first = side.alone.value_or(0);
    const int end = first + int(side.layers.size());
    std::vector<HistoryEntry> steps;
    int layer = 0;
    for (const HistoryEntry &step : history) {
        if (layer >= end)
            break;
        // For a single layer in the middle, the step that made it; for the lowest layers, also the steps in between without a
        // layer.
        if (layer >= first && (first == 0 || !step.emptyLayer))
            steps.push_back(step);
        layer += step.emptyLayer ? 0 : 1;
    }
    return steps;
}

class HistoryComparer
{
public:
    HistoryComparer(std::vector<HistoryEntry> before, std::vector<HistoryEntry> after, bool ignoreTimes)
        : m_before(std::move(before))
        , m_after(std::move(after))
        , m_ignoreTimes(ignoreTimes)
    {
    }

    std::vector<HistoryStep> compare()
    {
        const std::size_t least = std::min(m_before.size(), m_after.size());
        std::size_t head = 0;
        while (head < least && isSameStep(head, head))
            ++head;
        std::size_t tail = 0;
        while (tail < least - head && isSameStep(m_before.size() - tail - 1, m_after.size() - tail - 1))
            ++tail;
        for (std::size_t i = 0; i < head; ++i)
            addCommon(i, i);
        compareRange(head, m_before.size() - tail, m_after.size() - tail);
        for (std::size_t i = tail; i > 0; --i)
            addCommon(m_before.size() - i, m_after.size() - i);
        return std::move(m_steps);
    }

private:
    bool isSameStep(std::size_t before, std::size_t after) const
    {
        const HistoryEntry &left = m_before[before];
        const HistoryEntry &right = m_after[after];
        return left.createdBy == right.createdBy && left.emptyLayer == right.emptyLayer;
    }

    void addCommon(std::size_t before, std::size_t after)
    {
        HistoryEntry old = m_before[before];
        if (m_ignoreTimes)
            old.created = m_after[after].created;
        const Change change = old == m_after[after] ? Change::None : Change::Modified;
        m_steps.push_back({change, m_before[before], m_after[after]});
    }
    void addRemoved(std::size_t before) { m_steps.push_back({Change::Removed, m_before[before], {}}); }
    void addAdded(std::size_t after) { m_steps.push_back({Change::Added, {}, m_after[after]}); }

    /// The longest common subsequence of [begin, beforeEnd) and [begin, afterEnd), unless they are longer than any real history.
    void compareRange(std::size_t begin, std::size_t beforeEnd, std::size_t afterEnd)
    {
        constexpr std::size_t kMostCells = 4'000'000;
        const std::size_t rows = beforeEnd - begin;
        const std::size_t columns = afterEnd - begin;
        const std::size_t width = columns + 1;
        std::vector<std::uint32_t> lengths; // of what follows a pair of steps
        if (rows > 0 && width <= kMostCells / (rows + 1)) {
            lengths.resize((rows + 1) * width);
            for (std::size_t i = rows; i-- > 0;) {
                for (std::size_t j = columns; j-- > 0;) {
                    lengths[i * width + j] = isSameStep(begin + i, begin + j)
                        ? lengths[(i + 1) * width + j + 1] + 1
                        : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
                }
            }
        }
        std::size_t i = 0;
        std::size_t j = 0;
        while (i < rows && j < columns && !lengths.empty()) {
            if (isSameStep(begin + i, begin + j))
                addCommon(begin + i++, begin + j++);
            else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])
                addRemoved(begin + i++);
            else
                addAdded(begin + j++);
        }
        while (i < rows)
            addRemoved(begin + i++);
        while (j < columns)
            addAdded(begin + j++);
    }

    const std::vector<HistoryEntry> m_before;
    const std::vector<HistoryEntry> m_after;
    const bool m_ignoreTimes;
    std::vector<HistoryStep> m_steps;
};

SideSummary::Kind kindOf(const DiffSide &side)
{
    if (!side.image)
        return SideSummary::Kind::Nothing;
    if (side.layers.size() != side.image->layers.size())
        return SideSummary::Kind::Layers;
    // One that was imported into the image store is not a Rootfs any more.
    const ImageConfig &config = side.image->config;
    const bool hasConfig = !config.platform.isUnknown() || config.run != RunConfig() || !config.history.empty();
    return side.image->source == SourceKind::Rootfs || !hasConfig ? SideSummary::Kind::FileSystem : SideSummary::Kind::Image;
}

SideSummary summaryOf(const DiffSide &side)
{
    SideSummary summary{.kind = kindOf(side),
                        .title = {},
                        .platform = {},
                        .digest = {},
                        .firstLayer = side.alone.value_or(0),
                        .layerCount = side.layers.size(),
                        .entries = side.fs.tree->totalEntries(kRootNode),
                        .contentSize = side.fs.tree->totalSize(kRootNode)};
    if (side.image) {
        summary.title = side.image->title();
        summary.platform = platformText(side.image->config.platform);
        if (summary.kind != SideSummary::Kind::FileSystem)
            summary.digest = side.image->digest.value_or(side.image->configDigest).toString();
    }
    for (auto layer = side.layers.begin(); layer != side.layers.end(); ++layer) {
        if (std::any_of(side.layers.begin(), layer, [&](const ImageLayer &other) { return isSameLayer(other, *layer); }))
            continue;
        summary.tarSize += layer->size;
        summary.blobSize += layer->compressedSize;
        summary.isCompressed = summary.isCompressed || layer->compression != Compression::None;
    }
    return summary;
}

void compareLayers(ImageDiff &diff, const std::vector<ImageLayer> &before, const std::vector<ImageLayer> &after)
{
    const std::size_t least = std::min(before.size(), after.size());
    while (diff.commonBase < least && isSameLayer(before[diff.commonBase], after[diff.commonBase])) {
        diff.layers.push_back({int(diff.commonBase), int(diff.commonBase)});
        ++diff.commonBase;
    }
    std::vector<bool> isPaired(before.size());
    std::vector<LayerPair> others;
    for (std::size_t i = diff.commonBase; i < after.size(); ++i) {
        LayerPair pair{-1, int(i)};
        for (std::size_t j = diff.commonBase; j < before.size() && pair.before < 0; ++j) {
            if (!isPaired[j] && isSameLayer(before[j], after[i])) {
                isPaired[j] = true;
                pair.before = int(j);
            }
        }
        others.push_back(pair);
    }
    for (std::size_t j = diff.commonBase; j < before.size(); ++j) {
        if (!isPaired[j])
            diff.layers.push_back({int(j), -1});
    }
    std::ranges::copy(others, std::back_inserter(diff.layers));
    for (auto layer = after.begin(); layer != after.end(); ++layer) {
        const auto isThis = [&layer](const ImageLayer &other) { return isSameBlob(other, *layer); };
        if (std::ranges::none_of(before, isThis) && std::none_of(after.begin(), layer, isThis))
            diff.newBlobSize += layer->compressedSize;
    }
}

} // namespace

std::string_view configFieldName(ConfigField field)
{
    return kFieldNames[std::size_t(field)];
}

QString SideSummary::description() const
{
    if (kind == Kind::Nothing)
        return u"nothing"_s;
    if (kind != Kind::Layers)
        return title;
    const int last = firstLayer + int(layerCount) - 1;
    return firstLayer > 0 ? u"layer %1 of %2"_s.arg(QString::number(firstLayer), title)
                          : u"%1 up to layer %2"_s.arg(title, QString::number(last));
}

ImageRules ImageRules::semantic()
{
    return {.ignoreTimes = true, .ignoreHistory = true, .ignoreNames = true, .ignoreUnspecified = true};
}

bool ImageDiff::comparesHistory() const
{
    const auto has
        = [](const SideSummary &side) { return side.kind == SideSummary::Kind::Image || side.kind == SideSummary::Kind::Layers; };
    // What leads from nothing to some layers is their history.
    return (has(before) || before.kind == SideSummary::Kind::Nothing) && has(after);
}

bool ImageDiff::hasDifferences() const
{
    return !config.empty() || std::ranges::any_of(history, [](const HistoryStep &step) { return step.change != Change::None; });
}

ImageDiff compareImages(const DiffSide &before, const DiffSide &after, const ImageRules &rules)
{
    ImageDiff diff{.before = summaryOf(before), .after = summaryOf(after), .config = {}, .history = {}, .layers = {}};
    if (diff.comparesConfig())
        diff.config = compareConfigs(*before.image, *after.image, rules);
    if (diff.comparesHistory() && !rules.ignoreHistory)
        diff.history = HistoryComparer(stepsOf(before), stepsOf(after), rules.ignoreTimes).compare();
    compareLayers(diff, before.layers, after.layers);
    return diff;
}

} // namespace stratoscope
