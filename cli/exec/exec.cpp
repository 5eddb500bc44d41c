#include "cli/exec/exec.h"

#include <algorithm>
#include <utility>

namespace cli {

namespace {

/// A text that is there already, in parts.
class TextScreen final : public show::Screen {
public:
    explicit TextScreen(std::string text) : text_(std::move(text)) {}
    bool print_some(show::TextWriter& out) override {
        constexpr std::size_t part = 4096;
        out.put(std::string_view{text_}.substr(next_, part));
        next_ = std::min(text_.size(), next_ + part);
        return next_ < text_.size();
    }

private:
    std::string text_;
    std::size_t next_ = 0;
};

}  // namespace

void Exec::list_text(std::string text) { list(std::make_unique<TextScreen>(std::move(text))); }

}  // namespace cli
