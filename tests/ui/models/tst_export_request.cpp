// SPDX-License-Identifier: Apache-2.0
#include "support/disk_tree.h"
#include "support/hand_made.h"
#include "support/test_main.h"
#include "ui/common/format.h"
#include "ui/export/export_format_model.h"
#include "ui/export/export_presets.h"
#include "ui/export/export_request.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace Qt::StringLiterals;
using namespace stratoscope;
using namespace stratoscope::ui;

namespace {

ExportOptions part(ExportFormat format, std::optional<int> layer = {}, std::optional<int> upTo = {},
                   std::vector<std::string> paths = {})
{
    ExportOptions options = optionsFor(format);
    options.layer = layer;
    options.upTo = upTo;
    options.paths = std::move(paths);
    return options;
}

} // namespace

class TestExportRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void suggestsNames_data();
    void suggestsNames();
    void changesEndings_data();
    void changesEndings();
    void printsTheCommand();
    void checksTheDestination();
    void findsTheFreeSpace();
    void listsFormats();
    void saysWhatAFormatCannotHold();
    void estimatesSizes();
    void offersPresets();
};

void TestExportRequest::suggestsNames_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<ExportOptions>("options");
    QTest::addColumn<Compression>("compression");
    QTest::addColumn<QString>("name");
    using Format = ExportFormat;
    const auto row
        = [](const char *what, const QString &title, const ExportOptions &options, const QString &name,
             Compression compression = Compression::None) { QTest::newRow(what) << title << options << compression << name; };
    row("a folder", u"alpine:3.22"_s, part(Format::Directory), u"alpine-3.22"_s);
    row("another folder", u"alpine:3.22"_s, part(Format::Prebaked), u"alpine-3.22-prebaked"_s);
    row("a file", u"quay.io/team/app:1"_s, part(Format::Tar), u"quay.io-team-app-1.tar"_s);
    row("compressed", u"app:1"_s, part(Format::Tar), u"app-1.tar.zst"_s, Compression::Zstd);
    row("of an archive", u"app.tar.gz"_s, part(Format::Tar), u"app.tar"_s);
    row("a layer", u"app:1"_s, part(Format::Tar, 2), u"app-1-layer-2.tar"_s);
    row("up to a layer", u"app:1"_s, part(Format::Directory, {}, 0), u"app-1-to-layer-0"_s);
    row("a path", u"app:1"_s, part(Format::Tar, {}, {}, {"/etc/ssl"}), u"app-1-ssl.tar"_s);
    row("paths", u"app:1"_s, part(Format::Tar, {}, {}, {"/etc", "/usr"}), u"app-1-files.tar"_s);
    row("nothing but what names cannot begin with", u"../.:"_s, part(Format::Tar), u"image.tar"_s);
    row("odd characters", u"a b\n@c"_s, part(Format::Tar), u"a-b--c.tar"_s);
}

void TestExportRequest::suggestsNames()
{
    QFETCH(const QString, title);
    QFETCH(const ExportOptions, options);
    QFETCH(const Compression, compression);
    QTEST(suggestedExportName(title, options, compression), "name");
}

void TestExportRequest::changesEndings_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<ExportFormat>("format");
    QTest::addColumn<Compression>("compression");
    QTest::addColumn<QString>("after");
    QTest::newRow("to a file") << u"/x/mine"_s << ExportFormat::Tar << Compression::None << u"/x/mine.tar"_s;
    QTest::newRow("compressed") << u"/x/mine.tar"_s << ExportFormat::Tar << Compression::Gzip << u"/x/mine.tar.gz"_s;
    QTest::newRow("no longer") << u"/x/mine.tar.gz"_s << ExportFormat::Tar << Compression::None << u"/x/mine.tar"_s;
    QTest::newRow("to a folder") << u"/x/mine.tar.zst"_s << ExportFormat::Directory << Compression::None << u"/x/mine"_s;
    QTest::newRow("from a folder") << u"/x/mine-prebaked"_s << ExportFormat::Tar << Compression::None << u"/x/mine.tar"_s;
}

void TestExportRequest::changesEndings()
{
    QFETCH(const QString, before);
    QFETCH(const ExportFormat, format);
    QFETCH(const Compression, compression);
    QTEST(withEndingFor(before, format, compression), "after");
}

void TestExportRequest::printsTheCommand()
{
    ExportRequest request{.image = u"alpine:3.22"_s, .destination = u"/tmp/my files/it's"_s};
    request.options.format = ExportFormat::Tar;
    QCOMPARE(shellLine(exportCommand(request, {})),
             uR"(stratoscope-cli export alpine:3.22 '/tmp/my files/it'\''s' --format tar)"_s);
    request.options = optionsFor(ExportFormat::Ext4);
    request.options.size = std::uint64_t(512) << 20;
    request.options.label = "my disk";
    QVERIFY(shellLine(exportCommand(request, {})).endsWith(u" --format ext4 --size 536870912 --label 'my disk'"_s));
    request.options = optionsFor(ExportFormat::Oci);
    request.options.squash = {1, 3};
    request.platform = *Platform::parse(u"linux/arm64"_s);
    QVERIFY(shellLine(exportCommand(request, {})).endsWith(u" --format oci --platform linux/arm64 --layers 1-3"_s));
    request.allPlatforms = true;
    QVERIFY(!shellLine(exportCommand(request, {})).contains(u"--platform"_s));
    request.allPlatforms = false;
    request.options = optionsFor(ExportFormat::Tar);
    request.platform = *Platform::parse(u"linux/s390x"_s);
    request.options.layer = 1;
    request.options.paths = {"/etc/a b", "/$HOME"};
    request.options.force = true;
    QCOMPARE(shellLine(exportCommand(request, u"/s"_s)),
             uR"(stratoscope-cli --store /s export alpine:3.22 '/tmp/my files/it'\''s' --format tar --platform linux/s390x )"
             uR"(--layer 1 --path '/etc/a b' --path '/$HOME' --force)"_s);
}

void TestExportRequest::checksTheDestination()
{
    const test::TestFolder folder;
    const auto check = [&folder](const QString &name, ExportFormat format, bool overwrites = false) {
        const DestinationCheck found = checkDestination(name.isEmpty() ? name : folder.path() + name, format, overwrites);
        return found.problem + (found.isOccupied ? u" (occupied)"_s : QString());
    };
    test::writeDisk(folder.path() + u"/file"_s, "x");
    test::writeDisk(folder.path() + u"/full/file"_s, "x");
    QVERIFY(QDir().mkdir(folder.path() + u"/empty"_s));
    for (const auto format : {ExportFormat::Tar, ExportFormat::Directory}) {
        QCOMPARE(check(u"/new"_s, format), QString());
        QVERIFY(check({}, format).startsWith(u"Enter"_s));
        QVERIFY(check(u"/no/where"_s, format).startsWith(u"There is no folder "_s));
        QVERIFY(!checkDestination(u"relative"_s, format, false).problem.isEmpty());
    }
    QCOMPARE(check(u"/file"_s, ExportFormat::Tar), u"This file exists. (occupied)"_s);
    QCOMPARE(check(u"/file"_s, ExportFormat::Tar, true), u" (occupied)"_s);
    QVERIFY(check(u"/full"_s, ExportFormat::Tar, true).startsWith(u"This is a folder"_s));
    QCOMPARE(check(u"/empty"_s, ExportFormat::Directory), QString());
    QCOMPARE(check(u"/full"_s, ExportFormat::Directory), u"This folder is not empty. (occupied)"_s);
    QCOMPARE(check(u"/full"_s, ExportFormat::Directory, true), u" (occupied)"_s);
    QVERIFY(check(u"/file"_s, ExportFormat::Directory, true).startsWith(u"This is a file"_s));
    const QString denied = test::asUser([] { return checkDestination(u"/new"_s, ExportFormat::Tar, false).problem; });
    QCOMPARE(denied, u"You are not permitted to write to /."_s);
}

void TestExportRequest::findsTheFreeSpace()
{
    const QTemporaryDir folder;
    const auto free = freeSpaceAt(folder.path());
    QVERIFY(free && *free > 0);
    QVERIFY(freeSpaceAt(folder.filePath(u"not/yet/there"_s)).has_value());
}

void TestExportRequest::listsFormats()
{
    ExportFormatModel model;
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), int(exportFormats().size()));
    std::set<QString> titles;
    for (const ExportFormatTraits &format : exportFormats()) {
        const QModelIndex index = model.indexOf(format.format);
        QCOMPARE(model.format(index), format.format);
        titles.insert(index.data().toString());
        QVERIFY2(index.data().toString() != format.name, format.name.data()); // it has a text
        QVERIFY2(!index.siblingAtColumn(ExportFormatModel::Purpose).data().toString().isEmpty(), format.name.data());
    }
    QCOMPARE(titles.size(), exportFormats().size());
}

void TestExportRequest::saysWhatAFormatCannotHold()
{
    ExportFormatModel model;
    const auto image = test::makeImage({{"a 10"}, {"b 10"}});
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    const ExportOptions layer = part(ExportFormat::Directory, 1);
    model.setSelected(exportAmount(*image, layer), layer, Compression::None);
    QCOMPARE(changes.count(), 1);
    const QModelIndex prebaked = model.indexOf(ExportFormat::Prebaked);
    QVERIFY(!(model.flags(prebaked) & Qt::ItemIsEnabled));
    QCOMPARE(prebaked.siblingAtColumn(ExportFormatModel::Purpose).data().toString(), u"Not for what is selected"_s);
    QVERIFY(model.flags(model.indexOf(ExportFormat::Tar)) & Qt::ItemIsEnabled);
    model.setSelected(exportAmount(*image, {}), {}, Compression::None);
    QVERIFY(model.flags(prebaked) & Qt::ItemIsEnabled);
}

void TestExportRequest::estimatesSizes()
{
    const auto image = test::makeImage({{"a 1000", "d/", "d/b 2000"}, {"a 500"}});
    const auto directory = [&image](const ExportOptions &options) {
        return estimatedExportSize(exportAmount(*image, options), ExportFormat::Directory, false);
    };
    QCOMPARE(directory({}), std::uint64_t(2500));
    QCOMPARE(directory(part(ExportFormat::Directory, 1)), std::uint64_t(500));
    QCOMPARE(directory(part(ExportFormat::Directory, {}, 0)), std::uint64_t(3000));
    QCOMPARE(directory(part(ExportFormat::Directory, {}, {}, {"/d"})), std::uint64_t(2000));
    QVERIFY(!exportAmount(*image, part(ExportFormat::Directory, {}, 0)).isAtMost);
    QVERIFY(exportAmount(*image, part(ExportFormat::Directory, {}, 1)).isAtMost);
    const ExportAmount whole = exportAmount(*image, {});
    const std::uint64_t tar = estimatedExportSize(whole, ExportFormat::Tar, false);
    QVERIFY(tar > 2500);
    QVERIFY(estimatedExportSize(whole, ExportFormat::Tar, true) < tar);
    for (const ExportFormatTraits &format : exportFormats())
        QVERIFY2(estimatedExportSize(whole, format.format, false) > 0 || whole.layers == 0, format.name.data());
}

void TestExportRequest::offersPresets()
{
    const QList<ExportPreset> presets = exportPresets();
    std::set<QString> ids;
    for (const ExportPreset &preset : presets) {
        ids.insert(preset.id);
        QCOMPARE(exportPreset(preset.id)->format, preset.format);
        QVERIFY(!preset.title.isEmpty());
    }
    QCOMPARE(qsizetype(ids.size()), presets.size());
    QCOMPARE(exportPreset(u"chroot"_s)->title, u"Root folder for chroot"_s);
    QCOMPARE(presetFor(ExportFormat::Directory).id, u"chroot"_s);
    QCOMPARE(presetFor(ExportFormat::Tar).id, u"tar"_s);
    QVERIFY(!exportPreset(u"gone"_s));
    QVERIFY(!exportPreset({}));
}

STRATOSCOPE_GUILESS_TEST(TestExportRequest)
#include "tst_export_request.moc"
