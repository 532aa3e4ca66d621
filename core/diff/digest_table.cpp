// SPDX-License-Identifier: Apache-2.0
#include "diff/digest_table.h"

#include "base/cancel.h"
#include "base/parallel.h"

#include <algorithm>
#include <functional>

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
    std::vector<Layer *> layers;
    for (DigestTable *const table : tables) {
        for (Layer &layer : table->m_layers) {
            if (layer.hasRequests)
                layers.push_back(&layer);
        }
    }
    // The largest first, so that none is left to be read alone at the end.
    std::ranges::sort(layers, std::greater(), [](const Layer *layer) { return layer->index->size(); });
    return inParallel(
        layers.size(), [&layers](std::size_t i, const std::stop_token &stop) { return readLayer(*layers[i], stop); }, stop);
}

Result<void> DigestTable::readLayer(Layer &layer, const std::stop_token &stop)
{
    FileDigests::Reader reader(layer.source, layer.index);
    layer.digests.resize(layer.index->size());
    for (RecordId record = 0; record < layer.index->size(); ++record) {
        if (record % 0x1000 == 0)
            throwIfStopped(stop);
        if (layer.states[record] == State::Requested) {
            STRATOSCOPE_TRY(layer.digests[record], reader.digest(record));
            layer.states[record] = State::Known;
        }
    }
    layer.hasRequests = false;
    return {};
}

const Sha256 *DigestTable::digest(const MergedTree::Origin &file) const
{
    const Layer &layer = m_layers[std::size_t(file.layer)];
    return layer.source ? &layer.digests[file.record] : nullptr;
}

} // namespace stratoscope
