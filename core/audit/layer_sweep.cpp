// SPDX-License-Identifier: Apache-2.0
#include "audit/layer_sweep.h"

#include "audit/credential_files.h"
#include "audit/secret_scanner.h"
#include "base/cancel.h"

#include <algorithm>
#include <tuple>
#include <unistd.h>

namespace stratoscope {

namespace {

constexpr std::size_t kSweepPiece = std::size_t(1) << 20;
constexpr std::uint64_t kLargestGap = 64 * 1024; ///< what lies between files is read if it is small
constexpr std::size_t kMostSecrets = 5000;
constexpr std::size_t kMostNotes = 20;
/// A file with a zero byte here is binary, as for grep.
constexpr std::size_t kTextHead = 8 * 1024;

/// Bytes of a file in the order in which they are stored.
struct StoredExtent {
    std::uint64_t begin = 0; ///< in the layer
    std::uint64_t end = 0;
    std::uint64_t fileOffset = 0;
    RecordId record = kNoRecord;
};

class LayerSweep
{
public:
    LayerSweep(const LayerIndex &index, const LayerContents &contents, ProgressMeter &progress, const std::stop_token &stop)
        : m_index(index)
        , m_contents(contents)
        , m_progress(progress)
        , m_stop(stop)
        , m_piece(kSweepPiece + SecretScanner::kMostBefore)
    {
    }

    LayerSecrets run()
    {
        listExtents();
        for (std::size_t first = 0; first < m_extents.size();) {
            std::uint64_t end = m_extents[first].end;
            std::size_t next = first + 1;
            while (next < m_extents.size() && m_extents[next].begin <= end + kLargestGap)
                end = std::max(end, m_extents[next++].end);
            sweep(m_extents[first].begin, end);
            first = next;
        }
        readCredentialFiles();
        auto &secrets = m_found.secrets;
        std::ranges::stable_sort(secrets, {}, [](const StoredSecret &secret) { return std::tuple(secret.record, secret.offset); });
        dropRepeated();
        numberLines();
        joinKeysOfBinaries();
        if (m_furtherNotes > 0)
            m_found.notes.push_back({ErrorKind::Io, {}, QStringLiteral("%1 further files cannot be read").arg(m_furtherNotes)});
        return std::move(m_found);
    }

private:
    void listExtents()
    {
        for (RecordId record = 0; record < m_index.size(); ++record) {
            const std::uint64_t size = m_index.kind(record) == EntryKind::Regular ? m_index.fileSize(record) : 0;
            const std::uint64_t begin = m_index.contentOffset(record);
            if (const auto *const extents = size > 0 ? m_index.sparseExtents(record) : nullptr) {
                for (const SparseExtent &extent : *extents)
                    m_extents.push_back({begin + extent.stored, begin + extent.stored + extent.length, extent.offset, record});
            } else if (size > 0) {
                m_extents.push_back({begin, begin + size, 0, record});
            }
        }
        std::ranges::sort(m_extents, {}, &StoredExtent::begin);
    }

    /// Searches what is stored from `begin` to `end`. If that cannot be read at once, it is read file by file.
    void sweep(std::uint64_t begin, std::uint64_t end, const StoredExtent *only = nullptr)
    {
        const FileRegion &region = m_contents.region();
        while (begin < end) {
            throwIfStopped(m_stop);
            begin = std::max(begin, nextData(region, begin));
            if (begin >= end)
                return;
            const std::uint64_t from = begin - std::min<std::uint64_t>(begin, SecretScanner::kMostBefore);
            const std::size_t wanted = std::size_t(std::min<std::uint64_t>(end - from, m_piece.size()));
            const auto read = region.readAt(from, std::as_writable_bytes(std::span(m_piece).first(wanted)));
            if (!read || *read < wanted) {
                if (only)
                    note(only->record,
                         read ? Error{ErrorKind::Truncated, {}, QStringLiteral("is not complete in its layer")} : read.error());
                else
                    sweepFileByFile(begin, end);
                return;
            }
            const bool isLast = from + wanted == end;
            const std::uint64_t next = isLast ? end : from + wanted - SecretScanner::kMostAfter;
            searchPiece(from, std::string_view(m_piece.data(), wanted), begin, next);
            m_progress.add(qint64(next - begin));
            begin = next;
        }
    }

    void sweepFileByFile(std::uint64_t begin, std::uint64_t end)
    {
        for (const StoredExtent &extent : m_extents) {
            if (extent.end > begin && extent.begin < end)
                sweep(std::max(extent.begin, begin), extent.end, &extent);
        }
    }

    /// Where the next bytes are that are not a hole of the file on disk.
    static std::uint64_t nextData(const FileRegion &region, std::uint64_t position)
    {
        const off_t at = off_t(region.offset + position);
        const off_t data = ::lseek(region.file->descriptor(), at, SEEK_DATA); // the position of the file is not used
        return data > at ? position + std::uint64_t(data - at) : position;
    }

    /// `text` begins at `from`; what begins in `owned` and before `next` belongs to this piece.
    void searchPiece(std::uint64_t from, std::string_view text, std::uint64_t owned, std::uint64_t next)
    {
        const SecretScanner &scanner = SecretScanner::instance();
        const std::size_t skipped = std::size_t(owned - from);
        scanner.filter().search(text.substr(skipped), [&](std::size_t position, std::size_t literal) {
            const std::uint64_t at = owned + position;
            const StoredExtent *const extent = at < next ? extentAt(at) : nullptr;
            if (!extent)
                return;
            const std::uint64_t begin = std::max(extent->begin, from);
            const std::uint64_t end = std::min(extent->end, from + text.size());
            const std::string_view part = text.substr(std::size_t(begin - from), std::size_t(end - begin));
            if (const auto match = scanner.recognize(literal, part, std::size_t(at - begin)))
                add({extent->record, extent->fileOffset + (begin - extent->begin) + match->begin, match->toFinding(part)});
        });
    }

    const StoredExtent *extentAt(std::uint64_t at) const
    {
        auto extent = std::ranges::upper_bound(m_extents, at, {}, &StoredExtent::begin);
        if (extent == m_extents.begin())
            return nullptr;
        --extent;
        return at < extent->end ? &*extent : nullptr;
    }

    void add(StoredSecret secret)
    {
        if (m_found.secrets.size() < kMostSecrets)
            m_found.secrets.push_back(std::move(secret));
        else
            m_found.isComplete = false;
    }

    void note(RecordId record, Error error)
    {
        error.subject = printable('/' + m_index.path(record));
        if (m_found.notes.size() < kMostNotes)
            m_found.notes.push_back(std::move(error));
        else
            ++m_furtherNotes;
    }

    void readCredentialFiles()
    {
        for (RecordId record = 0; record < m_index.size(); ++record) {
            if (m_index.kind(record) != EntryKind::Regular || m_index.fileSize(record) == 0)
                continue;
            const RecordId parent = m_index.parent(record);
            const CredentialFile *const file = credentialFileNamed(m_index.name(record), m_index.name(parent));
            if (!file)
                continue;
            throwIfStopped(m_stop);
            if (m_index.fileSize(record) > kLargestCredentialFile) {
                note(record, {ErrorKind::TooLarge, {}, QStringLiteral("is too large for a file with credentials")});
                continue;
            }
            std::string text(std::size_t(m_index.fileSize(record)), '\0');
            if (const auto read = m_contents.read(m_index, record, 0, std::as_writable_bytes(std::span(text))); !read) {
                note(record, read.error());
                continue;
            }
            for (const SecretMatch &match : credentialsIn(*file, text))
                add({record, match.begin, match.toFinding(text)});
        }
    }

    /// What the sweep and the reading of a file with credentials both found counts once, as what the sweep took it for.
    void dropRepeated()
    {
        auto &secrets = m_found.secrets;
        const StoredSecret *last = nullptr;
        std::erase_if(secrets, [&last](const StoredSecret &secret) {
            const bool isRepeated = last && last->record == secret.record
                && secret.offset < last->offset + std::max<std::size_t>(last->finding.secret.size(), 1);
            if (!isRepeated)
                last = &secret;
            return isRepeated;
        });
    }

    void numberLines()
    {
        RecordId record = kNoRecord;
        bool isText = false;
        std::uint64_t position = 0;
        std::uint64_t line = 1;
        for (StoredSecret &secret : m_found.secrets) {
            if (secret.record != record) {
                record = secret.record;
                position = 0;
                line = 1;
                isText = countLines(record, 0, kTextHead).has_value();
            }
            if (!isText)
                continue;
            const auto lines = countLines(record, position, secret.offset - position);
            isText = lines.has_value();
            line += lines.value_or(0);
            position = secret.offset;
            if (isText)
                secret.finding.line = line;
        }
    }

    /// Where lines do not tell them apart, the keys of a file are one finding.
    void joinKeysOfBinaries()
    {
        auto &secrets = m_found.secrets;
        const auto isKeyOfBinary
            = [](const StoredSecret &secret) { return secret.finding.kind == FindingKind::PrivateKey && !secret.finding.line; };
        std::vector<StoredSecret> kept;
        for (std::size_t i = 0; i < secrets.size();) {
            const auto isAlike
                = [&](const StoredSecret &other) { return other.record == secrets[i].record && isKeyOfBinary(other); };
            std::size_t next = i + 1;
            while (isKeyOfBinary(secrets[i]) && next < secrets.size() && isAlike(secrets[next]))
                ++next;
            if (const std::size_t count = next - i; count > 1) {
                const auto severe
                    = std::ranges::min_element(secrets.begin() + std::ptrdiff_t(i), secrets.begin() + std::ptrdiff_t(next), {},
                                               [](const StoredSecret &secret) { return secret.finding.severity; });
                severe->finding.text = QStringLiteral("%1 private keys in a binary file").arg(count);
                kept.push_back(std::move(*severe));
            } else {
                kept.push_back(std::move(secrets[i]));
            }
            i = next;
        }
        secrets = std::move(kept);
    }

    /// Nothing for binary content.
    std::optional<std::uint64_t> countLines(RecordId record, std::uint64_t from, std::uint64_t count)
    {
        std::uint64_t lines = 0;
        while (count > 0) {
            throwIfStopped(m_stop);
            const auto into = std::span(m_piece).first(std::size_t(std::min<std::uint64_t>(count, m_piece.size())));
            const auto read = m_contents.read(m_index, record, from, std::as_writable_bytes(into));
            if (!read)
                return std::nullopt;
            if (std::ranges::find(into.first(*read), '\0') != into.begin() + std::ptrdiff_t(*read))
                return std::nullopt;
            lines += std::uint64_t(std::ranges::count(into.first(*read), '\n'));
            if (*read < into.size())
                break;
            from += *read;
            count -= *read;
        }
        return lines;
    }

    const LayerIndex &m_index;
    const LayerContents &m_contents;
    ProgressMeter &m_progress;
    const std::stop_token &m_stop;
    std::vector<StoredExtent> m_extents; ///< sorted by where they begin
    std::vector<char> m_piece;
    LayerSecrets m_found;
    std::size_t m_furtherNotes = 0;
};

} // namespace

LayerSecrets sweepLayer(const LayerIndex &index, const LayerContents &contents, ProgressMeter &progress,
                        const std::stop_token &stop)
{
    return LayerSweep(index, contents, progress, stop).run();
}

} // namespace stratoscope
