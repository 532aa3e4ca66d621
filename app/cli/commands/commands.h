// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <span>
#include <string>

/// What each command of the table does. Errors exit with 1. Throws Cancelled, OutputClosed.
namespace stratoscope::cli {

struct Context;

// browse.cpp
Result<void> runList(const Context &context);
Result<void> runCat(const Context &context);
Result<void> runResolve(const Context &context);
Result<void> runFind(const Context &context);
// changes.cpp
Result<void> runChanges(const Context &context);
// versions.cpp
Result<void> runVersions(const Context &context);
// inspect.cpp
Result<void> runInspect(const Context &context);
// verify.cpp
Result<void> runCheck(const Context &context);
Result<void> runVerify(const Context &context);
Result<void> runRepair(const Context &context);
// export.cpp
Result<void> runExport(const Context &context);
// registry.cpp
Result<void> runParse(const Context &context);
Result<void> runSearch(const Context &context);
Result<void> runTags(const Context &context);
Result<void> runPlatforms(const Context &context);
Result<void> runReferrers(const Context &context);
// login.cpp
Result<void> runLogin(const Context &context);
Result<void> runLogout(const Context &context);
// stored.cpp
Result<void> runPull(const Context &context);
Result<void> runImport(const Context &context);
Result<void> runImages(const Context &context);
Result<void> runRemove(const Context &context);
Result<void> runPin(const Context &context);
Result<void> runUnpin(const Context &context);
Result<void> runPrune(const Context &context);
// completion.cpp
/// What may stand in place of the last of these words, as completion scripts read it: a line for each candidate, with a
/// description after a tab; `:files` or `:directories` if a path may.
std::string completions(std::span<const std::string> words);
Result<void> runCompletion(const Context &context);
// manual.cpp
Result<void> runManual(const Context &context);

} // namespace stratoscope::cli
