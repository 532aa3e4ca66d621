// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "layer/entry.h"

#include <optional>
#include <string>
#include <vector>

/// `<hex>.ext.json`: what the records of a prebaked layer cannot hold.
namespace stratoscope {

/// What one record has more.
struct SidecarEntry {
    std::optional<std::string> name; ///< raw bytes, in place of the record's
    std::optional<std::string> link;
    std::uint32_t nanoseconds = 0;
    Xattrs xattrs;

    bool operator==(const SidecarEntry &) const = default;
};

/// Writes a sidecar, one entry a line, in the order of the records.
class SidecarWriter
{
public:
    /// TooLarge above 512 MiB in all: a layer's extended attributes must fit into memory.
    Result<void> add(std::uint32_t record, const SidecarEntry &entry);
    /// The document; empty where nothing was added.
    std::string take();

private:
    std::string m_text;
    JsonWriter m_json;
};

/// A sidecar that was read. Its entries stay text until they are asked for.
class Sidecar
{
public:
    Sidecar() = default;
    /// Malformed where it is no such document, Unsupported for another version than 1. `subject` names it.
    static Result<Sidecar> parse(QByteArray text, QString subject);
    /// Nothing where there is no such file.
    static Result<Sidecar> read(const QString &path);

    /// Whether a record has more.
    bool has(std::uint32_t record) { return !m_entries.empty() && seek(record); }
    /// What it has, after has() said so. Malformed, naming the record.
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
    std::size_t m_found = 0; ///< what has() found last
};

} // namespace stratoscope
