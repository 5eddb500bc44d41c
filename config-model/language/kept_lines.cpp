#include "config-model/language/kept_lines.h"

#include <algorithm>
#include <tuple>

namespace config {

namespace {

bool begins_with_words(std::string_view text, std::string_view words) {
    return text.starts_with(words) && (text.size() == words.size() || text[words.size()] == ' ');
}

std::vector<const KeptLine*> in_text_order(const std::vector<KeptLine>& lines) {
    std::vector<const KeptLine*> order;
    for (const KeptLine& line : lines) order.push_back(&line);
    std::sort(order.begin(), order.end(), [](const KeptLine* a, const KeptLine* b) {
        return std::tie(a->text, a->rendered) < std::tie(b->text, b->rendered);
    });
    return order;
}

}  // namespace

void KeptLines::Place::reindex() {
    index.clear();
    for (std::size_t i = 0; i < lines.size(); ++i) index.emplace(lines[i].text, i);
}

template <class Unwanted>
std::size_t KeptLines::Place::remove(Unwanted unwanted) {
    const std::size_t before = lines.size();
    lines.erase(std::remove_if(lines.begin(), lines.end(), unwanted), lines.end());
    if (lines.size() != before) reindex();
    return before - lines.size();
}

KeptLines::Place* KeptLines::find(std::string_view path) {
    const auto found = places_.find(path);
    return found == places_.end() ? nullptr : &found->second;
}

std::span<const KeptLine> KeptLines::in(std::string_view path) const {
    const auto found = places_.find(path);
    return found == places_.end() ? std::span<const KeptLine>{} : found->second.lines;
}

std::size_t KeptLines::add(std::string_view path, KeptLine line) {
    Place* place = find(path);
    if (!place) place = &places_.emplace(path, Place{}).first->second;
    const auto [at, added] = place->index.try_emplace(line.text, place->lines.size());
    if (added) {
        warned_ += line.rendered ? 0 : 1;
        place->lines.push_back(std::move(line));
    }
    return at->second;
}

KeptLine* KeptLines::at(std::string_view path, std::size_t index) {
    Place* place = find(path);
    return place && index < place->lines.size() ? &place->lines[index] : nullptr;
}

std::size_t KeptLines::remove(std::string_view path, std::string_view words) {
    Place* place = find(path);
    return place ? place->remove([&](const KeptLine& line) { return line.rendered && begins_with_words(line.text, words); }) : 0;
}

void KeptLines::remove_warned(std::string_view path, int line, std::string_view text) {
    if (Place* place = find(path); place && warned_ > 0)
        warned_ -= place->remove([&](const KeptLine& kept) {
            return !kept.rendered && kept.after == line && (text.empty() || begins_with_words(kept.text, text));
        });
}

void KeptLines::remove_under(std::string_view path) {
    for (auto at = places_.lower_bound(path); at != places_.end() && at->first.starts_with(path);) {
        const bool inside = at->first.size() == path.size() || at->first[path.size()] == '\n';
        at = inside ? places_.erase(at) : std::next(at);
    }
    if (warned_ > 0) count_warned();
}

void KeptLines::count_warned() {
    warned_ = 0;
    for (const auto& [path, place] : places_)
        for (const KeptLine& line : place.lines) warned_ += line.rendered ? 0 : 1;
}

std::vector<std::string_view> KeptLines::paths() const {
    std::vector<std::string_view> paths;
    for (const auto& [path, place] : places_)
        if (!place.lines.empty()) paths.push_back(path);
    return paths;
}

bool KeptLines::operator==(const KeptLines& other) const {
    if (paths() != other.paths()) return false;
    for (const std::string_view path : paths()) {
        const auto mine = in_text_order(places_.find(path)->second.lines);
        const auto theirs = in_text_order(other.places_.find(path)->second.lines);
        if (!std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end(), [](auto* a, auto* b) { return *a == *b; })) return false;
    }
    return true;
}

}  // namespace config
