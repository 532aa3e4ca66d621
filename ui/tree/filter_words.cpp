// SPDX-License-Identifier: Apache-2.0
#include "ui/tree/filter_words.h"

#include "base/cancel.h"
#include "oci/command_text.h"
#include "tree/user.h"
#include "ui/common/format.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace stratoscope::ui {

namespace {

constexpr std::size_t kMostValues = 100; ///< of each kind; nobody looks through more

/// What the entries of an image have.
struct FoundValues {
    std::set<std::uint32_t> users;
    std::set<std::uint32_t> groups;
    std::set<std::string, std::less<>> xattrs;
};

FoundValues valuesIn(const MergedTree &tree, const std::stop_token &stop)
{
    FoundValues found;
    for (NodeId node = 1; node < tree.size(); ++node) {
        if (node % 0x4000 == 0)
            throwIfStopped(stop);
        const Entry entry = tree.entry(node);
        if (entry.implied)
            continue;
        if (found.users.size() < kMostValues)
            found.users.insert(entry.uid);
        if (found.groups.size() < kMostValues)
            found.groups.insert(entry.gid);
        for (const auto &[name, value] : entry.xattrs ? *entry.xattrs : Xattrs()) {
            if (found.xattrs.size() < kMostValues)
                found.xattrs.insert(name);
        }
    }
    return found;
}

/// By name if it has one that can be typed as it is, otherwise by number.
FilterWord ownerWord(const QString &key, const std::string &name, std::uint32_t id)
{
    const QString text = printable(name);
    const bool isPlain = !name.empty() && std::ranges::none_of(text, [](QChar c) { return c.isSpace() || c == u':' || c == u'"'; });
    return isPlain ? FilterWord{key + text, QString::number(id)} : FilterWord{key + QString::number(id), text};
}

} // namespace

QList<FilterWord> filterWords(const Image &image, const std::stop_token &stop)
{
    QList<FilterWord> words;
    for (const char *const key :
         {"size:",           "size:>1M",      "size:0",         "re:",       "changed:",       "changed:added", "changed:modified",
          "changed:removed", "changed:moved", "changed:copied", "type:file", "type:directory", "type:symlink",  "type:hardlink",
          "type:device",     "type:fifo",     "type:socket",    "mode:suid", "mode:sgid",      "mode:sticky",   "mode:executable",
          "mode:writable",   "mode:0755",     "xattr:"})
        words += FilterWord{QString::fromLatin1(key), {}};
    for (std::size_t i = 0; i < image.layers.size(); ++i)
        words += FilterWord{u"layer:"_s + QString::number(i), commandText(image.layers[i].createdBy).left(60)};
    if (image.tree) {
        const FoundValues found = valuesIn(*image.tree, stop);
        const ImageFs fs = image.fs();
        for (const std::uint32_t id : found.users)
            words += ownerWord(u"owner:"_s, namesOf({id, 0}, fs).value_or(UserNames()).user, id);
        for (const std::uint32_t id : found.groups)
            words += ownerWord(u"group:"_s, namesOf({0, id}, fs).value_or(UserNames()).group, id);
        for (const std::string &name : found.xattrs)
            words += FilterWord{u"xattr:"_s + printable(name), {}};
    }
    std::ranges::stable_sort(words, {}, &FilterWord::word);
    return words;
}

} // namespace stratoscope::ui
