#include "show-commands/system/text_screen.h"

namespace show {

namespace {

class TextScreen final : public Screen {
public:
    explicit TextScreen(std::string text) : text_(std::move(text)) {}

    bool print_some(TextWriter& out) override {
        constexpr std::size_t part_bytes = 4096;
        std::size_t end = text_.size();
        if (at_ + part_bytes < end) {
            const std::size_t newline = text_.find('\n', at_ + part_bytes);
            if (newline != std::string::npos) end = newline + 1;
        }
        out.block(std::string_view(text_).substr(at_, end - at_));
        at_ = end;
        return at_ < text_.size();
    }

private:
    std::string text_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Screen> text_screen(std::string text) { return std::make_unique<TextScreen>(std::move(text)); }

}  // namespace show
