// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stratoscope {

/// The fields of one block of `Name: value` lines, as in Debian's control files (deb822(5)), in the headers of e-mails, which
/// Python's METADATA are, and in the manifests of jars.
class FieldBlock
{
public:
    /// The first field of that name, in whatever case of letters; empty if there is none.
    std::string_view operator[](std::string_view name) const;
    bool isEmpty() const { return m_fields.empty(); }

private:
    friend class FieldReader;
    std::vector<std::pair<std::string_view, std::string>> m_fields;
};

/// Reads the blocks of a text, which are separated by empty lines; lines that are not fields are skipped. The text must outlive
/// the reader and the blocks. For one thread.
class FieldReader
{
public:
    /// What a line that begins with a blank means for the field before it.
    enum class Continued {
        Skipped, ///< more text, such as a description, which nobody asks for
        Joined, ///< the rest of a line that was too long (jar manifests)
    };
    explicit FieldReader(std::string_view text, Continued continued = Continued::Skipped)
        : m_rest(text)
        , m_continued(continued)
    {
    }

    bool atEnd() const { return m_rest.empty(); }
    /// The next block, which is empty for a text without fields.
    FieldBlock next();

private:
    std::string_view m_rest;
    const Continued m_continued;
};

} // namespace stratoscope
