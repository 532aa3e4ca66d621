// SPDX-License-Identifier: Apache-2.0
#include "ui/details/details.h"

#include "content/file_links.h"
#include "tree/user.h"
#include "ui/common/format.h"
#include "ui/details/xattr_text.h"
#include "ui/layers/layer_model.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Details)
};

void addIfAny(Details &details, const QString &label, const QString &value, bool fixedWidth = false)
{
    if (!value.isEmpty())
        details.append({label, value, fixedWidth});
}

QString sizeInWords(std::uint64_t bytes)
{
    return bytes < 1024 ? Tr::tr("%Ln bytes", nullptr, int(bytes)) : Tr::tr("%1 (%2 bytes)").arg(sizeText(bytes), countText(bytes));
}

QString contentsText(std::uint64_t entries, std::uint64_t bytes)
{
    return Tr::tr("%1, %2").arg(entriesText(entries), sizeInWords(bytes));
}

/// A file's digest, as far as it is known by now.
QString digestText(const Image &image, const MergedTree &tree, NodeId node)
{
    const MergedTree::Origin origin = tree.origin(node);
    const auto layer = std::ranges::find(image.layers, tree.layers()[std::size_t(origin.layer)], &ImageLayer::index);
    if (layer == image.layers.end() || origin.record == kNoRecord)
        return {};
    if (layer->check->state() == Verification::Failed)
        return Tr::tr("The layer is damaged");
    const auto digests = layer->check->fileDigests();
    if (!digests)
        return Tr::tr("Not verified yet");
    auto digest = FileDigests::Reader(digests, layer->index).digest(origin.record);
    return digest ? QString::fromStdString(toHex(*digest)) : digest.error().message();
}

/// Each step of a link's way, under one label.
void addChain(Details &details, const MergedTree &tree, NodeId link)
{
    const LinkChain chain = linkChain(tree, link);
    QString label = Tr::tr("Leads to");
    const auto add = [&](const QString &value, std::optional<NodeId> leadsTo) {
        details.append({std::exchange(label, {}), value, false, leadsTo});
    };
    for (const NodeId step : chain.steps)
        add(printable(tree.path(step)), step);
    if (chain.end == LinkChain::Missing)
        add(Tr::tr("nothing: %1 is not in this tree").arg(printable(chain.missing)), {});
    else if (chain.end == LinkChain::Loop)
        add(Tr::tr("nothing: the links lead in a circle"), {});
}

void addOtherNames(Details &details, const MergedTree &tree, NodeId node)
{
    constexpr std::size_t kMost = 50;
    const OtherNames names = otherNames(tree, node, kMost);
    QString label = Tr::tr("Hard links");
    for (const NodeId other : names.nodes)
        details.append({std::exchange(label, {}), printable(tree.path(other)), false, other});
    if (names.count > names.nodes.size())
        details.append({{}, Tr::tr("and %Ln more", nullptr, int(names.count - names.nodes.size()))});
}

void addLinks(Details &details, const MergedTree &tree, NodeId node, const Entry &entry)
{
    if (entry.kind == EntryKind::Hardlink) {
        const auto target = tree.find(entry.linkTarget);
        details.append({Tr::tr("Hard link to"), u'/' + printable(entry.linkTarget), false, target});
        return;
    }
    if (!entry.linkTarget.empty()) {
        details.append({Tr::tr("Link target"), printable(entry.linkTarget)});
        addChain(details, tree, node);
    }
    if (const auto path = tree.hardlinkTarget(node)) {
        // What it was linked to may be another file by now.
        const auto target = tree.find(*path);
        if (!target || tree.origin(*target) != tree.origin(node))
            details.append({Tr::tr("Was linked to"), u'/' + printable(*path), false, target});
    }
    addOtherNames(details, tree, node);
}

/// The numbers, and the names that the image's own files have for them.
QString ownerText(const Image &image, const ImageFs &fs, const Entry &entry)
{
    const QString numbers = u"%1:%2"_s.arg(entry.uid).arg(entry.gid);
    const UserNames names = namesOf({entry.uid, entry.gid}, image.tree ? image.fs() : fs).value_or(UserNames());
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
    details.append({Tr::tr("SHA-256"), text, text.size() == kHexDigits});
}

} // namespace

Details entryDetails(const Image &image, const ImageFs &fs, NodeId node)
{
    const MergedTree &tree = *fs.tree;
    const Entry entry = tree.entry(node);
    const bool mark = entry.kind == EntryKind::Whiteout || entry.kind == EntryKind::Opaque;
    Details details;
    details.append({Tr::tr("Path"), printable(tree.path(node))});
    details.append({Tr::tr("Kind"), kindText(entry.kind)});
    if (entry.kind == EntryKind::Regular)
        details.append({Tr::tr("Size"), sizeInWords(entry.size)});
    if (tree.isDirectory(node)) {
        details.append({Tr::tr("Contents"), contentsText(tree.totalEntries(node), tree.totalSize(node))});
    }
    addLinks(details, tree, node, entry);
    if (entry.kind == EntryKind::CharacterDevice || entry.kind == EntryKind::BlockDevice)
        details.append({Tr::tr("Device"), u"%1:%2"_s.arg(entry.deviceMajor).arg(entry.deviceMinor)});
    if (entry.implied) {
        details.append({Tr::tr("Note"), Tr::tr("No layer names this folder itself, only what is inside it.")});
    } else if (!mark) {
        details.append({Tr::tr("Mode"), modeText(entry) + u"  "_s + octalText(entry.mode), true});
        details.append({Tr::tr("Owner"), ownerText(image, fs, entry)});
        details.append({Tr::tr("Modified"), preciseTimeText(entry.mtime)});
    }
    if (const int layer = tree.layer(node); layer >= 0 && layer < int(image.layers.size()))
        details.append({Tr::tr("Layer"), Tr::tr("%1: %2").arg(layer).arg(layerCommands(image).at(layer))});
    if (entry.kind == EntryKind::Regular)
        addDigest(details, image, tree, node);
    if (entry.xattrs) {
        for (const auto &[name, value] : *entry.xattrs)
            details.append({xattrLabel(name), xattrText(name, value)});
    }
    return details;
}

Details layerDetails(const Image &image, int number)
{
    const ImageLayer &layer = image.layers[std::size_t(number)];
    Details details;
    details.append({Tr::tr("Layer"), Tr::tr("%1 of %2, counted from 0").arg(number).arg(image.layers.size())});
    addIfAny(details, Tr::tr("Made by"), layer.createdBy.trimmed());
    const auto error = layer.check->error();
    details.append({Tr::tr("State"), error ? error->message() : verificationText(layer.check->state())});
    details.append({Tr::tr("Contents"), contentsText(layer.index->entryCount(), layer.index->contentSize())});
    if (layer.size > 0)
        details.append({Tr::tr("As a tar"), sizeInWords(layer.size)});
    if (layer.compressedSize > 0 && layer.compression != Compression::None) {
        details.append(
            {Tr::tr("Compressed"), Tr::tr("%1, %2").arg(sizeInWords(layer.compressedSize), compressionName(layer.compression))});
    }
    addIfAny(details, Tr::tr("Media type"), layer.mediaType);
    if (layer.digest)
        details.append({Tr::tr("Digest"), layer.digest->toString(), true});
    if (layer.diffId)
        details.append({Tr::tr("Diff ID"), layer.diffId->toString(), true});
    return details;
}

Details imageDetails(const Image &image)
{
    const RunConfig &run = image.config.run;
    Details details;
    addIfAny(details, Tr::tr("Name"), image.names.join(u'\n'));
    details.append({Tr::tr("From"), image.location});
    details.append({Tr::tr("Format"), sourceKindName(image.source)});
    details.append({Tr::tr("Platform"), image.platform.toString()});
    addIfAny(details, Tr::tr("Created"), createdText(image.config.created));
    addIfAny(details, Tr::tr("Author"), image.config.author);
    details.append({Tr::tr("State"), verificationText(image.verification())});
    if (image.tree) {
        details.append({Tr::tr("Contents"), contentsText(image.tree->totalEntries(kRootNode), image.tree->totalSize(kRootNode))});
    }
    addIfAny(details, Tr::tr("Entry point"), shellLine(run.entrypoint), true);
    addIfAny(details, Tr::tr("Command"), shellLine(run.cmd), true);
    addIfAny(details, Tr::tr("Working directory"), run.workingDir);
    addIfAny(details, Tr::tr("User"), run.user);
    addIfAny(details, Tr::tr("Environment"), run.env.join(u'\n'), true);
    addIfAny(details, Tr::tr("Ports"), listText(run.exposedPorts));
    addIfAny(details, Tr::tr("Volumes"), listText(run.volumes));
    addIfAny(details, Tr::tr("Stop signal"), run.stopSignal);
    for (auto label = run.labels.begin(); label != run.labels.end(); ++label)
        details.append({label.key(), label.value()});
    if (image.digest)
        details.append({Tr::tr("Digest"), image.digest->toString(), true});
    if (!image.configDigest.isNull())
        details.append({Tr::tr("Config digest"), image.configDigest.toString(), true});
    addIfAny(details, Tr::tr("Media type"), image.mediaType);
    return details;
}

} // namespace stratoscope::ui
