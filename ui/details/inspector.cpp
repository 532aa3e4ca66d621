// SPDX-License-Identifier: Apache-2.0
#include "ui/details/inspector.h"

#include "oci/image_index.h"
#include "oci/manifest.h"
#include "ui/common/format.h"
#include "ui/layers/layer_model.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

using Section = InspectorSection;
using Cell = InspectorSection::Cell;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Inspector)
};

const QList<int> kPairWidths{22, 78};
const QList<int> kTableWidths{32, 68};

void addIfAny(Section &section, const QString &label, const QString &value, bool fixedWidth = false)
{
    if (!value.isEmpty())
        section.rows.append({Cell{label}, Cell{value, fixedWidth}});
}

Section aboutImage(const Image &image)
{
    Section section{Tr::tr("Image"), {}, kPairWidths, {}};
    addIfAny(section, Tr::tr("Name"), image.names.join(u'\n'));
    addIfAny(section, Tr::tr("Platform"), image.platform.toString());
    addIfAny(section, Tr::tr("Created"), createdText(image.config.created));
    addIfAny(section, Tr::tr("Author"), image.config.author);
    addIfAny(section, Tr::tr("State"), verificationText(image.verification()));
    if (image.tree) {
        addIfAny(section, Tr::tr("Contents"),
                 listText({entriesText(image.tree->totalEntries(kRootNode)), sizeText(image.tree->totalSize(kRootNode))}));
    }
    addIfAny(section, Tr::tr("From"), image.location);
    addIfAny(section, Tr::tr("Format"), sourceKindName(image.source));
    addIfAny(section, Tr::tr("Media type"), image.mediaType);
    if (image.digest)
        addIfAny(section, Tr::tr("Digest"), image.digest->toString(), true);
    if (!image.configDigest.isNull())
        addIfAny(section, Tr::tr("Config digest"), image.configDigest.toString(), true);
    return section;
}

/// As it is written, and in numbers.
QString userText(const Image &image)
{
    const QString &user = image.config.run.user;
    auto ids = image.userIds ? Result<UserIds>(*image.userIds)
        : image.tree         ? resolveUser(user, image.fs())
                             : fail(ErrorKind::NotFound, {}, {});
    if (!ids)
        return user.isEmpty() || ids.error().detail.isEmpty() ? user : Tr::tr("%1 (%2)").arg(user, ids.error().message());
    const QString numbers = u"%1:%2"_s.arg(ids->uid).arg(ids->gid);
    if (user.isEmpty())
        return Tr::tr("root (%1), since none is named").arg(numbers);
    return user == numbers ? numbers : Tr::tr("%1 (%2)").arg(user, numbers);
}

/// Docker's own addition to the config.
QString healthCheckText(const QJsonObject &check)
{
    QStringList test;
    for (const QJsonValue &word : check.value(u"Test"_s).toArray())
        test += word.toString();
    if (test.isEmpty())
        return {};
    const QString how = test.takeFirst();
    if (how == u"NONE"_s)
        return Tr::tr("none, also not that of the image below");
    QStringList parts{how == u"CMD-SHELL"_s ? test.join(u' ') : shellLine(test)};
    const auto add = [&](const QString &key, const QString &text) {
        if (const qint64 value = check.value(key).toInteger(); value > 0)
            parts += text.arg(nanosecondsText(value));
    };
    add(u"Interval"_s, Tr::tr("every %1"));
    add(u"Timeout"_s, Tr::tr("for at most %1"));
    add(u"StartPeriod"_s, Tr::tr("after %1"));
    if (const qint64 retries = check.value(u"Retries"_s).toInteger(); retries > 0)
        parts += Tr::tr("failures until it counts as unhealthy: %1").arg(countText(std::uint64_t(retries)));
    return parts.join(u'\n');
}

Section howItRuns(const Image &image)
{
    const RunConfig &run = image.config.run;
    Section section{Tr::tr("How it runs"), {}, kPairWidths, {}};
    addIfAny(section, Tr::tr("Runs"), shellLine(run.entrypoint + run.cmd), true);
    if (!run.entrypoint.isEmpty()) {
        addIfAny(section, Tr::tr("Entry point"), shellLine(run.entrypoint), true);
        addIfAny(section, Tr::tr("Command"), shellLine(run.cmd), true);
    }
    addIfAny(section, Tr::tr("Working directory"), run.workingDir);
    addIfAny(section, Tr::tr("User"), userText(image));
    addIfAny(section, Tr::tr("Ports"), listText(run.exposedPorts));
    addIfAny(section, Tr::tr("Volumes"), run.volumes.join(u'\n'));
    addIfAny(section, Tr::tr("Stop signal"), run.stopSignal);
    addIfAny(section, Tr::tr("Health check"),
             healthCheckText(image.config.json.value(u"config"_s).toObject().value(u"Healthcheck"_s).toObject()));
    addIfAny(section, Tr::tr("Shell"), shellLine(run.shell), true);
    addIfAny(section, Tr::tr("On build"), run.onBuild.join(u'\n'), true);
    return section;
}

Section environment(const Image &image)
{
    Section section{Tr::tr("Environment"), {Tr::tr("Variable"), Tr::tr("Value")}, kTableWidths, {}};
    for (const QString &variable : image.config.run.env) {
        const qsizetype equals = variable.indexOf(u'=');
        section.rows.append({Cell{variable.left(equals < 0 ? variable.size() : equals), true},
                             Cell{equals < 0 ? QString() : variable.mid(equals + 1), true}});
    }
    return section;
}

Section pairs(const QString &title, const QMap<QString, QString> &map)
{
    Section section{title, {Tr::tr("Name"), Tr::tr("Value")}, kTableWidths, {}};
    for (auto entry = map.begin(); entry != map.end(); ++entry)
        section.rows.append({Cell{entry.key()}, Cell{entry.value()}});
    return section;
}

/// What columns with nothing in them take goes to column `widest`.
Section withoutEmptyColumns(Section section, int widest)
{
    for (qsizetype column = section.columns.size() - 1; column > widest; --column) {
        const bool isEmpty = std::ranges::all_of(section.rows, [column](const auto &row) { return row.at(column).text.isEmpty(); });
        if (!isEmpty)
            continue;
        section.columns.removeAt(column);
        section.widths[widest] += section.widths.takeAt(column);
        for (auto &row : section.rows)
            row.removeAt(column);
    }
    return section;
}

Section layers(const Image &image)
{
    Section section{Tr::tr("Layers"),
                    {Tr::tr("No."), Tr::tr("Digest"), Tr::tr("Media type"), Tr::tr("Compressed"), Tr::tr("As a tar")},
                    {6, 43, 25, 13, 13},
                    {}};
    for (std::size_t i = 0; i < image.layers.size(); ++i) {
        const ImageLayer &layer = image.layers[i];
        const QString digest = layer.digest ? layer.digest->toString() : layer.diffId ? layer.diffId->toString() : QString();
        const auto size = [](std::uint64_t bytes) { return bytes > 0 ? sizeText(bytes) : QString(); };
        section.rows.append({Cell{countText(i)}, Cell{digest, true}, Cell{layer.mediaType, false, true},
                             Cell{layer.compression == Compression::None ? QString() : size(layer.compressedSize)},
                             Cell{size(layer.size)}});
    }
    return withoutEmptyColumns(std::move(section), 1);
}

Section history(const Image &image)
{
    Section section{Tr::tr("History"), {Tr::tr("Layer"), Tr::tr("Created"), Tr::tr("Step")}, {8, 20, 72}, {}};
    std::uint64_t layer = 0;
    for (const HistoryEntry &step : image.config.history) {
        QString text = commandText(step.createdBy);
        for (const QString &more : {step.comment, step.author}) {
            if (!more.isEmpty() && more != image.config.author)
                text += (text.isEmpty() ? QString() : u"\n"_s) + more;
        }
        section.rows.append({Cell{step.emptyLayer ? u"–"_s : countText(layer++), false, step.emptyLayer},
                             Cell{createdText(step.created), false, true}, Cell{text, true, step.emptyLayer}});
    }
    return section;
}

Section index(const Image &image)
{
    Section section{
        Tr::tr("Index"), {Tr::tr("Platform"), Tr::tr("Digest"), Tr::tr("Size"), Tr::tr("What it is")}, {15, 48, 11, 26}, {}};
    const auto parsed = ImageIndex::parse(image.indexBytes, {});
    if (!parsed)
        return section;
    for (const Descriptor &entry : parsed->manifests) {
        const bool isThis = image.digest && entry.digest == *image.digest;
        const QString what = isThis         ? Tr::tr("this image")
            : isAttestation(entry)          ? Tr::tr("attestation")
            : !entry.artifactType.isEmpty() ? entry.artifactType
                                            : entry.mediaType;
        section.rows.append({Cell{entry.platform && !isAttestation(entry) ? entry.platform->toString() : QString()},
                             Cell{entry.digest.toString(), true}, Cell{sizeText(std::uint64_t(entry.size))},
                             Cell{what, false, !isThis}});
    }
    return section;
}

/// A docker-archive knows no media types, an uncompressed layer no second size: what would be empty leaves its room to the widest.
void dropEmptyColumns(Section &section)
{
    for (qsizetype column = section.columns.size() - 1; column >= 0 && section.columns.size() > 1; --column) {
        if (std::ranges::any_of(section.rows, [column](const auto &row) { return !row.at(column).text.isEmpty(); }))
            continue;
        section.columns.removeAt(column);
        const int width = section.widths.takeAt(column);
        *std::ranges::max_element(section.widths) += width;
        for (auto &row : section.rows)
            row.removeAt(column);
    }
}

} // namespace

QString nanosecondsText(qint64 nanoseconds)
{
    constexpr qint64 kSecond = 1'000'000'000;
    if (nanoseconds < kSecond)
        return Tr::tr("%1 ms").arg(nanoseconds / 1'000'000);
    return durationText(nanoseconds / kSecond);
}

QList<InspectorSection> inspectImage(const Image &image)
{
    QList<Section> sections{aboutImage(image), howItRuns(image), environment(image),
                            pairs(Tr::tr("Labels"), image.config.run.labels)};
    if (const auto manifest = Manifest::parse(image.manifestBytes, {}))
        sections.append(pairs(Tr::tr("Annotations"), manifest->annotations));
    sections += {layers(image), history(image), index(image)};
    sections.removeIf([](const Section &section) { return section.rows.isEmpty(); });
    std::ranges::for_each(sections, dropEmptyColumns);
    return sections;
}

QList<InspectorDocument> imageDocuments(const Image &image)
{
    QList<InspectorDocument> documents;
    const auto add = [&documents](InspectorDocument::Kind kind, const QByteArray &bytes) {
        if (bytes.isEmpty())
            return;
        InspectorDocument document{kind, bytes, JsonTree::parse(bytes, {}).value_or(nullptr), {}};
        document.text = decodeText(document.tree ? document.tree->json().toUtf8() : bytes, TextEncoding::Utf8);
        documents.append(std::move(document));
    };
    add(InspectorDocument::Config, image.configBytes);
    add(InspectorDocument::Manifest, image.manifestBytes);
    add(InspectorDocument::Index, image.indexBytes);
    return documents;
}

} // namespace stratoscope::ui
