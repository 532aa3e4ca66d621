// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tree/merged_tree.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stratoscope {

/// What a finding is about. docs/audit.md describes each of them.
enum class FindingKind : std::uint8_t {
    PrivateKey,
    Token, ///< a credential of a service: an access token, an API key
    Password,
    SetUid,
    SetGid,
    Capability, ///< of a file (capabilities(7))
    WorldWritable,
    Entrypoint, ///< the program that the image runs, or its working directory
    User, ///< that the program is to run as
    Interpreter, ///< of a script, or the loader of a program
    Library,
};
std::span<const FindingKind> findingKinds();
/// "private-key", "token", …: the words of the command line. They do not change.
std::string_view findingKindName(FindingKind kind);
std::optional<FindingKind> parseFindingKind(std::string_view name);

/// The most severe first.
enum class FindingSeverity : std::uint8_t { High, Medium, Low, Info };
std::span<const FindingSeverity> findingSeverities();
/// "high", "medium", "low", "info".
std::string_view findingSeverityName(FindingSeverity severity);
std::optional<FindingSeverity> parseFindingSeverity(std::string_view name);

/// Something that was seen in an image. A value.
struct Finding {
    FindingKind kind = FindingKind::Token;
    FindingSeverity severity = FindingSeverity::High;
    std::string path; ///< of the file, with a leading slash; empty for what is in the image configuration
    QString member; ///< of the image configuration: `config.Env[2]`, `history[4].created_by`; empty for a file
    std::optional<int> layer; ///< that carries it, from 0; nothing for what is not in a layer
    std::optional<int> deletedIn; ///< the layer that deletes or replaces the file; nothing if the image still shows it
    bool isReplaced = false; ///< whether that layer has another file at the same path
    std::optional<std::uint64_t> line; ///< from 1; nothing in binary files
    QString text; ///< what was seen, without a full stop and without the secret
    std::string secret; ///< the bytes of a token or a password; empty for keys, which are many lines

    bool operator==(const Finding &) const = default;
};

/// A finding about an entry of a tree.
Finding findingAt(const MergedTree &tree, NodeId node, FindingKind kind, FindingSeverity severity, QString text);

enum class SecretDisplay { Masked, Shown };
/// The first characters of a secret, and how long it is.
QString maskedSecret(std::string_view secret);
/// The text and the secret: "npm access token npm_… (40 characters)".
QString describe(const Finding &finding, SecretDisplay display);
/// "layer 1, deleted in layer 2"; empty for a finding without a layer.
QString layerText(const Finding &finding);
/// `/root/.npmrc:1`, or the member of the image configuration. Printable.
QString placeText(const Finding &finding);

} // namespace stratoscope
