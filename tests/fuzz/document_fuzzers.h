// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_reader.h"
#include "fuzz/fuzzers.h"

/// Documents: of the OCI and Docker specifications, of archives, of the store and prebaked directories.
namespace stratoscope::test {

inline QByteArray toQt(std::string_view bytes)
{
    return {bytes.data(), qsizetype(bytes.size())};
}

/// For a class with `Result<Class> parse(bytes, subject)`, whose values are printed by `Print` so that they can be parsed again.
template <typename Document, auto Print>
bool tryPrinted(std::string_view bytes)
{
    const QString subject = QStringLiteral("document");
    const auto document = Document::parse(toQt(bytes), subject);
    if (!document)
        return false;
    const auto again = Document::parse(((*document).*Print)(), subject);
    insist(again && *again == *document, "a document that is printed and parsed is the same");
    return true;
}

bool tryJson(std::string_view bytes);
bool tryManifest(std::string_view bytes);
bool tryImageIndex(std::string_view bytes);
bool tryConfig(std::string_view bytes);
bool trySchema1(std::string_view bytes);
/// One of the files of an archive or a layout that is sound otherwise.
bool tryDockerManifest(std::string_view bytes);
bool tryRepositories(std::string_view bytes);
bool tryLegacyLayer(std::string_view bytes);
bool tryLayoutIndex(std::string_view bytes);
bool tryLayoutVersion(std::string_view bytes);
/// A whole archive, of any kind.
bool tryArchive(std::string_view bytes);

std::vector<std::string> jsonCorpus();
std::vector<std::string> manifestCorpus();
std::vector<std::string> indexCorpus();
std::vector<std::string> configCorpus();
std::vector<std::string> schema1Corpus();
std::vector<std::string> dockerManifestCorpus();
std::vector<std::string> repositoriesCorpus();
std::vector<std::string> legacyLayerCorpus();
std::vector<std::string> layoutIndexCorpus();
std::vector<std::string> layoutVersionCorpus();
std::vector<std::string> archiveCorpus();
std::vector<std::string> storedImageCorpus();
std::vector<std::string> storedLayerCorpus();
std::vector<std::string> prebakedConfigCorpus();

} // namespace stratoscope::test
