// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "layer/entry.h"
#include "layer/memory_budget.h"

#include <optional>
#include <string>
#include <vector>

/// `<hex>.ext.json`: what the records of a prebaked layer cannot represent.
namespace stratoscope {

/// Additional attributes of one record.
struct SidecarEntry {
    std::optional<std::string> name; ///< raw bytes, replacing that of the record
    std::optional<std::string> link;
    std::uint32_t nanoseconds = 0;
    Xattrs xattrs;
    EntryWarnings warnings = 0;

    bool operator==(const SidecarEntry &) const = default;
};

/// Writes a sidecar, one entry per line, in the order of the records.
class SidecarWriter
{
public:
    explicit SidecarWriter(std::shared_ptr<MemoryBudget> memory = {})
        : m_memory(std::move(memory))
    {
    }
    /// TooLarge above 512 MiB in total, or if the memory budget is used up.
    Result<void> add(std::uint32_t record, const SidecarEntry &entry);
    /// The document; empty if nothing was added.
    std::string take();

private:
    std::string m_text;
    JsonWriter m_json;
    MemoryShare m_memory;
};

/// A sidecar that was read. Its entries are parsed on demand.
class Sidecar
{
public:
    Sidecar() = default;
    /// Malformed, or Unsupported for versions other than 1. `subject` names the document.
    static Result<Sidecar> parse(QByteArray text, QString subject);
    /// Empty if the file does not exist. TooLarge if the memory budget is used up.
    static Result<Sidecar> read(const QString &path, std::shared_ptr<MemoryBudget> memory = {});

    /// Whether a record has an entry.
    bool has(std::uint32_t record) { return !m_entries.empty() && seek(record); }
    /// The entry found by has(). Malformed, naming the record.
    Result<SidecarEntry> entry() const;

private:
    struct Numbered {
        std::uint32_t record;
        std::uint32_t length;
        std::uint64_t offset; ///< in m_text
    };
    bool seek(std::uint32_t record);

    QByteArray m_text;
    QString m_subject;
    std::vector<Numbered> m_entries; ///< sorted by record
    std::size_t m_found = 0; ///< by has()
    MemoryShare m_memory;
};

} // namespace stratoscope
