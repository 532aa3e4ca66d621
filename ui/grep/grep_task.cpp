// SPDX-License-Identifier: Apache-2.0
#include "ui/grep/grep_task.h"

#include <chrono>

namespace stratoscope::ui {

namespace {

constexpr std::size_t kMostLineText = 1024; ///< bytes; more does not fit into a row
constexpr auto kBetweenBatches = std::chrono::milliseconds(100);

Result<GrepFiles> filesIn(const Image &image, const GrepScope &scope, const std::stop_token &stop)
{
    switch (scope.kind) {
    case GrepScope::Whole:
        break;
    case GrepScope::AllLayers:
        return GrepFiles::ofAllLayers(image, {}, stop);
    case GrepScope::Chosen:
        if (scope.choice.scope == TreeChoice::Only)
            return GrepFiles::ofLayers(image, scope.choice.first, scope.choice.layer, {}, stop);
        return GrepFiles::ofTree(scope.fs, image.layers, {}, stop);
    case GrepScope::Selected:
        std::vector<GrepFiles::Part> parts;
        for (const GrepScope::Part &part : scope.parts)
            parts.push_back(part.files);
        return GrepFiles::ofTrees(parts, scope.layers.empty() ? image.layers : scope.layers, stop);
    }
    return GrepFiles::ofTree(image.fs(), image.layers, {}, stop);
}

/// Collects findings until it is time to send them.
class GrepBatches
{
public:
    GrepBatches(std::shared_ptr<const GrepFiles> files, std::size_t most, const std::function<void(GrepBatch)> &send)
        : m_most(most)
        , m_send(send)
    {
        m_batch.files = std::move(files);
    }

    void add(const GrepFinding &finding)
    {
        const GrepFiles::File &file = finding.file;
        const bool isSame = &file.fs == m_fs && file.node == m_node;
        m_fs = &file.fs;
        m_node = file.node;
        const std::size_t matches = finding.lines.size();
        m_batch.matches += matches;
        m_batch.matchingFiles += !isSame && matches > 0 ? 1 : 0;
        const std::size_t room = m_most - std::min(m_most, m_sent);
        if (room > 0) {
            const auto lines = finding.lines.first(std::min(room, finding.lines.size()));
            m_batch.hits.push_back({.fs = m_fs,
                                    .node = m_node,
                                    .layer = file.layer(),
                                    .path = file.path(),
                                    .lines = {lines.begin(), lines.end()},
                                    .problem = finding.problem ? finding.problem->message() : QString()});
            m_sent += std::max<std::size_t>(1, lines.size());
        }
        if (std::chrono::steady_clock::now() - m_last > kBetweenBatches)
            flush();
    }

    void flush()
    {
        m_last = std::chrono::steady_clock::now();
        m_send(m_batch);
        m_batch.hits.clear();
    }

private:
    const std::size_t m_most;
    const std::function<void(GrepBatch)> &m_send;
    GrepBatch m_batch;
    std::size_t m_sent = 0;
    const ImageFs *m_fs = nullptr; ///< of the finding before
    NodeId m_node = kNoNode;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

} // namespace

Result<void> runGrepTask(const Image &image, const GrepScope &scope, const GrepPattern &pattern, std::size_t most,
                         const std::function<void(GrepBatch)> &send, ProgressMeter &progress, const std::stop_token &stop)
{
    STRATOSCOPE_TRY(GrepFiles listed, filesIn(image, scope, stop));
    const auto files = std::make_shared<const GrepFiles>(std::move(listed));
    GrepBatches batches(files, most, send);
    const auto add = [&batches](const GrepFinding &finding) -> Result<void> {
        batches.add(finding);
        return {};
    };
    STRATOSCOPE_CHECK(
        grep(*files, pattern, {.searchesBinaryFiles = scope.hasBinaryFiles, .mostText = kMostLineText}, add, progress, stop));
    batches.flush();
    return {};
}

} // namespace stratoscope::ui
