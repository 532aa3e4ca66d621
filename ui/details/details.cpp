// SPDX-License-Identifier: Apache-2.0
#include "ui/details/details.h"

#include "content/file_links.h"
#include "content/xattr_values.h"
#include "tree/user.h"
#include "ui/common/format.h"
#include "ui/layers/layer_model.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct DetailsTr {
    Q_DECLARE_TR_FUNCTIONS(Details)
};

void addIfAny(Details &details, const QString &label, const QString &value, bool fixedWidth = false)
{
    if (!value.isEmpty())
        details.append({label, value, fixedWidth});
}

QString sizeInWords(std::uint64_t bytes)
{
    return bytes < 1024 ? DetailsTr::tr("%Ln bytes", nullptr, int(bytes))
                        : DetailsTr::tr("%1 (%2 bytes)").arg(sizeText(bytes), countText(bytes));
}

QString contentsText(std::uint64_t entries, std::uint64_t bytes)
{
    return DetailsTr::tr("%1, %2").arg(entriesText(entries), sizeInWords(bytes));
}

/// A file's digest, or why it is not known.
QString digestText(const Image &image, const MergedTree &tree, NodeId node)
{
    const MergedTree::Origin origin = tree.origin(node);
    const auto layer = std::ranges::find(image.layers, tree.layers()[std::size_t(origin.layer)], &ImageLayer::index);
    if (layer == image.layers.end() || origin.record == kNoRecord)
        return {};
    if (layer->check->state() == Verification::Failed)
        return DetailsTr::tr("Unknown: the layer is corrupt");
    const auto digests = layer->check->fileDigests();
    if (!digests)
        return DetailsTr::tr("Not verified yet");
    auto digest = FileDigests::Reader(digests, layer->index).digest(origin.record);
    return digest ? QString::fromStdString(toHex(*digest)) : digest.error().message();
}

/// Each step of resolving a link, under one label.
void addChain(Details &details, const MergedTree &tree, NodeId link)
{
    const LinkChain chain = linkChain(tree, link);
    QString label = DetailsTr::tr("Resolves to");
    const auto add = [&](const QString &value, std::optional<NodeId> leadsTo) {
        details.append({std::exchange(label, {}), value, false, leadsTo});
    };
    for (const NodeId step : chain.steps)
        add(printable(tree.path(step)), step);
    if (const QString problem = brokenLinkText(chain); !problem.isEmpty())
        details.append({DetailsTr::tr("Broken link"), problem});
}

void addOtherNames(Details &details, const MergedTree &tree, NodeId node)
{
    constexpr std::size_t kMaxNames = 50;
    const OtherNames names = otherNames(tree, node, kMaxNames);
    QString label = DetailsTr::tr("Hard links");
    for (const NodeId other : names.nodes)
        details.append({std::exchange(label, {}), printable(tree.path(other)), false, other});
    if (names.count > names.nodes.size())
        details.append({{}, DetailsTr::tr("and %Ln more", nullptr, int(names.count - names.nodes.size()))});
}

void addLinks(Details &details, const MergedTree &tree, NodeId node, const Entry &entry)
{
    if (entry.kind == EntryKind::Hardlink) {
        const auto target = tree.find(entry.linkTarget);
        details.append({DetailsTr::tr("Hard link to"), u'/' + printable(entry.linkTarget), false, target});
        return;
    }
    if (!entry.linkTarget.empty()) {
        details.append({DetailsTr::tr("Link target"), printable(entry.linkTarget)});
        addChain(details, tree, node);
    }
    if (const auto path = tree.hardlinkTarget(node)) {
        // That path may hold a different file by now.
        const auto target = tree.find(*path);
        if (!target || tree.origin(*target) != tree.origin(node))
            details.append({DetailsTr::tr("Originally linked to"), u'/' + printable(*path), false, target});
    }
    addOtherNames(details, tree, node);
}

/// The numeric IDs, and their names according to `/etc/passwd` and `/etc/group` there.
QString ownerText(const ImageFs &fs, const Entry &entry)
{
    const QString numbers = u"%1:%2"_s.arg(entry.uid).arg(entry.gid);
    const UserNames names = namesOf({entry.uid, entry.gid}, fs).value_or(UserNames());
    if (names.user.empty() && names.group.empty())
        return numbers;
    const auto name
        = [](const std::string &known, std::uint32_t id) { return known.empty() ? QString::number(id) : printable(known); };
    return u"%1 (%2:%3)"_s.arg(numbers, name(names.user, entry.uid), name(names.group, entry.gid));
}

void addDigest(Details &details, const Image &image, const MergedTree &tree, NodeId node)
{
    const QString text = digestText(image, tree, node);
    constexpr int kHexDigits = 64;
    details.append({DetailsTr::tr("SHA-256"), text, text.size() == kHexDigits});
}

/// The user as written in the config, and the numeric IDs.
QString userText(const Image &image)
{
    const QString &user = image.config.run.user;
    auto ids = image.userIds ? Result<UserIds>(*image.userIds)
        : image.tree         ? resolveUser(user, image.fs())
                             : fail(ErrorKind::NotFound, {}, {});
    if (!ids)
        return user.isEmpty() || ids.error().detail.isEmpty() ? user : DetailsTr::tr("%1 (%2)").arg(user, ids.error().message());
    const QString numbers = u"%1:%2"_s.arg(ids->uid).arg(ids->gid);
    if (user.isEmpty())
        return DetailsTr::tr("root (%1), the default").arg(numbers);
    return user == numbers ? numbers : DetailsTr::tr("%1 (%2)").arg(user, numbers);
}

/// The `Healthcheck` of Docker's image configuration.
QString healthCheckText(const ImageConfig &config)
{
    const QJsonObject check = jsonMember(jsonMember(config.json, "config"_L1).toObject(), "Healthcheck"_L1).toObject();
    QStringList test;
    for (const QJsonValue word : jsonMember(check, "Test"_L1).toArray())
        test += word.toString();
    if (test.isEmpty())
        return {};
    const QString type = test.takeFirst();
    if (type == u"NONE"_s)
        return DetailsTr::tr("disabled, including that of the base image");
    QStringList parts{type == u"CMD-SHELL"_s ? test.join(u' ') : shellLine(test)};
    const auto add = [&](QLatin1StringView key, const QString &text) {
        if (const qint64 value = jsonMember(check, key).toInteger(); value > 0)
            parts += text.arg(nanosecondsText(value));
    };
    add("Interval"_L1, DetailsTr::tr("interval: %1"));
    add("Timeout"_L1, DetailsTr::tr("timeout: %1"));
    add("StartPeriod"_L1, DetailsTr::tr("start period: %1"));
    if (const qint64 retries = jsonMember(check, "Retries"_L1).toInteger(); retries > 0)
        parts += DetailsTr::tr("retries: %1").arg(countText(std::uint64_t(retries)));
    return parts.join(u'\n');
}

/// What is odd about an entry as its layer has it.
void addWarnings(Details &details, EntryWarnings warnings)
{
    const auto add = [&](EntryWarnings warning, const QString &text) {
        if (warnings & warning)
            details.append({DetailsTr::tr("Warning"), text});
    };
    add(kOwnerCutOff, DetailsTr::tr("Its owner or group in the layer does not fit into 32 bits; the lower 32 bits are used."));
    add(kDeviceCutOff, DetailsTr::tr("Its device number in the layer does not fit into 32 bits; the lower 32 bits are used."));
    add(kNumberIgnored, DetailsTr::tr("One of its numbers in the layer cannot be read and is ignored."));
    add(kAufsLink, DetailsTr::tr("A hard link into the bookkeeping of AUFS, left out if the file is missing there."));
    add(kNamelessWhiteout, DetailsTr::tr("A whiteout without a name, which hides nothing."));
}

} // namespace

QString brokenLinkText(const LinkChain &chain)
{
    switch (chain.end) {
    case LinkChain::Missing:
        return DetailsTr::tr("%1 does not exist").arg(printable(chain.missing));
    case LinkChain::Loop:
        return DetailsTr::tr("the links form a loop");
    default:
        return {};
    }
}

QString nanosecondsText(qint64 nanoseconds)
{
    constexpr qint64 kSecond = 1'000'000'000;
    if (nanoseconds < kSecond)
        return DetailsTr::tr("%1 ms").arg(nanoseconds / 1'000'000);
    return durationText(nanoseconds / kSecond);
}

QString xattrLabel(std::string_view name)
{
    if (name == "security.capability")
        return DetailsTr::tr("Capabilities");
    if (name == "security.selinux")
        return DetailsTr::tr("SELinux label");
    if (name == "system.posix_acl_access")
        return DetailsTr::tr("Access control list");
    if (name == "system.posix_acl_default")
        return DetailsTr::tr("Default access control list");
    return printable(name);
}

QString xattrText(std::string_view name, std::string_view value)
{
    if (name == "security.capability") {
        if (const auto text = capabilitiesText(value))
            return text->isEmpty() ? DetailsTr::tr("none") : *text;
    } else if (name == "system.posix_acl_access" || name == "system.posix_acl_default") {
        if (const auto text = accessListText(value))
            return *text;
    }
    return attributeText(value);
}

Details entryDetails(const Image &image, const ImageFs &fs, NodeId node)
{
    const MergedTree &tree = *fs.tree;
    const Entry entry = tree.entry(node);
    const bool isWhiteout = entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque;
    Details details;
    details.append({DetailsTr::tr("Path"), printable(tree.path(node))});
    details.append({DetailsTr::tr("Type"), kindText(entry.kind)});
    if (entry.kind == EntryKind::Regular)
        details.append({DetailsTr::tr("Size"), sizeInWords(entry.size)});
    if (tree.isDirectory(node))
        details.append({DetailsTr::tr("Contents"), contentsText(tree.totalEntries(node), tree.totalSize(node))});
    addLinks(details, tree, node, entry);
    if (entry.kind == EntryKind::CharacterDevice || entry.kind == EntryKind::BlockDevice)
        details.append({DetailsTr::tr("Device"), u"%1:%2"_s.arg(entry.deviceMajor).arg(entry.deviceMinor)});
    if (entry.implied) {
        details.append({DetailsTr::tr("Note"), DetailsTr::tr("No layer has an entry for this folder, only for its contents.")});
    } else if (!isWhiteout) {
        details.append({DetailsTr::tr("Mode"), modeText(entry) + u"  "_s + octalText(entry.mode), true});
        details.append({DetailsTr::tr("Owner"), ownerText(fs, entry)});
        details.append({DetailsTr::tr("Modified"), preciseTimeText(entry.mtime)});
    }
    if (const int layer = tree.layer(node); layer >= 0 && layer < int(image.layers.size()))
        details.append({DetailsTr::tr("Layer"), layerTitle(image, layer)});
    if (entry.kind == EntryKind::Regular)
        addDigest(details, image, tree, node);
    if (entry.xattrs) {
        for (const auto &[name, value] : *entry.xattrs)
            details.append({xattrLabel(name), xattrText(name, value)});
    }
    addWarnings(details, entry.warnings);
    return details;
}

QString layerTitle(const Image &image, int layer)
{
    return DetailsTr::tr("%1: %2").arg(QString::number(layer), layerCommands(image).value(layer));
}

Details layersDetails(const Image &image, int first, int last)
{
    Details details;
    details.append({DetailsTr::tr("Layers"),
                    DetailsTr::tr("%1 to %2 (of 0 to %3)")
                        .arg(QString::number(first), QString::number(last), QString::number(image.layers.size() - 1))});
    std::uint64_t files = 0;
    QString label = DetailsTr::tr("Created by");
    for (int layer = first; layer <= last; ++layer) {
        files += image.layers[std::size_t(layer)].index->contentSize();
        details.append({std::exchange(label, {}), layerTitle(image, layer)});
    }
    details.append({DetailsTr::tr("Files in the layers"), sizeInWords(files)});
    return details;
}

Details layerDetails(const Image &image, int number, const std::optional<ChangeCounts> &changes)
{
    const ImageLayer &layer = image.layers[std::size_t(number)];
    Details details;
    details.append({DetailsTr::tr("Layer"), DetailsTr::tr("%1 (of 0 to %2)").arg(number).arg(image.layers.size() - 1)});
    addIfAny(details, DetailsTr::tr("Created by"), layer.createdBy.trimmed());
    const auto error = layer.check->error();
    details.append({DetailsTr::tr("Verification"), error ? error->message() : verificationText(layer.check->state())});
    if (changes)
        details.append({DetailsTr::tr("Changes"), changesText(*changes)});
    details.append({DetailsTr::tr("Files in the layer"), sizeInWords(layer.index->contentSize())});
    const QString entries = entriesText(layer.index->entryCount());
    details.append({DetailsTr::tr("Tar archive"), layer.size > 0 ? listText({entries, sizeInWords(layer.size)}) : entries});
    if (layer.compressedSize > 0 && layer.compression != Compression::None) {
        details.append({DetailsTr::tr("Compressed size"),
                        DetailsTr::tr("%1, %2").arg(sizeInWords(layer.compressedSize), compressionName(layer.compression))});
    }
    addIfAny(details, DetailsTr::tr("Media type"), layer.mediaType);
    if (layer.digest)
        details.append({DetailsTr::tr("Digest"), layer.digest->toString(), true});
    if (layer.diffId)
        details.append({DetailsTr::tr("Diff ID"), layer.diffId->toString(), true});
    return details;
}

Details imageFacts(const Image &image)
{
    Details details;
    addIfAny(details, DetailsTr::tr("Name"), image.names.join(u'\n'));
    addIfAny(details, DetailsTr::tr("Platform"), image.config.platform.toString());
    addIfAny(details, DetailsTr::tr("Created"), createdText(image.config.created));
    addIfAny(details, DetailsTr::tr("Author"), image.config.author);
    details.append({DetailsTr::tr("Verification"), verificationText(image)});
    if (image.tree)
        details.append(
            {DetailsTr::tr("Contents"), contentsText(image.tree->totalEntries(kRootNode), image.tree->totalSize(kRootNode))});
    for (const QString &warning : image.warnings)
        details.append({DetailsTr::tr("Warning"), warning});
    addIfAny(details, DetailsTr::tr("Location"), image.location);
    details.append({DetailsTr::tr("Format"), sourceKindName(image.source)});
    addIfAny(details, DetailsTr::tr("Media type"), image.mediaType);
    if (image.digest)
        details.append({DetailsTr::tr("Digest"), image.digest->toString(), true});
    if (!image.configDigest.isNull())
        details.append({DetailsTr::tr("Config digest"), image.configDigest.toString(), true});
    return details;
}

Details runFacts(const Image &image)
{
    const RunConfig &run = image.config.run;
    Details details;
    if (!run.entrypoint.isEmpty() && !run.cmd.isEmpty())
        details.append({DetailsTr::tr("Runs"), shellLine(run.entrypoint + run.cmd), true});
    addIfAny(details, DetailsTr::tr("Entrypoint"), shellLine(run.entrypoint), true);
    addIfAny(details, DetailsTr::tr("Command"), shellLine(run.cmd), true);
    addIfAny(details, DetailsTr::tr("Working directory"), run.workingDir);
    addIfAny(details, DetailsTr::tr("User"), userText(image));
    addIfAny(details, DetailsTr::tr("Ports"), listText(run.exposedPorts));
    addIfAny(details, DetailsTr::tr("Volumes"), run.volumes.join(u'\n'));
    addIfAny(details, DetailsTr::tr("Stop signal"), run.stopSignal);
    addIfAny(details, DetailsTr::tr("Health check"), healthCheckText(image.config));
    addIfAny(details, DetailsTr::tr("Shell"), shellLine(run.shell), true);
    addIfAny(details, DetailsTr::tr("On build"), run.onBuild.join(u'\n'), true);
    return details;
}

Details imageDetails(const Image &image)
{
    Details details = imageFacts(image) + runFacts(image);
    addIfAny(details, DetailsTr::tr("Environment"), image.config.run.env.join(u'\n'), true);
    const auto &labels = image.config.run.labels;
    for (auto label = labels.begin(); label != labels.end(); ++label)
        details.append({label.key(), label.value()});
    return details;
}

} // namespace stratoscope::ui
