// SPDX-License-Identifier: Apache-2.0
#include "audit/audit_image.h"

#include "audit/config_secrets.h"
#include "audit/file_places.h"
#include "audit/layer_sweep.h"
#include "audit/permissions.h"
#include "audit/programs.h"

#include <algorithm>
#include <array>
#include <tuple>

using namespace Qt::StringLiterals;

namespace stratoscope {

namespace {

/// Whether a path belongs to tests, examples or documentation, which often contain keys and tokens that protect nothing.
bool isForTests(std::string_view path)
{
    constexpr std::array<std::string_view, 13> kDirectories{"/test/",     "/tests/", "/testdata/", "/test-data/", "/testing/",
                                                            "/fixtures/", "/doc/",   "/docs/",     "/examples/",  "/example/",
                                                            "/demo/",     "/demos/", "/__tests__/"};
    constexpr std::array<std::string_view, 3> kEndings{".md", ".rst", ".pod"};
    return std::ranges::any_of(kDirectories, [path](std::string_view name) { return path.find(name) != std::string_view::npos; })
        || std::ranges::any_of(kEndings, [path](std::string_view ending) { return path.ends_with(ending); });
}

/// Libraries of cryptography have keys for the tests that they do when they start.
bool isSharedLibrary(const Finding &finding)
{
    const std::string_view name = std::string_view(finding.path).substr(finding.path.rfind('/') + 1);
    return !finding.line && (name.ends_with(".so") || name.find(".so.") != std::string_view::npos);
}

void lowerSeverity(Finding &finding, const QString &because)
{
    finding.severity = FindingSeverity::Low;
    finding.text += because;
}

void append(std::vector<Error> &to, std::vector<Error> from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

Result<void> addSecrets(AuditReport &report, const Image &image, std::vector<LayerSecrets> layers, const std::stop_token &stop)
{
    std::vector<std::pair<int, RecordId>> files;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        for (const StoredSecret &secret : layers[layer].secrets)
            files.emplace_back(int(layer), secret.record);
        if (!layers[layer].isComplete)
            report.notes.push_back(
                {ErrorKind::TooLarge, layerSubject(image.location, layer),
                 u"has more than %1 secrets, of which the others are not listed"_s.arg(layers[layer].secrets.size())});
        append(report.notes, std::move(layers[layer].notes));
    }
    if (files.empty())
        return {};
    STRATOSCOPE_TRY(const auto history, withContext(image.location, TreeHistory::make(image.tree, stop)));
    const auto places = placesOf(files, *history, stop);
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        for (StoredSecret &secret : layers[layer].secrets) {
            const FilePlace &place = places.at({int(layer), secret.record});
            Finding &finding = report.findings.emplace_back(std::move(secret.finding));
            finding.path = place.path;
            finding.layer = int(layer);
            finding.deletedIn = place.deletedIn;
            finding.isReplaced = place.isReplaced;
            if (isForTests(finding.path))
                lowerSeverity(finding, u", in tests, examples or documentation"_s);
            else if (finding.kind == FindingKind::PrivateKey && isSharedLibrary(finding))
                lowerSeverity(finding, u", in a shared library"_s);
        }
    }
    return {};
}

} // namespace

Result<AuditReport> auditImage(const Image &image, ProgressMeter &progress, const std::stop_token &stop)
{
    AuditReport report;
    report.layers = image.layers.size();
    LayerWork work = image.work(Stage::Search);
    for (std::size_t i = 0; i < image.layers.size(); ++i) {
        const LayerIndex &index = *image.layers[i].index;
        work.sizes[i] = std::max(image.layers[i].contents.region().size, index.contentSize());
        report.bytes += index.contentSize();
        for (RecordId record = 0; record < index.size(); ++record)
            report.files += index.kind(record) == EntryKind::Regular ? 1 : 0;
    }
    std::vector<LayerSecrets> secrets(image.layers.size());
    STRATOSCOPE_CHECK(processLayers(
        work,
        [&](std::size_t layer, const std::stop_token &inner) -> Result<void> {
            secrets[layer] = sweepLayer(*image.layers[layer].index, image.layers[layer].contents, progress, inner);
            return {};
        },
        progress, stop));
    copyToDuplicates(work.first, secrets);
    STRATOSCOPE_CHECK(addSecrets(report, image, std::move(secrets), stop));

    const auto take = [&report](std::vector<Finding> findings) {
        report.findings.insert(report.findings.end(), std::make_move_iterator(findings.begin()),
                               std::make_move_iterator(findings.end()));
    };
    take(secretsInConfig(image.config));
    take(permissionFindings(*image.tree, stop));
    if (image.config.platform.os != u"windows"_s) {
        ProgramFindings programs = programFindings(image.fs(), image.config.run, image.source != SourceKind::Rootfs, stop);
        take(std::move(programs.findings));
        append(report.notes, std::move(programs.notes));
    }
    std::ranges::stable_sort(report.findings, {}, [](const Finding &finding) {
        return std::tie(finding.severity, finding.kind, finding.path, finding.layer, finding.line);
    });
    return report;
}

} // namespace stratoscope
