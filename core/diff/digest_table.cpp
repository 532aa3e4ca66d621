// SPDX-License-Identifier: Apache-2.0
#include "diff/digest_table.h"

#include "base/cancel.h"
#include "base/parallel.h"

#include <algorithm>
#include <utility>

namespace stratoscope {

DigestTable::DigestTable(const DiffSide &side)
{
    for (const ImageLayer &layer : side.layers)
        m_layers.push_back({.source = layer.check->fileDigests(), .index = layer.index, .states = {}, .digests = {}});
}

void DigestTable::request(const MergedTree::Origin &file)
{
    Layer &layer = m_layers[std::size_t(file.layer)];
    if (!layer.source)
        return;
    layer.states.resize(layer.index->size(), State::Unknown);
    if (State &state = layer.states[file.record]; state == State::Unknown) {
        state = State::Requested;
        layer.hasRequests = true;
    }
}

Result<void> DigestTable::read(std::initializer_list<DigestTable *> tables, const std::stop_token &stop)
{
    constexpr RecordId kPart = 0x4000; // small enough that no core is left alone with a large layer
    std::vector<std::pair<Layer *, RecordId>> parts;
    for (DigestTable *const table : tables) {
        for (Layer &layer : table->m_layers) {
            if (!std::exchange(layer.hasRequests, false))
                continue;
            layer.digests.resize(layer.index->size());
            for (RecordId first = 0; first < layer.index->size(); first += kPart)
                parts.emplace_back(&layer, first);
        }
    }
    return inParallel(
        parts.size(),
        [&parts](std::size_t i, const std::stop_token &stop) {
            const auto [layer, first] = parts[i];
            return readPart(*layer, first, std::min(first + kPart, layer->index->size()), stop);
        },
        stop);
}

Result<void> DigestTable::readPart(Layer &layer, RecordId first, RecordId end, const std::stop_token &stop)
{
    throwIfStopped(stop);
    FileDigests::Reader reader(layer.source, layer.index);
    for (RecordId record = first; record < end; ++record) {
        if (layer.states[record] != State::Requested)
            continue;
        STRATOSCOPE_TRY(layer.digests[record], reader.digest(record));
        layer.states[record] = State::Known;
    }
    return {};
}

const Sha256 *DigestTable::digest(const MergedTree::Origin &file) const
{
    const Layer &layer = m_layers[std::size_t(file.layer)];
    return layer.source ? &layer.digests[file.record] : nullptr;
}

} // namespace stratoscope
