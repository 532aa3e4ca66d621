// SPDX-License-Identifier: Apache-2.0
#include "image/check_contents.h"

#include "base/cancel.h"
#include "oci/digest.h"

using namespace Qt::StringLiterals;

namespace stratoscope {

Result<void> checkContents(const std::shared_ptr<const LayerIndex> &index, const LayerContents &contents,
                           const std::shared_ptr<const FileDigests> &digests, ProgressMeter &progress, const std::stop_token &stop)
{
    FileDigests::Reader reader(digests, index);
    Hasher hasher;
    std::vector<std::byte> piece(1 << 20);
    for (RecordId record = 0; record < index->size(); ++record) {
        throwIfStopped(stop);
        const Entry entry = index->entry(record);
        if (entry.kind != EntryKind::Regular)
            continue;
        for (std::uint64_t position = 0; position < entry.size;) {
            throwIfStopped(stop);
            STRATOSCOPE_TRY(const std::size_t count, contents.read(*index, record, position, piece));
            hasher.update(Bytes(piece).first(count));
            progress.add(qint64(count));
            position += count;
        }
        const Sha256 found = hasher.finishSha256();
        STRATOSCOPE_TRY(const Sha256 wanted, reader.digest(record));
        if (found != wanted)
            return fail(ErrorKind::Mismatch, printable('/' + index->path(record)),
                        u"its SHA-256 should be %1, but is %2"_s.arg(Digest(wanted).hex(), Digest(found).hex()));
    }
    return {};
}

} // namespace stratoscope
