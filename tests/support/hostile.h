// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// What any bytes must come through: each function takes them for something and holds what the program makes of it against what
/// must always be true. Ends the program where it is not. For fuzzers and for tests that change good input.
namespace stratoscope::test {

/// A tar: its members, their index, the tree of that.
void tryTar(std::string_view bytes);
/// A compressed layer; all that comes out of it, up to 16 MiB.
void tryDecoder(std::string_view bytes);
/// The records of a pax header.
void tryPax(std::string_view bytes);
/// Not a format: the bytes choose entries of a few layers. Their tree is held against a plain unpacker's.
void tryTree(std::string_view bytes);

} // namespace stratoscope::test
