#include "config-model/language/line.h"

namespace config {

Line&& Line::negates(Negates how) && { return binding_->negates = how, std::move(*this); }
Line&& Line::shows(Shows when) && { return binding_->shows = when, std::move(*this); }
Line&& Line::appends() && { return binding_->appends = true, std::move(*this); }
Line&& Line::no_needs(unsigned words) && { return no_needs_ = words, std::move(*this); }
Line&& Line::hidden() && { return hidden_ = true, std::move(*this); }
Line&& Line::alias() && { return alias_ = true, std::move(*this); }
Line&& Line::only_no() && { return only_no_ = alias_ = true, std::move(*this); }
Line&& Line::warns(std::string_view why) && { return warning_ = why, std::move(*this); }
Line&& Line::privilege(unsigned level) && { return privilege_ = level, std::move(*this); }
Line&& Line::changes(ChangeTopic what) && { return topic_ = what, std::move(*this); }
Line&& Line::in(std::string_view name) && { return section_ = name, std::move(*this); }
Line&& Line::body(Body kind) && { return body_ = kind, std::move(*this); }
Line&& Line::leaves() && { return leaves_ = true, std::move(*this); }
Line&& Line::control(Control what) && { return control_ = what, std::move(*this); }

Result Line::apply(void* owner, const Args& args, Edit& edit) const {
    switch (edit.form) {
        case Form::plain: return apply_plain(owner, args, edit);
        case Form::no: return apply_no(owner, args, edit);
        case Form::defaulted: return apply_default(owner, args, edit);
    }
    return Result::ok();
}

Result Line::apply_plain(void* owner, const Args& args, Edit& edit) const {
    if (set_.call) return set_.call(set_.function, owner, args, edit);
    if (opening_) return opening_->open(owner, args, edit);
    if (binding_) return binding_->set(owner, args, edit);
    return Result::ok();
}

Result Line::apply_no(void* owner, const Args& args, Edit& edit) const {
    if (unset_.call) return unset_.call(unset_.function, owner, args, edit);
    if (opening_) return opening_->erase(owner, args, edit);
    if (binding_) return binding_->unset(owner, args, edit);
    return Result::ok();
}

Result Line::apply_default(void* owner, const Args& args, Edit& edit) const {
    if (reset_.call) return reset_.call(reset_.function, owner, args, edit);
    if (binding_ && !unset_.call) return binding_->reset(owner, args, edit);
    return apply_no(owner, args, edit);
}

std::vector<std::string> Line::shown(const void* owner, Look look) const {
    Shown shown(syntax_, look);
    if (show_.call) show_.call(show_.function, owner, shown);
    else if (binding_) binding_->show(owner, shown);
    return std::move(shown.lines());
}

}  // namespace config
