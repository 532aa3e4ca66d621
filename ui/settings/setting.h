// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QSettings>

#include <concepts>
#include <utility>

namespace stratoscope::ui {

/// The part of a Setting that can have a signal.
class SettingSignal : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    /// The setting has another value now.
    void changed();
};

/// A struct that is stored field by field, so that lists of it remain readable in the configuration file: its visitFields() calls a
/// function with the name and the value of each field. A field that is not in the file keeps its default.
template <typename T>
concept SettingRecord = requires(T record)
{
    record.visitFields([](const char *, auto &) {});
};

/// How QSettings stores a value; specialized for types that QVariant would write as binary data.
template <typename T>
struct SettingFormat {
    static T read(QSettings &settings, const QString &key, const T &fallback)
    {
        return settings.contains(key) ? settings.value(key).template value<T>() : fallback;
    }
    static void write(QSettings &settings, const QString &key, const T &value) { settings.setValue(key, value); }
};

template <SettingRecord T>
struct SettingFormat<QList<T>> {
    static QList<T> read(QSettings &settings, const QString &key, const QList<T> &fallback)
    {
        if (!settings.contains(key + QStringLiteral("/size")))
            return fallback;
        QList<T> list;
        const int size = settings.beginReadArray(key);
        for (int i = 0; i < size; ++i) {
            settings.setArrayIndex(i);
            T record;
            record.visitFields([&settings](const char *name, auto &value) {
                value = settings.value(QLatin1String(name), value).template value<std::decay_t<decltype(value)>>();
            });
            list += record;
        }
        settings.endArray();
        return list;
    }
    static void write(QSettings &settings, const QString &key, const QList<T> &list)
    {
        settings.remove(key);
        settings.beginWriteArray(key, int(list.size()));
        for (qsizetype i = 0; i < list.size(); ++i) {
            settings.setArrayIndex(int(i));
            T(list[i]).visitFields(
                [&settings](const char *name, const auto &value) { settings.setValue(QLatin1String(name), value); });
        }
        settings.endArray();
    }
};

/// A value that persists from one run of the program to the next, read and written directly: `settings::theme()`,
/// `settings::theme.set(Theme::Dark)`. For the GUI thread.
template <typename T>
class Setting : public SettingSignal
{
public:
    explicit Setting(const char *key, T fallback = T())
        : m_key(key)
        , m_fallback(std::move(fallback))
    {
    }

    T operator()() const
    {
        QSettings settings;
        return SettingFormat<T>::read(settings, QLatin1String(m_key), m_fallback);
    }
    void set(const T &value)
    {
        if (value == (*this)())
            return;
        QSettings settings;
        SettingFormat<T>::write(settings, QLatin1String(m_key), value);
        Q_EMIT changed();
    }

private:
    const char *const m_key;
    const T m_fallback;
};

} // namespace stratoscope::ui
